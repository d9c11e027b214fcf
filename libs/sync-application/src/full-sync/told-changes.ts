import type { QboChanges } from '@bpro-qbo-sync/qbo-client';
import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import { CAPTURED_TYPES, isAskedFor, MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { qboRows } from '../reconcile/mirror-rows.js';
import type { Malformed } from './malformed.js';
import { idOf, partsLinked } from './read-records.js';

/** What QuickBooks told of the records of one type. */
export interface ToldChanges {
  readonly type: RecordType;
  /** QuickBooks' ids of what is there and changed, whether it could be read or not. */
  readonly changed: readonly string[];
  readonly rows: readonly MirrorRow[];
  readonly malformed: readonly Malformed[];
  /** QuickBooks' ids of what was deleted. */
  readonly ended: readonly string[];
}

/** An answer's changes as the mirror keeps records; types of which nothing is told are left out. */
export async function toldChanges(
  ports: Ports,
  scope: Scope,
  { byEntity, deleted }: QboChanges,
): Promise<ToldChanges[]> {
  const told: ToldChanges[] = [];
  for (const type of CAPTURED_TYPES) {
    const mapping = MAPPINGS[type];
    const records = (byEntity[mapping.qboEntity] ?? []).filter((raw) => isAskedFor(mapping, raw));
    const ended = deleted[mapping.qboEntity] ?? [];
    if (records.length + ended.length === 0) continue;
    const parts = type === 'payment' && records.length > 0 ? await partsLinked(ports, scope) : undefined;
    const read = records.map((raw) => ({ id: idOf(raw), ...qboRows(mapping, raw, parts?.get(idOf(raw))) }));
    told.push({
      type,
      changed: read.map(({ id }) => id),
      rows: read.flatMap(({ rows }) => rows),
      malformed: read.flatMap(({ id, malformed: path }) => (path === undefined ? [] : [{ id, path }])),
      ended,
    });
  }
  return told;
}
