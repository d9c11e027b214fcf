import {
  derivedRecordId,
  type Decision,
  type EntityMapping,
  type RecordEvent,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { agreementAfter } from './agreement.js';
import { composeBpro, composeQbo, earlier, versionsOf, type Draft } from './compose.js';
import { recordIntent } from './intents.js';
import type { Work } from './load-page.js';
import type { Neighbourhood } from './neighbourhood.js';
import { abandon, confirmBpro, noteEvents, refuse } from './outcomes.js';
import { appendToRecord, handleOf, type RecordHandle } from './record-journal.js';
import { sendBpro } from './send.js';
import type { TenantContext } from './tenant-context.js';
import { writeToQbo } from './write-to-qbo.js';

/** One record with what was decided about it. */
export interface Decided {
  readonly work: Work;
  readonly decision: Decision;
}

/** `again`: it moved meanwhile (another writer, a stale version): load it and decide anew. */
export type Performed = { readonly handle: RecordHandle; readonly again: boolean };

const ruleOf = (decision: Decision): string => decision.reason.split(':')[0] ?? '';

/** Carries decisions of one record type out: links first, then QuickBooks, then BPro, then what is only said. */
export async function perform(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  decided: readonly Decided[],
  hood: Neighbourhood,
): Promise<Map<string, Performed>> {
  const done = new Map<string, Performed>();
  const writes: { decided: Decided; draft: Draft; before: RecordEvent[] }[] = [];
  for (const { work, decision } of decided) {
    const linked = await linkEvents(ports, tc, mapping, work, decision, hood);
    if (linked === 'taken') {
      done.set(work.handle.recordId, { handle: work.handle, again: false });
      continue;
    }
    const draft = composeQbo(tc, mapping, work, decision, hood);
    if (draft) writes.push({ decided: { work, decision }, draft, before: linked });
    else {
      const handle = await settle(ports, tc, mapping, work, decision, linked, hood);
      done.set(work.handle.recordId, handle);
    }
  }
  for (const [recordId, result] of await writeToQbo(ports, tc, mapping, writes, hood)) {
    const both = writes.find((w) => w.decided.work.handle.recordId === recordId)?.decided;
    if (!result.again && both?.decision.action === 'update-both' && !result.handle.state.open) {
      const work = { ...both.work, handle: result.handle };
      done.set(recordId, await toBpro(ports, tc, mapping, work, both.decision, [], hood));
    } else done.set(recordId, result);
  }
  await clearFormer(ports, tc, mapping, decided);
  return done;
}

/** A record that was noted while only QuickBooks had it goes on under the id that it is linked by (rule H3). */
async function clearFormer(
  ports: Ports,
  tc: TenantContext,
  { type }: EntityMapping,
  decided: readonly Decided[],
): Promise<void> {
  const former = decided.flatMap(({ work, decision }) => {
    const id = derivedRecordId('qbo', decision.linkTo ?? '');
    return decision.linkTo === undefined || id === work.handle.recordId ? [] : [id];
  });
  if (former.length === 0) return;
  for (const row of await ports.records.links.get(tc.scope, type, former)) {
    const handle = handleOf(type, row.recordId, row);
    await appendToRecord(ports, tc, handle, noteEvents(handle, undefined, undefined));
  }
}

/** The events that tie two records together; both ids are claimed before (invariant I3). */
async function linkEvents(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  hood: Neighbourhood,
): Promise<RecordEvent[] | 'taken'> {
  const { bpro, qbo, handle } = work;
  if (decision.action === 'create-bpro' && qbo) {
    const owner = await ports.records.links.claim(tc.scope, mapping.type, 'qbo', qbo.id, handle.recordId);
    return owner === handle.recordId ? [] : 'taken';
  }
  if (decision.action === 'create-qbo' && bpro) {
    const owner = await ports.records.links.claim(tc.scope, mapping.type, 'bpro', bpro.id, handle.recordId);
    return owner === handle.recordId ? [] : 'taken';
  }
  if (decision.linkTo === undefined || !bpro || !qbo) return [];
  for (const [side, id] of [
    ['bpro', bpro.id],
    ['qbo', qbo.id],
  ] as const)
    if (
      (await ports.records.links.claim(tc.scope, mapping.type, side, id, handle.recordId)) !== handle.recordId
    )
      return 'taken';
  const context = hood.mappingContext();
  const sides = { bpro: mapping.fromBpro(bpro.content, context), qbo: mapping.fromQbo(qbo.content, context) };
  return [
    {
      type: 'RecordLinked',
      data: {
        bproId: bpro.id,
        qboId: qbo.id,
        key: decision.linkKey ?? '',
        createdAt: earlier(bpro.createdAt, qbo.createdAt),
        agreed: agreementAfter(tc, work, decision, sides, []),
        versions: versionsOf(bpro, qbo),
      },
    },
  ];
}

/** What needs no write into QuickBooks: a link, a change in BPro, a note, or nothing at all. */
async function settle(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  before: RecordEvent[],
  hood: Neighbourhood,
): Promise<Performed> {
  if (decision.action === 'create-bpro' || decision.action === 'update-bpro')
    return toBpro(ports, tc, mapping, work, decision, before, hood);
  const events = [...before, ...agreedAnew(tc, mapping, work, decision, hood), ...gone(work, decision)];
  const note = decision.note && { ...decision.note, rule: ruleOf(decision) };
  const handle = await appendToRecord(
    ports,
    tc,
    work.handle,
    [...events, ...noteEvents(work.handle, note, work.bpro?.id)],
    { rule: ruleOf(decision) },
  );
  return { handle, again: false };
}

function agreedAnew(
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  hood: Neighbourhood,
): RecordEvent[] {
  if (!work.bpro || !work.qbo) return [];
  const nothingToSend = decision.action === 'update-qbo';
  if (!nothingToSend && !(decision.comparison?.agreedAnew === true && decision.action === 'unchanged'))
    return [];
  const context = hood.mappingContext();
  const sides = {
    bpro: mapping.fromBpro(work.bpro.content, context),
    qbo: mapping.fromQbo(work.qbo.content, context),
  };
  return [
    {
      type: 'RecordAgreed',
      data: {
        agreed: agreementAfter(tc, work, decision, sides, ['qbo']),
        versions: versionsOf(work.bpro, work.qbo),
      },
    },
  ];
}

const gone = (work: Work, decision: Decision): RecordEvent[] =>
  decision.reason === 'F8:gone-in-qbo' && work.handle.state.gone !== 'qbo'
    ? [{ type: 'SideGone', data: { side: 'qbo' } }]
    : [];

async function toBpro(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  before: RecordEvent[],
  hood: Neighbourhood,
): Promise<Performed> {
  const draft = composeBpro(tc, mapping, work, decision, hood);
  if (draft?.body.side !== 'bpro') return { handle: work.handle, again: false };
  const intent = await recordIntent(ports, tc, work, draft, before, undefined);
  const result = await sendBpro(ports, tc, mapping.type, draft.body, intent.requestId);
  switch (result.outcome) {
    case 'done':
      return {
        handle: await confirmBpro(ports, tc, mapping, intent, decision, result.record, hood),
        again: false,
      };
    case 'stale':
      return { handle: await abandon(ports, tc, intent.handle, 'stale'), again: true };
    case 'refused':
      return { handle: await refuse(ports, tc, intent, result), again: false };
  }
}
