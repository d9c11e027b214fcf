import type { PlanRow, Scope } from '@bpro-qbo-sync/record-store';
import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { noteEvents } from '../reconcile/outcomes.js';
import { appendToRecord, handleOf } from '../reconcile/record-journal.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

/** A record that could not be read: which, and at which field. No values. */
export interface Malformed {
  readonly id: string;
  readonly path: string;
}

const factOf = (side: Side, type: RecordType): string => `malformed/${side}/${type}`;

/**
 * Remembers what a read could not understand. What was known of such a record before stays in the mirror: it is not
 * gone, and nothing may be removed on its account.
 */
export async function keepMalformed(
  ports: Ports,
  scope: Scope,
  side: Side,
  type: RecordType,
  readId: string,
  malformed: readonly Malformed[],
): Promise<void> {
  await ports.records.facts.put(scope, factOf(side, type), { malformed });
  if (malformed.length === 0) return;
  const known = await ports.records.mirror.get(
    scope,
    side,
    type,
    malformed.map((m) => m.id),
  );
  await ports.records.mirror.put(scope, known, readId);
}

export const MALFORMED = 'F9:malformed';

/** Plan rows for what could not be read: a note, nothing else. */
export async function malformedRows(ports: Ports, tc: TenantContext, type: RecordType): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const side of ['bpro', 'qbo'] as const) {
    const fact = await ports.records.facts.get(tc.scope, factOf(side, type));
    const malformed = (fact?.['malformed'] ?? []) as readonly Malformed[];
    const hood = new Neighbourhood(ports, tc);
    await hood.learn(
      type,
      side,
      malformed.map((m) => m.id),
    );
    for (const { id, path } of malformed) {
      const recordId = hood.recordId(type, side, id);
      const counted = { bpro: side === 'bpro', qbo: side === 'qbo' };
      rows.push({
        type,
        recordId,
        bproId: side === 'bpro' ? id : hood.sideId(type, 'bpro', recordId),
        qboId: side === 'qbo' ? id : hood.sideId(type, 'qbo', recordId),
        action: 'blocked',
        reason: MALFORMED,
        detail: { counted, note: 'malformed', fields: [path] },
      });
    }
  }
  return rows;
}

/** Raises the note of a record that could not be read. */
export async function noteMalformed(ports: Ports, tc: TenantContext, row: PlanRow): Promise<void> {
  const [link] = await ports.records.links.get(tc.scope, row.type, [row.recordId]);
  const handle = handleOf(row.type, row.recordId, link);
  const fields = row.detail['fields'] as readonly string[];
  await appendToRecord(
    ports,
    tc,
    handle,
    noteEvents(handle, { code: 'malformed', fields, rule: 'F9' }, row.bproId),
  );
}
