import type { QboWritten } from '@bpro-qbo-sync/qbo-client';
import { fieldHash, type Agreement, type EntityMapping, type OpenIntent } from '@bpro-qbo-sync/sync-domain';
import { MAPPINGS } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { StoredBody } from './compose.js';
import { loadPage, type Work } from './load-page.js';
import { lookUpCreated } from './look-up.js';
import { mirrorAnswer } from './mirror-answer.js';
import { bproRow } from './mirror-rows.js';
import type { Neighbourhood } from './neighbourhood.js';
import { NotNow } from './not-now.js';
import { abandon, noteEvents, noteForBpro, releaseImport } from './outcomes.js';
import { appendToRecord } from './record-journal.js';
import { laneOf, manifestOf, orNotNow, sendBatch, sendBpro, sendQbo, type SendResult } from './send.js';
import type { TenantContext } from './tenant-context.js';
import { noteForFault } from '@bpro-qbo-sync/sync-domain';

/** Intents older than this are looked up before they are sent again: how long a request id is kept is unpublished. */
const YOUNG_MS = 10 * 60_000;
const PAGE = 200;

interface Open {
  readonly mapping: EntityMapping;
  readonly work: Work;
  readonly open: OpenIntent;
  readonly hood: Neighbourhood;
}

/**
 * Settles every intent without an outcome: by the same request id while it is young, by its business key when it is
 * old, never by trying blindly (rule 4 of the house). Throws `NotNow` when an outcome still cannot be had.
 */
export async function recoverOpenIntents(ports: Ports, tc: TenantContext): Promise<number> {
  const rows = await ports.records.links.open(tc.scope, PAGE);
  const batches = new Map<string, Open[]>();
  let settled = 0;
  for (const row of rows) {
    const mapping = MAPPINGS[row.type];
    const { works, hood } = await loadPage(ports, tc, mapping, [{ recordId: row.recordId }]);
    const [work] = works;
    const open = work?.handle.state.open;
    if (!work || !open) continue;
    const item = { mapping, work, open, hood };
    if (open.batch) batches.set(open.batch.id, [...(batches.get(open.batch.id) ?? []), item]);
    else await recoverOne(ports, tc, item);
    settled++;
  }
  for (const [batchId, items] of batches) await recoverBatch(ports, tc, batchId, items);
  return settled;
}

async function recoverBatch(
  ports: Ports,
  tc: TenantContext,
  batchId: string,
  items: readonly Open[],
): Promise<void> {
  const manifest = await manifestOf(ports, tc, batchId);
  const answers = await sendBatch(ports, tc, batchId, manifest);
  for (const item of items) {
    const sent = manifest.items.some(
      (m) => m.bId === item.open.batch?.bId && m.recordId === item.work.handle.recordId,
    );
    const answer = answers.get(item.open.batch?.bId ?? '');
    if (!sent) await abandon(ports, tc, item.work.handle, 'never-sent');
    else if (!answer || answer.outcome === 'unknown') throw new NotNow(answer?.reason ?? 'qbo-unavailable');
    else await settleQbo(ports, tc, item, await bodyOf(ports, tc, item.open), answer);
  }
}

async function bodyOf(ports: Ports, tc: TenantContext, open: OpenIntent): Promise<StoredBody | undefined> {
  const body = await ports.records.content.get(tc.scope, open.body);
  return body === 'erased' ? undefined : (body as StoredBody | undefined);
}

async function recoverOne(ports: Ports, tc: TenantContext, item: Open): Promise<void> {
  const { open, work, mapping } = item;
  const stored = await bodyOf(ports, tc, open);
  if (!stored) {
    await abandon(ports, tc, work.handle, 'never-sent');
    return;
  }
  if (stored.side === 'bpro') {
    const result = await sendBpro(ports, tc, mapping.type, stored, open.requestId);
    if (result.outcome === 'stale') await abandon(ports, tc, work.handle, 'stale');
    else if (result.outcome === 'refused') await refuseRecovered(ports, tc, item, result.code, undefined);
    else await confirmRecoveredBpro(ports, tc, item, bproRow(mapping, result.record));
    return;
  }
  if (open.operation === 'create' && ports.clock.now() - Date.parse(open.at) > YOUNG_MS) {
    const found = await lookUpCreated(ports, tc, mapping, work.handle, open, stored);
    if (found) {
      await confirmRecovered(ports, tc, item, { record: found, intuitTid: undefined }, true);
      return;
    }
  }
  const result = await sendQbo(ports, tc, stored, open.requestId);
  if (result.outcome === 'unknown') throw new NotNow(result.reason);
  await settleQbo(ports, tc, item, stored, result);
}

