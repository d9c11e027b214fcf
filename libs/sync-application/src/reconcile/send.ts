import {
  BproMalformed,
  BproNotFound,
  BproRefused,
  BproUnavailable,
  BproVersionConflict,
} from '@bpro-qbo-sync/bpro-adapter';
import { isoNow } from '@bpro-qbo-sync/clock';
import { QboFault, type BatchItem, type QboFaultShape, type QboWritten } from '@bpro-qbo-sync/qbo-client';
import { BPRO_SCHEMAS, createdTaxCode, type BproRecord } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { StoredBody } from './compose.js';
import { manifestReference } from './intents.js';
import { NotNow } from './not-now.js';
import type { TenantContext } from './tenant-context.js';

/** What became of one write. `unknown`: it may have been done; nothing else may be tried before that is known. */
export type SendResult =
  | { readonly outcome: 'done'; readonly written: QboWritten }
  | { readonly outcome: 'refused'; readonly fault: QboFaultShape }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'unknown'; readonly reason: NotNow['reason'] };

type StoredQbo = Extract<StoredBody, { side: 'qbo' }>;
type StoredBpro = Extract<StoredBody, { side: 'bpro' }>;

const reasonOf = (fault: QboFaultShape): NotNow['reason'] => {
  switch (fault.kind) {
    case 'auth':
    case 'connection-lost':
      return 'connection-lost';
    case 'throttled':
      return 'qbo-throttled';
    case 'quota':
      return 'quota';
    case 'subscription':
      return 'read-only-company';
    default:
      return 'qbo-unavailable';
  }
};

export function resultOf(fault: QboFaultShape): SendResult {
  if (fault.kind === 'stale') return { outcome: 'stale' };
  if (fault.kind === 'validation' || fault.kind === 'not-found') return { outcome: 'refused', fault };
  return { outcome: 'unknown', reason: reasonOf(fault) };
}

/** Reads that cannot be made now pause the work. */
export async function orNotNow<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (
      error instanceof QboFault &&
      error.kind !== 'validation' &&
      error.kind !== 'not-found' &&
      error.kind !== 'stale'
    )
      throw new NotNow(reasonOf(error));
    if (error instanceof BproUnavailable) throw new NotNow('bpro-unavailable');
    throw error;
  }
}

/** Live changes go before a running full sync (qbo client, two lanes); their reads, too. */
export const laneOf = (tc: TenantContext): 'live' | 'bulk' => (tc.phase === 'replay' ? 'live' : 'bulk');

/** Sends one stored write under its request id; a repeat is byte-identical. */
export async function sendQbo(
  ports: Ports,
  tc: TenantContext,
  stored: StoredQbo,
  requestId: string,
): Promise<SendResult> {
  const options = { requestId, lane: laneOf(tc) };
  try {
    if (stored.entity !== 'TaxService')
      return { outcome: 'done', written: await ports.qbo.write(tc.connection, stored, options) };
    const { record, intuitTid } = await ports.qbo.createTaxCode(tc.connection, stored.body, options);
    const taxCode = createdTaxCode(record, tc.company.taxAgencies, isoNow(ports.clock));
    return { outcome: 'done', written: { record: { ...taxCode }, intuitTid } };
  } catch (error) {
    if (!(error instanceof QboFault)) throw error;
    return resultOf(error);
  }
}

/** One item of a batch as it is kept: the whole batch is resent byte for byte while outcomes are unknown. */
export interface Manifest {
  readonly items: readonly { readonly bId: string; readonly recordId: string; readonly write: StoredQbo }[];
}

const NEVER_SENT: Manifest = { items: [] };

/**
 * What a batch was sent with. One without a manifest was never sent, and never will be: an empty manifest takes its
 * place, so that a writer that still believes in the batch cannot send it (`ContentConflict`).
 */
export async function manifestOf(ports: Ports, tc: TenantContext, batchId: string): Promise<Manifest> {
  const { content } = ports.records;
  const reference = manifestReference(batchId);
  const stored = await content.get(tc.scope, reference);
  if (stored !== undefined) return stored === 'erased' ? NEVER_SENT : (stored as unknown as Manifest);
  await content.put(tc.scope, reference, { ...NEVER_SENT }, undefined);
  return NEVER_SENT;
}

/** Sends a batch under its id; one without items is not sent. */
export async function sendBatch(
  ports: Ports,
  tc: TenantContext,
  batchId: string,
  manifest: Manifest,
): Promise<Map<string, SendResult>> {
  if (manifest.items.length === 0) return new Map();
  await ports.records.content.put(tc.scope, manifestReference(batchId), { ...manifest }, undefined);
  const items: BatchItem[] = manifest.items.map(({ bId, write }) => ({
    bId,
    entity: write.entity,
    operation: write.operation,
    body: write.body,
  }));
  const results = new Map<string, SendResult>();
  try {
    for (const result of await ports.qbo.batch(tc.connection, items, {
      requestId: batchId,
      lane: laneOf(tc),
    }))
      results.set(
        result.bId,
        result.ok === true
          ? { outcome: 'done', written: result.written }
          : result.ok === false
            ? resultOf(result.fault)
            : { outcome: 'unknown', reason: 'qbo-unavailable' },
      );
  } catch (error) {
    if (!(error instanceof QboFault)) throw error;
    const result = resultOf(error);
    for (const { bId } of items)
      results.set(
        bId,
        result.outcome === 'refused' && error.kind !== 'validation'
          ? { outcome: 'unknown', reason: 'qbo-unavailable' }
          : result,
      );
  }
  return results;
}

export type BproResult =
  | { readonly outcome: 'done'; readonly record: BproRecord }
  | { readonly outcome: 'refused'; readonly code: string; readonly field: string | undefined }
  | { readonly outcome: 'stale' };

/**
 * Sends one stored write to BPro under its idempotency key. Throws `NotNow` when BPro does not answer, or answers with
 * a record that cannot be read: the write was done, and what it led to must be known before anything else is.
 */
export async function sendBpro(
  ports: Ports,
  tc: TenantContext,
  type: BproRecord['type'],
  stored: StoredBpro,
  key: string,
): Promise<BproResult> {
  const { tenant } = tc.scope;
  const fits = stored.id === null ? BPRO_SCHEMAS[type].safeParse(stored.data) : undefined;
  if (fits?.success === false)
    return { outcome: 'refused', code: 'shape', field: fits.error.issues[0]?.path.join('.') };
  try {
    const record =
      stored.id === null
        ? await ports.bpro.create(tenant, type, stored.data, {
            idempotencyKey: key,
            ...(stored.createdAt === null ? {} : { createdAt: stored.createdAt }),
          })
        : await ports.bpro.update(tenant, type, stored.id, stored.version ?? 0, stored.data, {
            idempotencyKey: key,
          });
    return { outcome: 'done', record };
  } catch (error) {
    if (error instanceof BproVersionConflict) return { outcome: 'stale' };
    if (error instanceof BproRefused) return { outcome: 'refused', code: error.code, field: error.field };
    if (error instanceof BproNotFound) return { outcome: 'refused', code: 'not-found', field: undefined };
    if (error instanceof BproUnavailable) throw new NotNow('bpro-unavailable');
    if (!(error instanceof BproMalformed)) throw error;
    const { id, path } = error;
    ports.log('error', 'BPro answered a write with a record that cannot be read', { tenant, type, id, path });
    throw new NotNow('bpro-unavailable');
  }
}
