import { isSetAside, OUTCOME_UNKNOWN, RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { handleOf, type RecordHandle } from '../reconcile/record-journal.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { bringAcross, release } from './bring-across.js';

/**
 * After writes of unknown outcome were settled (`settled`: as the records were before): one that was set aside comes
 * as it is now, because its changes were passed over meanwhile, and what waited for a record with a note follows (rule
 * H2). One that was refused has its note and waits for a change.
 */
export async function followUp(
  ports: Ports,
  tc: TenantContext,
  settled: readonly RecordHandle[],
): Promise<void> {
  const noted = settled.filter(({ state }) => state.note !== undefined);
  for (const type of RECORD_TYPES) {
    const before = noted.filter((handle) => handle.type === type);
    if (before.length === 0) continue;
    const ids = before.map(({ recordId }) => recordId);
    const rows = await ports.records.links.get(tc.scope, type, ids);
    const now = rows.map((row) => handleOf(type, row.recordId, row));
    const isRefused = ({ state: { note } }: RecordHandle): boolean =>
      note !== undefined && note.code !== OUTCOME_UNKNOWN;
    const free = now.filter((handle) => !isRefused(handle));
    const aside = new Set(before.filter(({ state }) => isSetAside(state)).map(({ recordId }) => recordId));
    const again = free.flatMap(({ recordId, state: { bproId } }) =>
      aside.has(recordId) && bproId !== undefined ? [bproId] : [],
    );
    if (again.length > 0) await bringAcross(ports, tc, type, again);
    if (free.length > 0) await release(ports, tc, new Set(free.map(({ recordId }) => `${type}/${recordId}`)));
  }
}
