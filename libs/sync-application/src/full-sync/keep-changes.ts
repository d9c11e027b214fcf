import type { Scope } from '@bpro-qbo-sync/record-store';
import { paymentIdOf, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { keepMalformedAmong } from './malformed.js';
import type { ReadCount } from './read-records.js';
import type { ToldChanges } from './told-changes.js';

type Counts = Partial<Record<RecordType, ReadCount>>;

const PAGE = 500;

/** Brings the mirror to what QuickBooks told of changed and deleted records. Answers how many were told of, by type. */
export async function keepChanges(
  ports: Ports,
  scope: Scope,
  run: string,
  told: readonly ToldChanges[],
): Promise<Counts> {
  const { mirror } = ports.records;
  const counts: Counts = {};
  for (const { type, changed, rows, malformed, ended } of told) {
    const unread = new Set(malformed.map(({ id }) => id));
    const present = new Set(rows.map((row) => row.id));
    const gone: string[] = [];
    for (const id of [...ended, ...changed.filter((one) => !unread.has(one))])
      gone.push(...(await unitsKnown(ports, scope, type, id)).filter((known) => !present.has(known)));
    if (gone.length > 0) await mirror.remove(scope, 'qbo', type, gone);
    await mirror.put(scope, rows, run);
    await keepMalformedAmong(ports, scope, type, [...changed, ...ended], malformed);
    counts[type] = { found: rows.length, malformed: malformed.length };
  }
  return counts;
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
