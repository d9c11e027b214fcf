import { RECORD_TYPES, type BproRecord, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { isLinked, nameOf, unitsOf, type Evidence, type PlannedRow, type Violation } from './evidence.js';

const found = (what: string): Violation => ({ invariant: 'I5', what });

/** I5: a plan made after the sync names every record of both systems, and names it once. */
export function everyRecordIsInThePlan(
  { bpro, qbo, records }: Evidence,
  rows: readonly PlannedRow[],
): Violation[] {
  const named = new Map<string, number>();
  for (const { type, bproId, qboId } of rows)
    for (const key of [
      ...(bproId === undefined ? [] : [`bpro/${type}/${bproId}`]),
      ...(qboId === undefined ? [] : [`qbo/${type}/${qboId}`]),
    ])
      named.set(key, (named.get(key) ?? 0) + 1);
  const there = [
    ...bpro.filter((r) => r.state !== 'deleted').map((r) => `bpro/${r.type}/${r.id}`),
    ...RECORD_TYPES.flatMap((type) => unitsOf(qbo, type, records).map((unit) => `qbo/${type}/${unit.id}`)),
  ];
  return there.flatMap((key) => {
    const times = named.get(key) ?? 0;
    if (times === 1) return [];
    return [found(`${key} is in ${times === 0 ? 'no row' : `${String(times)} rows`} of the plan`)];
  });
}

/** What a plan may still say of a record when all is done. */
const AT_REST: ReadonlySet<string> = new Set(['unchanged', 'left-out', 'ignored']);
/** What a person has to settle. */
const STANDING: ReadonlySet<string> = new Set(['blocked', 'ambiguous']);

/**
 * I5: a record that a plan after the sync would still touch, or cannot, has a current note; a record that waits for
 * another names the one at the root, and that one has a note of its own. A customer from before the date has none: it is
 * left out on purpose, and only those that need it say what is the matter with it (rules C2, F8).
 */
export function whatIsNotInSyncIsNoted(
  { records }: Pick<Evidence, 'records'>,
  rows: readonly PlannedRow[],
): Violation[] {
  const notes = new Map(records.map((life) => [nameOf(life), life.state.note]));
  const before = new Set(rows.filter(({ reason }) => reason === 'C2:before-date').map(nameOf));
  const violations: Violation[] = [];
  for (const row of rows) {
    const name = nameOf(row);
    if (!/^[A-Z]\d+:./.test(row.reason)) violations.push(found(`${name} is ${row.action} without a reason`));
    if (AT_REST.has(row.action)) continue;
    const note = notes.get(name);
    if (!note) {
      const stands = STANDING.has(row.action) ? 'and has no note' : 'and nobody says why it was not done';
      violations.push(found(`${name} is ${row.action} (${row.reason}) ${stands}`));
      continue;
    }
    if (note.code !== 'dependency-blocked') continue;
    const cause = row.root ? nameOf(row.root) : note.cause;
    if (cause === undefined) violations.push(found(`${name} waits for a record that it does not name`));
    else if (cause === name || !(notes.get(cause) ?? before.has(cause)))
      violations.push(found(`${name} waits for ${cause}, which has no note`));
  }
  return violations;
}

/** A note as people are shown it. */
export interface ShownNote {
  readonly type: string;
  readonly recordId: string;
  readonly code: string;
}

/** I5: people are shown exactly one note per record that has one, and no other. `shown`: open and dismissed ones. */
export function notesAreShownOnce(
  { records }: Pick<Evidence, 'records'>,
  shown: readonly ShownNote[],
): Violation[] {
  const current = new Map<string, string>();
  for (const life of records) if (life.state.note) current.set(nameOf(life), life.state.note.code);
  const seen = new Set<string>();
  const violations: Violation[] = [];
  for (const note of shown) {
    const name = nameOf(note);
    if (seen.has(name)) violations.push(found(`${name} is shown with more than one note`));
    else if (current.get(name) !== note.code)
      violations.push(
        found(`${name} is shown with ${note.code}, and its note is ${String(current.get(name))}`),
      );
    seen.add(name);
  }
  for (const [name, code] of current)
    if (!seen.has(name)) violations.push(found(`${name} has the note ${code}, which is not shown`));
  return violations;
}

/** What BPro's documents cannot do without (rule F5), by the fields that name it. */
const requiredOf = ({ data }: BproRecord): [type: RecordType, id: unknown][] => [
  ['customer', data['customerId']],
  ['invoice', data['invoiceId']],
  ...((data['lines'] ?? []) as readonly { readonly productId?: unknown }[]).map(
    ({ productId }): [RecordType, unknown] => ['product', productId],
  ),
];

/** I5, rules C3 and F5: a linked document's customer, invoice and products are linked too. */
export function linkedDocumentsStandOnLinkedRecords({
  bpro,
  records,
}: Pick<Evidence, 'bpro' | 'records'>): Violation[] {
  const linked = new Set(
    records.filter(isLinked).map(({ type, state }) => `${type}/${String(state.bproId)}`),
  );
  return bpro.flatMap((record) => {
    const name = `${record.type}/${record.id}`;
    if (!linked.has(name)) return [];
    return requiredOf(record)
      .filter(([type, id]) => typeof id === 'string' && !linked.has(`${type}/${id}`))
      .map(([type, id]) =>
        found(`${name} of BPro is linked, and ${type}/${String(id)}, which it needs, is not`),
      );
  });
}
