import { RECORD_TYPES, type RecordType, type TypeCount } from '@bpro-qbo-sync/sync-domain';
import { nameOf, unitsOf, type Evidence, type PlannedRow, type Violation } from './evidence.js';

/** Rules by which the settings or the company filter a record out of the counts (rules C2, C5, D1, F11 to F15). */
const FILTERS: ReadonlySet<string> = new Set(['C2', 'C5', 'F11', 'F12', 'F13', 'F15']);

const isFiltered = ({ action, reason }: PlannedRow): boolean =>
  action === 'left-out' && (FILTERS.has(reason.split(':', 1)[0] ?? '') || reason.endsWith('-left-out'));

/** A record that counts on one side only, and why (rule D3). */
export interface Difference {
  readonly type: RecordType;
  readonly recordId: string;
  readonly side: 'bpro' | 'qbo';
  readonly reason: string;
}

const BPRO_TERMS = 5;
const EXPLAINED: ReadonlySet<string> = new Set(['left-out', 'ignored', 'blocked', 'ambiguous']);

/** Which sides of a row count, by the records themselves. */
function countedSides({
  bpro,
  qbo,
  records,
}: Evidence): (row: PlannedRow) => { bpro: boolean; qbo: boolean } {
  const states = new Map<string, string>();
  for (const record of bpro) states.set(`bpro/${record.type}/${record.id}`, record.state);
  for (const type of RECORD_TYPES)
    for (const unit of unitsOf(qbo, type, records)) states.set(`qbo/${type}/${unit.id}`, unit.state);
  return (row) => {
    if (isFiltered(row)) return { bpro: false, qbo: false };
    const ours = states.get(`bpro/${row.type}/${String(row.bproId)}`);
    const theirs = states.get(`qbo/${row.type}/${String(row.qboId)}`);
    const alive = ours === 'active' || theirs === 'active';
    const paired = row.bproId !== undefined && row.qboId !== undefined;
    const counts = (state: string | undefined): boolean =>
      state !== undefined && (paired ? alive : state === 'active');
    return { bpro: counts(ours), qbo: counts(theirs) };
  };
}

/**
 * I8, rules D2 and D3: per record type the counts of a plan made after the sync are those of the records, and each
 * record that counts on one side only has its reason.
 */
export function countsMatchOrAreExplained(
  evidence: Evidence,
  counts: readonly TypeCount[],
  rows: readonly PlannedRow[],
): { readonly violations: Violation[]; readonly differences: Difference[] } {
  const sidesOf = countedSides(evidence);
  const noted = new Set(evidence.records.filter((life) => life.state.note).map(nameOf));
  const recount = new Map(RECORD_TYPES.map((type) => [type, { bpro: 0, qbo: 0 }]));
  const differences: Difference[] = [];
  const violations: Violation[] = [];
  const found = (what: string): void => void violations.push({ invariant: 'I8', what });
  for (const row of rows) {
    const sides = sidesOf(row);
    const sums = recount.get(row.type);
    if (sums) {
      sums.bpro += sides.bpro ? 1 : 0;
      sums.qbo += sides.qbo ? 1 : 0;
    }
    if (sides.bpro === sides.qbo) continue;
    const { type, recordId, reason, action } = row;
    differences.push({ type, recordId, reason, side: sides.bpro ? 'bpro' : 'qbo' });
    if (!EXPLAINED.has(action) && !noted.has(nameOf(row)))
      found(
        `${nameOf(row)} counts only in ${sides.bpro ? 'BPro' : 'QuickBooks'} and is ${action} (${reason})`,
      );
  }
  for (const { type, bpro, qbo } of counts) {
    const is = recount.get(type);
    if (is && (is.bpro !== bpro || is.qbo !== qbo))
      found(
        `${type}: the counts say QuickBooks ${String(qbo)}, BPro ${String(bpro)}, the records ${String(is.qbo)} and ${String(is.bpro)}`,
      );
    if (type === 'sales-term' && bpro !== BPRO_TERMS)
      found(`BPro shows ${String(bpro)} sales terms, not five`);
  }
  for (const type of RECORD_TYPES)
    if (!counts.some((count) => count.type === type)) found(`${type} is not counted`);
  return { violations, differences };
}
