import { createHash } from 'node:crypto';
import { isoNow } from '@bpro-qbo-sync/clock';
import { canonicalJson, recordStream, type RecordEvent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { Draft } from './compose.js';
import type { Work } from './load-page.js';
import { appendToRecord, type RecordHandle } from './record-journal.js';
import type { TenantContext } from './tenant-context.js';

/** A write whose intent is durable: it may be sent. */
export interface Intent {
  readonly work: Work;
  readonly draft: Draft;
  readonly handle: RecordHandle;
  readonly requestId: string;
}

const nextRevision = (handle: RecordHandle): number =>
  handle.expected === 'no_stream' ? 0 : handle.expected + 1;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One intent, one id: a hash of the stream and the intent's revision (for ever: docs/adr/0002). */
export const requestIdOf = (tc: TenantContext, handle: RecordHandle): string =>
  digest(
    `${recordStream({ ...tc.scope, type: handle.type, recordId: handle.recordId })}@${String(nextRevision(handle))}`,
  ).slice(0, 32);

/** The id of a batch: a hash of the intents in it, so that the same intents make the same batch. */
export const batchIdOf = (requestIds: readonly string[]): string => digest(requestIds.join(',')).slice(0, 32);

/** Named after the body too: a body that was kept but never intended must not stand in the way of another. */
const referenceTo = (kind: 'body' | 'overwritten', requestId: string, body: unknown): string =>
  `${kind}/${requestId}.${digest(canonicalJson(body)).slice(0, 8)}`;
export const manifestReference = (batchId: string): string => `batch/${batchId}`;

/**
 * Keeps the body, then appends the intent at the record's revision: from here on the write can be repeated byte for
 * byte by anybody (rule 4 of the house). Throws `RecordMoved`.
 */
export async function recordIntent(
  ports: Ports,
  tc: TenantContext,
  work: Work,
  draft: Draft,
  before: readonly RecordEvent[],
  batch: { readonly id: string; readonly bId: string } | undefined,
): Promise<Intent> {
  const { handle } = work;
  const requestId = requestIdOf(tc, handle);
  const about = { type: handle.type, recordId: handle.recordId };
  const body = referenceTo('body', requestId, draft.body);
  await ports.records.content.put(tc.scope, body, { ...draft.body }, about);
  const overwrites = draft.overwrites ? referenceTo('overwritten', requestId, draft.overwrites) : undefined;
  if (overwrites !== undefined && draft.overwrites)
    await ports.records.content.put(
      tc.scope,
      overwrites,
      { side: draft.side, fields: draft.overwrites },
      about,
    );
  const sourceId = draft.side === 'qbo' ? work.bpro?.id : work.qbo?.id;
  const intended: RecordEvent = {
    type: 'WriteIntended',
    data: {
      side: draft.side,
      operation: draft.operation,
      requestId,
      body,
      fields: draft.fields,
      agreed: draft.agreed,
      createdAt: draft.createdAt,
      at: isoNow(ports.clock),
      ...(draft.targetId === undefined ? {} : { targetId: draft.targetId }),
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(draft.baseVersion === undefined ? {} : { baseVersion: draft.baseVersion }),
      ...(batch ? { batch } : {}),
      ...(overwrites === undefined ? {} : { overwrites }),
    },
  };
  const moved = await appendToRecord(ports, tc, handle, [...before, intended]);
  return { work: { ...work, handle: moved }, draft, handle: moved, requestId };
}