async function settleQbo(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  stored: StoredBody | undefined,
  result: Exclude<SendResult, { outcome: 'unknown' }>,
): Promise<void> {
  const { work, mapping, open } = item;
  if (result.outcome === 'done') return confirmRecovered(ports, tc, item, result.written, false);
  if (open.operation === 'create' && stored?.side === 'qbo') {
    const found = await lookUpCreated(ports, tc, mapping, work.handle, open, stored);
    if (found) return confirmRecovered(ports, tc, item, { record: found, intuitTid: undefined }, true);
  }
  if (result.outcome === 'stale') {
    await readAgain(ports, tc, mapping, open.targetId);
    await abandon(ports, tc, work.handle, 'stale');
    return;
  }
  await refuseRecovered(ports, tc, item, result.fault.code, result.fault.intuitTid);
}

/** A stale version: the record is read once, into the mirror (rule G6). A record that is gone leaves the mirror. */
export async function readAgain(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  targetId: string | undefined,
): Promise<void> {
  if (targetId === undefined) return;
  const id = targetId.split('/')[0] ?? targetId;
  const found = await orNotNow(
    ports.qbo.query(
      tc.connection,
      {
        entity: mapping.qboEntity,
        where: [{ property: 'Id', operator: '=', value: id }, ...mapping.qboWhere],
      },
      laneOf(tc),
    ),
  );
  const [record] = found;
  if (record) await mirrorAnswer(ports, tc, mapping, targetId, record);
  else await ports.records.mirror.remove(tc.scope, 'qbo', mapping.type, [targetId]);
}

async function confirmRecovered(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  written: QboWritten,
  adopted: boolean,
): Promise<void> {
  const { work, open, mapping, hood } = item;
  const deleted = open.operation === 'delete';
  const row = deleted
    ? undefined
    : await mirrorAnswer(ports, tc, mapping, open.targetId, written.record, hood);
  const sideId = row?.id ?? open.targetId ?? String(written.record['Id']);
  await ports.records.links.claim(tc.scope, mapping.type, 'qbo', sideId, work.handle.recordId);
  const removed = deleted || open.operation === 'void' || open.operation === 'inactivate';
  await appendToRecord(ports, tc, work.handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'qbo',
        requestId: open.requestId,
        sideId,
        version: row?.version ?? '',
        agreed: row
          ? agreedWith(tc, item, 'qbo', mapping.fromQbo(row.content, hood.mappingContext()))
          : open.agreed,
        versions: row ? { qbo: row.version } : {},
        ...(written.intuitTid === undefined ? {} : { intuitTid: written.intuitTid }),
        ...(adopted ? { adopted: true } : {}),
        ...(removed ? { removed: true } : {}),
      },
    },
    ...noteEvents(work.handle, undefined, undefined),
  ]);
}

async function confirmRecoveredBpro(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  row: ReturnType<typeof bproRow>,
): Promise<void> {
  const { work, open, mapping, hood } = item;
  await ports.records.mirror.put(tc.scope, [row]);
  await ports.records.links.claim(tc.scope, mapping.type, 'bpro', row.id, work.handle.recordId);
  const agreed = agreedWith(tc, item, 'bpro', mapping.fromBpro(row.content, hood.mappingContext()));
  await appendToRecord(ports, tc, work.handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'bpro',
        requestId: open.requestId,
        sideId: row.id,
        version: row.version,
        agreed,
        versions: { bpro: row.version },
      },
    },
    ...noteEvents(work.handle, undefined, undefined),
  ]);
}

/** The agreement that the intent foresaw, with what the written side really holds. */
function agreedWith(
  tc: TenantContext,
  { open }: Open,
  side: 'bpro' | 'qbo',
  fields: Readonly<Record<string, unknown>>,
): Agreement {
  const agreed: Record<string, readonly [string, string]> = {};
  for (const [name, [b, q]] of Object.entries(open.agreed)) {
    const held = Object.hasOwn(fields, name) ? fieldHash(tc.hash, name, fields[name] as never) : undefined;
    agreed[name] = side === 'qbo' ? [b, held ?? q] : [held ?? b, q];
  }
  return agreed;
}

async function refuseRecovered(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  code: string,
  intuitTid: string | undefined,
): Promise<void> {
  const { open, work } = item;
  const tid = intuitTid === undefined ? {} : { intuitTid };
  await releaseImport(ports, tc, work.handle);
  const note = {
    code: open.side === 'qbo' ? noteForFault(code) : noteForBpro(code),
    rule: 'F9',
    qboCode: code,
    ...tid,
  };
  await appendToRecord(ports, tc, work.handle, [
    { type: 'WriteRefused', data: { side: open.side, requestId: open.requestId, code, ...tid } },
    ...noteEvents(work.handle, note, work.bpro?.id),
  ]);
}
