import { fieldHash, isBlank, sameValue, type Agreement, type Fields, type KeyedHash } from './fields.js';
import type { Side } from './record-types.js';

/** How the fields of two records that are one differ, and which side's value wins (rule F3). */
export interface Comparison {
  /** Fields that QuickBooks takes from BPro. */
  readonly toQbo: readonly string[];
  /** Fields that BPro takes from QuickBooks. */
  readonly toBpro: readonly string[];
  /** The values both sides shall hold. */
  readonly merged: Fields;
  /** Fields in which an edit of the losing side is overwritten, with that side. */
  readonly overwritten: readonly { readonly field: string; readonly side: Side }[];
  /** Both changed to the same value: nothing to write, but what counts as agreed has moved. */
  readonly agreedAnew: boolean;
}

export interface CompareInput {
  readonly bpro: Fields;
  readonly qbo: Fields;
  /** Absent at a first meeting. */
  readonly agreed: Agreement | undefined;
  readonly newer: Side;
  readonly neverSent: Readonly<Partial<Record<Side, readonly string[]>>>;
  /** Fields of which a blank in QuickBooks gives way to an edit in BPro. */
  readonly clearedByQbo?: readonly string[];
  /** Fields that are sent again where QuickBooks is blank, though nobody changed them. */
  readonly possibleNow?: readonly string[];
  readonly hash: KeyedHash;
}

/** Three-way, field by field: BPro now, QuickBooks now, and what each held when they last agreed (rule F3). */
export function compare(input: CompareInput): Comparison {
  const { bpro, qbo, agreed, newer, hash } = input;
  const toQbo: string[] = [];
  const toBpro: string[] = [];
  const merged: Record<string, Fields[string]> = {};
  const overwritten: { field: string; side: Side }[] = [];
  let agreedAnew = false;

  for (const field of [...new Set([...Object.keys(bpro), ...Object.keys(qbo)])].sort()) {
    const b = bpro[field] ?? null;
    const q = qbo[field] ?? null;
    merged[field] = b;
    const before = agreed?.[field];
    const bChanged = before === undefined || fieldHash(hash, field, b) !== before[0];
    const qChanged = before === undefined || fieldHash(hash, field, q) !== before[1];
    if (sameValue(b, q)) {
      if (before !== undefined && (bChanged || qChanged)) agreedAnew = true;
      continue;
    }
    const again = isBlank(q) && input.possibleNow?.includes(field) === true;
    if (!bChanged && !qChanged && !again) continue;
    const cleared = isBlank(q) && input.clearedByQbo?.includes(field) === true;
    const winner = winnerOf(
      b,
      q,
      bChanged,
      qChanged,
      before === undefined,
      cleared || again ? 'bpro' : newer,
    );
    const loser: Side = winner === 'bpro' ? 'qbo' : 'bpro';
    if (input.neverSent[loser]?.includes(field)) continue;
    merged[field] = winner === 'bpro' ? b : q;
    (loser === 'qbo' ? toQbo : toBpro).push(field);
    const lost = loser === 'qbo' ? q : b;
    const lostAnEdit = before === undefined ? !isBlank(lost) : bChanged && qChanged && !cleared;
    if (lostAnEdit) overwritten.push({ field, side: loser });
  }
  return { toQbo, toBpro, merged, overwritten, agreedAnew };
}

function winnerOf(
  b: Fields[string],
  q: Fields[string],
  bChanged: boolean,
  qChanged: boolean,
  firstMeeting: boolean,
  newer: Side,
): Side {
  if (firstMeeting) {
    if (isBlank(b)) return 'qbo';
    if (isBlank(q)) return 'bpro';
    return newer;
  }
  if (bChanged !== qChanged) return bChanged ? 'bpro' : 'qbo';
  return newer;
}
