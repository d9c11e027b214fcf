import { isSetAside, MAPPINGS, OUTCOME_UNKNOWN, type OpenIntent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { StoredBody } from './compose.js';
import { loadPage } from './load-page.js';
import { lookUpCreated } from './look-up.js';
import { bproRow } from './mirror-rows.js';
import { NotNow } from './not-now.js';
import { abandon, noteEvents } from './outcomes.js';
import { appendToRecord, type RecordHandle } from './record-journal.js';
import { manifestOf, orNotNow, sendBatch, sendBpro, sendQbo, type BproResult } from './send.js';
import {
  confirmRecovered,
  confirmRecoveredBpro,
  readAgain,
  refuseRecovered,
  settleQbo,
  type Open,
} from './settle-recovered.js';
import type { TenantContext } from './tenant-context.js';

/** Intents older than this are looked up before they are sent again: how long a request id is kept is unpublished. */
const YOUNG_MS = 10 * 60_000;
/** An outcome is found out, or its record set aside with a note, so long after the intent when the other side answers. */
const FOUND_OUT_WITHIN_MS = 5 * 60_000;
const PAGE = 1_000;

/**
 * Settles every intent without an outcome: by the same request id while it is young, by its business key when it is
 * old, never by trying blindly (rule 4 of the house). Where that fails although the other side answers, the record is
 * set aside with the note `outcome-unknown`: it waits and holds up nothing else; `andSetAside` tries these again, too.
 * Throws `NotNow` when an outcome still cannot be had. Answers the settled records as they were before.
 */
export async function recoverOpenIntents(
  ports: Ports,
  tc: TenantContext,
  { andSetAside = false } = {},
): Promise<RecordHandle[]> {
  const rows = await ports.records.links.open(tc.scope, PAGE);
  const batches = new Map<string, Open[]>();
  const settled: RecordHandle[] = [];
  for (const row of rows) {
    const mapping = MAPPINGS[row.type];
    const { works, hood } = await loadPage(ports, tc, mapping, [{ recordId: row.recordId }]);
    const [work] = works;
    const open = work?.handle.state.open;
    if (!work || !open || (!andSetAside && isSetAside(work.handle.state))) continue;
    const item = { mapping, work, open, hood };
    if (open.batch) batches.set(open.batch.id, [...(batches.get(open.batch.id) ?? []), item]);
    else if (await recoverOne(ports, tc, item)) settled.push(work.handle);
  }
  for (const [batchId, items] of batches) settled.push(...(await recoverBatch(ports, tc, batchId, items)));
  return settled;
}

async function recoverBatch(
  ports: Ports,
  tc: TenantContext,
  batchId: string,
  items: readonly Open[],
): Promise<RecordHandle[]> {
  const manifest = await manifestOf(ports, tc, batchId);
  const answers = await sendBatch(ports, tc, batchId, manifest);
  const settled: RecordHandle[] = [];
  let inTheWay: NotNow | undefined;
  for (const item of items) {
    const { work, open } = item;
    const sent = manifest.items.some((m) => m.bId === open.batch?.bId && m.recordId === work.handle.recordId);
    const answer = answers.get(open.batch?.bId ?? '');
    const body = await bodyOf(ports, tc, open);
    if (!sent) await abandon(ports, tc, work.handle, 'never-sent');
    else if (answer && answer.outcome !== 'unknown') await settleQbo(ports, tc, item, body, answer);
    else {
      const reason = answer?.reason ?? 'qbo-unavailable';
      if (!isOverdue(ports, open, reason)) {
        inTheWay = new NotNow(reason);
        continue;
      }
      if (!(await foundByReading(ports, tc, item, body))) continue;
    }
    settled.push(work.handle);
  }
  if (inTheWay) throw inTheWay;
  return settled;
}

async function bodyOf(ports: Ports, tc: TenantContext, open: OpenIntent): Promise<StoredBody | undefined> {
  const body = await ports.records.content.get(tc.scope, open.body);
  return body === 'erased' ? undefined : (body as StoredBody | undefined);
}

/** False: it was set aside. */
async function recoverOne(ports: Ports, tc: TenantContext, item: Open): Promise<boolean> {
  const { open, work, mapping } = item;
  const stored = await bodyOf(ports, tc, open);
  if (!stored) {
    await abandon(ports, tc, work.handle, 'never-sent');
    return true;
  }
  if (stored.side === 'bpro') {
    const result = await againToBpro(ports, tc, item, stored);
    if (!result) return setAside(ports, tc, item);
    if (result.outcome === 'stale') await abandon(ports, tc, work.handle, 'stale');
    else if (result.outcome === 'refused') await refuseRecovered(ports, tc, item, result.code, undefined);
    else await confirmRecoveredBpro(ports, tc, item, bproRow(mapping, result.record));
    return true;
  }
  if (open.operation === 'create' && ageOf(ports, open) > YOUNG_MS) {
    const found = await lookUpCreated(ports, tc, mapping, work.handle, open, stored);
    if (found) {
      await confirmRecovered(ports, tc, item, { record: found, intuitTid: undefined }, true);
      return true;
    }
  }
  const result = await sendQbo(ports, tc, stored, open.requestId);
  if (result.outcome !== 'unknown') {
    await settleQbo(ports, tc, item, stored, result);
    return true;
  }
  if (!isOverdue(ports, open, result.reason)) throw new NotNow(result.reason);
  return foundByReading(ports, tc, item, stored);
}

/** None: BPro answers, but not this. */
async function againToBpro(
  ports: Ports,
  tc: TenantContext,
  { mapping, open }: Open,
  stored: Extract<StoredBody, { side: 'bpro' }>,
): Promise<BproResult | undefined> {
  try {
    return await sendBpro(ports, tc, mapping.type, stored, open.requestId);
  } catch (error) {
    if (!(error instanceof NotNow) || ageOf(ports, open) <= FOUND_OUT_WITHIN_MS) throw error;
    await orNotNow(ports.bpro.feedHead(tc.scope.tenant));
    return undefined;
  }
}

const ageOf = (ports: Ports, open: OpenIntent): number => ports.clock.now() - Date.parse(open.at);

const isOverdue = (ports: Ports, open: OpenIntent, reason: NotNow['reason']): boolean =>
  reason === 'qbo-unavailable' && ageOf(ports, open) > FOUND_OUT_WITHIN_MS;

/**
 * QuickBooks does not settle the write: what it holds is read. A create that is there is adopted; a record that moved
 * is decided again. Else the record is set aside (false): the write may still arrive, so it is not given up. Throws
 * `NotNow` when QuickBooks does not answer at all.
 */
async function foundByReading(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  stored: StoredBody | undefined,
): Promise<boolean> {
  const { mapping, work, open } = item;
  if (open.operation === 'create' && stored?.side === 'qbo') {
    const found = await lookUpCreated(ports, tc, mapping, work.handle, open, stored);
    if (found) {
      await confirmRecovered(ports, tc, item, { record: found, intuitTid: undefined }, true);
      return true;
    }
  } else if (stored?.side === 'qbo') {
    const found = await readAgain(ports, tc, mapping, open.targetId);
    if (found?.['SyncToken'] !== stored.body['SyncToken']) {
      await abandon(ports, tc, work.handle, 'stale');
      return true;
    }
  }
  return setAside(ports, tc, item);
}

async function setAside(ports: Ports, tc: TenantContext, { work }: Open): Promise<false> {
  const note = { code: OUTCOME_UNKNOWN, rule: 'F9' } as const;
  await appendToRecord(ports, tc, work.handle, noteEvents(work.handle, note, work.bpro?.id));
  return false;
}
