import type { QboChanges, QboRecord } from '@bpro-qbo-sync/qbo-client';
import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  CAPTURED_TYPES,
  isAskedFor,
  MAPPINGS,
  paymentIdOf,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { qboRows } from '../reconcile/mirror-rows.js';
import { keepMalformedAmong, type Malformed } from './malformed.js';
import { idOf, partsLinked, type ReadCount } from './read-records.js';

type Counts = Partial<Record<RecordType, ReadCount>>;

const PAGE = 500;

/** Brings the mirror to what QuickBooks told of changed and deleted records. Answers how many were told of, by type. */
export async function keepChanges(
  ports: Ports,
  scope: Scope,
  run: string,
  { byEntity, deleted }: QboChanges,
): Promise<Counts> {
  const counts: Counts = {};
  for (const type of CAPTURED_TYPES) {
    const { qboEntity } = MAPPINGS[type];
    const changed = (byEntity[qboEntity] ?? []).filter((raw) => isAskedFor(MAPPINGS[type], raw));
    const ended = deleted[qboEntity] ?? [];
    if (changed.length + ended.length > 0)
      counts[type] = await keepOfType(ports, scope, run, type, changed, ended);
  }
  return counts;
}

async function keepOfType(
  ports: Ports,
  scope: Scope,
  run: string,
  type: RecordType,
  changed: readonly QboRecord[],
  ended: readonly string[],
): Promise<ReadCount> {
  const { mirror } = ports.records;
  const linked = type === 'payment' ? await partsLinked(ports, scope) : undefined;
  const rows: MirrorRow[] = [];
  const malformed: Malformed[] = [];
  const gone: string[] = [];
  for (const id of ended) gone.push(...(await unitsKnown(ports, scope, type, id)));
  for (const raw of changed) {
    const id = idOf(raw);
    const read = qboRows(MAPPINGS[type], raw, linked?.get(id));
    if (read.malformed !== undefined) {
      malformed.push({ id, path: read.malformed });
      continue;
    }
    const present = new Set(read.rows.map((row) => row.id));
    gone.push(...(await unitsKnown(ports, scope, type, id)).filter((known) => !present.has(known)));
    rows.push(...read.rows);
  }
  if (gone.length > 0) await mirror.remove(scope, 'qbo', type, gone);
  await mirror.put(scope, rows, run);
  await keepMalformedAmong(ports, scope, type, [...changed.map(idOf), ...ended], malformed);
  return { found: rows.length, malformed: malformed.length };
}

/** Ids under which the mirror may hold a QuickBooks record: of a payment those of its parts (rule F14). */
async function unitsKnown(ports: Ports, scope: Scope, type: RecordType, id: string): Promise<string[]> {
  if (type !== 'payment') return [id];
  const known = [id];
  for (let after = `${id}/`, more = true; more;) {
    const rows = await ports.records.mirror.page(scope, 'qbo', type, after, PAGE);
    const parts = rows.filter((row) => paymentIdOf(row.id) === id);
    known.push(...parts.map((row) => row.id));
    more = parts.length === PAGE;
    after = rows.at(-1)?.id ?? after;
  }
  return known;
}
