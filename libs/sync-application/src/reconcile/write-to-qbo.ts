import type { EntityMapping, RecordEvent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { composeQbo, type Draft } from './compose.js';
import { batchIdOf, recordIntent, requestIdOf, type Intent } from './intents.js';
import type { Neighbourhood } from './neighbourhood.js';
import { NotNow } from './not-now.js';
import { abandon, confirmQbo, refuse } from './outcomes.js';
import type { Decided, Performed } from './perform.js';
import { RecordMoved } from './record-journal.js';
import { sendBatch, sendQbo, type SendResult } from './send.js';
import { isGone } from './settle-recovered.js';
import type { TenantContext } from './tenant-context.js';

export interface QboWriteJob {
  readonly decided: Decided;
  readonly draft: Draft;
  /** Events that go before the intent in the same append (a link). */
  readonly before: readonly RecordEvent[];
}

/** Items of a batch: fewer than QuickBooks' 30, so that one answer stays quick (qbo API, batch). */
const BATCH_SIZE = 25;
const SINGLES_AT_ONCE = 8;

type Results = Map<string, Performed>;

/**
 * Writes go out in two lanes: what moves money (payments, refunds) and tax codes one by one, the rest in batches.
 * Throws `NotNow` when an outcome is not known yet: the intents stay open and are settled first next time.
 */
export async function writeToQbo(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  jobs: readonly QboWriteJob[],
  hood: Neighbourhood,
): Promise<Results> {
  const single = mapping.oneByOne || jobs.length === 1;
  return single ? oneByOne(ports, tc, mapping, jobs, hood) : inBatches(ports, tc, mapping, jobs, hood);
}

/** Payments of one invoice follow each other, because each sees what the one before left open. */
async function oneByOne(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  jobs: readonly QboWriteJob[],
  hood: Neighbourhood,
): Promise<Results> {
  const results: Results = new Map();
  const chains = new Map<string, QboWriteJob[]>();
  for (const job of jobs) {
    const invoice = job.decided.decision.fields?.['invoice'];
    const key = typeof invoice === 'string' ? invoice : job.decided.work.handle.recordId;
    chains.set(key, [...(chains.get(key) ?? []), job]);
  }
  const queue = [...chains.values()];
  const unknown: NotNow['reason'][] = [];
  const worker = async (): Promise<void> => {
    for (let chain = queue.shift(); chain && unknown.length === 0; chain = queue.shift())
      for (const [i, job] of chain.entries()) {
        const { work, decision } = job.decided;
        const draft = i === 0 ? job.draft : (composeQbo(tc, mapping, work, decision, hood) ?? job.draft);
        const result = await writeOne(ports, tc, mapping, { ...job, draft }, hood);
        if (result instanceof NotNow) {
          unknown.push(result.reason);
          return;
        }
        results.set(work.handle.recordId, result);
      }
  };
  await Promise.all(Array.from({ length: Math.min(SINGLES_AT_ONCE, queue.length) }, worker));
  const [reason] = unknown;
  if (reason !== undefined) throw new NotNow(reason);
  return results;
}

async function writeOne(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  job: QboWriteJob,
  hood: Neighbourhood,
): Promise<Performed | NotNow> {
  const intent = await intentOf(ports, tc, job, undefined);
  if (!intent) return { handle: job.decided.work.handle, again: true };
  if (intent.draft.body.side !== 'qbo') return { handle: intent.handle, again: false };
  const result = await sendQbo(ports, tc, intent.draft.body, intent.requestId);
  if (result.outcome === 'unknown') return new NotNow(result.reason);
  return settleResult(ports, tc, mapping, intent, job, result, hood);
}

async function inBatches(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  jobs: readonly QboWriteJob[],
  hood: Neighbourhood,
): Promise<Results> {
  const results: Results = new Map();
  for (let at = 0; at < jobs.length; at += BATCH_SIZE) {
    const slice = jobs.slice(at, at + BATCH_SIZE);
    const batchId = batchIdOf(slice.map((job) => requestIdOf(tc, job.decided.work.handle)));
    const intents = (
      await Promise.all(
        slice.map(async (job, i) => {
          const bId = String(i + 10);
          const intent = await intentOf(ports, tc, job, { id: batchId, bId });
          if (!intent)
            results.set(job.decided.work.handle.recordId, { handle: job.decided.work.handle, again: true });
          return intent ? [{ job, intent, bId }] : [];
        }),
      )
    ).flat();
    if (intents.length === 0) continue;
    const items = intents.flatMap(({ intent, bId }) =>
      intent.draft.body.side === 'qbo'
        ? [{ bId, recordId: intent.handle.recordId, write: intent.draft.body }]
        : [],
    );
    const answers = await sendBatch(ports, tc, batchId, { items });
    let unknown: NotNow['reason'] | undefined;
    await Promise.all(
      intents.map(async ({ job, intent, bId }) => {
        const result =
          answers.get(bId) ?? ({ outcome: 'unknown', reason: 'qbo-unavailable' } satisfies SendResult);
        if (result.outcome === 'unknown') unknown = result.reason;
        else
          results.set(
            intent.handle.recordId,
            await settleResult(ports, tc, mapping, intent, job, result, hood),
          );
      }),
    );
    if (unknown !== undefined) throw new NotNow(unknown);
  }
  return results;
}

async function intentOf(
  ports: Ports,
  tc: TenantContext,
  job: QboWriteJob,
  batch: { id: string; bId: string } | undefined,
): Promise<Intent | undefined> {
  try {
    return await recordIntent(ports, tc, job.decided.work, job.draft, job.before, batch);
  } catch (error) {
    if (error instanceof RecordMoved) return undefined;
    throw error;
  }
}

async function settleResult(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  intent: Intent,
  job: QboWriteJob,
  result: Exclude<SendResult, { outcome: 'unknown' }>,
  hood: Neighbourhood,
): Promise<Performed> {
  switch (result.outcome) {
    case 'done': {
      const handle = await confirmQbo(ports, tc, mapping, intent, job.decided.decision, result.written, hood);
      return { handle, again: intent.draft.operation === 'reactivate' };
    }
    case 'stale':
      return { handle: await abandon(ports, tc, intent.handle, 'stale'), again: true };
    case 'refused':
      if (await isGone(ports, tc, mapping, intent.draft.targetId, result.fault))
        return { handle: await abandon(ports, tc, intent.handle, 'stale'), again: true };
      return {
        handle: await refuse(ports, tc, intent, {
          code: result.fault.code,
          intuitTid: result.fault.intuitTid,
        }),
        again: false,
      };
  }
}
