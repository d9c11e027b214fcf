import { isLinked, RECORD_TYPES, type RecordState, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { LinkRow } from '@bpro-qbo-sync/record-store';
import type { Ports } from '../ports.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { bringAcross } from './bring-across.js';

const ROWS = 500;

const stateOf = ({ state }: LinkRow): RecordState => state as unknown as RecordState;

/**
 * Looks at the next 500 of a tenant's records, round and round, for those that still wait for one that has been
 * settled meanwhile: a process may have died before it released them (rules E4, H2).
 */
export async function releaseForgotten(ports: Ports, tc: TenantContext): Promise<void> {
  const { positions, links } = ports.records;
  const reader = `replay-release/${tc.scope.tenant}/${String(tc.scope.generation)}`;
  const [at = '', id = ''] = ((await positions.load(reader)) ?? '').split(' ');
  let turn = Math.max(
    0,
    RECORD_TYPES.findIndex((type) => type === at),
  );
  let after = id;
  let left = ROWS;
  for (let types = 0; types < RECORD_TYPES.length && left > 0;) {
    const type = RECORD_TYPES[turn % RECORD_TYPES.length] ?? 'sales-term';
    const rows = await links.page(tc.scope, type, after, left);
    await releaseAmong(ports, tc, type, rows);
    const isLast = rows.length < left;
    left -= rows.length;
    after = isLast ? '' : (rows.at(-1)?.recordId ?? '');
    if (isLast) {
      turn++;
      types++;
    }
  }
  await positions.save(reader, `${RECORD_TYPES[turn % RECORD_TYPES.length] ?? ''} ${after}`);
}

async function releaseAmong(
  ports: Ports,
  tc: TenantContext,
  type: RecordType,
  rows: readonly LinkRow[],
): Promise<void> {
  const waiting = rows.filter((row) => stateOf(row).note?.cause !== undefined);
  const settled = await settledAmong(
    ports,
    tc,
    new Set(waiting.map((row) => stateOf(row).note?.cause ?? '')),
  );
  const ids = waiting
    .filter((row) => settled.has(stateOf(row).note?.cause ?? ''))
    .flatMap(({ bproId }) => (bproId === undefined ? [] : [bproId]));
  if (ids.length > 0) await bringAcross(ports, tc, type, ids);
}

/** Causes (`type/recordId`) that are in both systems and have no note any more. */
async function settledAmong(
  ports: Ports,
  tc: TenantContext,
  causes: ReadonlySet<string>,
): Promise<Set<string>> {
  const byType = new Map<string, string[]>();
  for (const cause of causes) {
    const [type = '', ...recordId] = cause.split('/');
    byType.set(type, [...(byType.get(type) ?? []), recordId.join('/')]);
  }
  const settled = new Set<string>();
  for (const [type, recordIds] of byType)
    for (const row of await ports.records.links.get(tc.scope, type as RecordType, recordIds)) {
      const state = stateOf(row);
      if (isLinked(state) && !state.note && !state.open) settled.add(`${type}/${row.recordId}`);
    }
  return settled;
}
