import type { Fields } from './fields.js';
import type { EntityMapping } from './mapping.js';

/** One unlinked record, with its keys (level in front) and its compared form. */
export interface MatchCandidate {
  readonly id: string;
  readonly keys: readonly string[];
  readonly fields: Fields;
}

export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'matched'; readonly id: string; readonly level: number }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[]; readonly level: number };

const levelOf = (key: string): number => Number(key.slice(0, key.indexOf(':')));

/** The candidates at the first level at which there are any (rule F1: no falling through to a weaker key). */
export function firstCandidates(
  identifies: (level: number, other: MatchCandidate) => boolean,
  record: MatchCandidate,
  others: readonly MatchCandidate[],
): { level: number; found: MatchCandidate[] } | undefined {
  for (const key of [...record.keys].sort((a, b) => levelOf(a) - levelOf(b))) {
    const level = levelOf(key);
    const found = others.filter((other) => other.keys.includes(key) && identifies(level, other));
    if (found.length > 0) return { level, found };
  }
  return undefined;
}

/**
 * Matches one BPro record (rule F1): exactly one candidate at the first level that finds any, and that candidate
 * finds exactly this record. `qbo`: unlinked QuickBooks records that share a key with it; `bpro`: unlinked BPro
 * records that share a key with one of those.
 */
export function matchBpro(
  mapping: Pick<EntityMapping, 'identifies'>,
  record: MatchCandidate,
  qbo: readonly MatchCandidate[],
  bpro: readonly MatchCandidate[],
): Match {
  const mine = firstCandidates((level, q) => mapping.identifies(level, record.fields, q.fields), record, qbo);
  if (!mine) return { kind: 'none' };
  const [only, ...more] = mine.found;
  if (only && more.length === 0) {
    const back = firstCandidates((level, b) => mapping.identifies(level, b.fields, only.fields), only, bpro);
    if (back?.found.length === 1 && back.found[0]?.id === record.id)
      return { kind: 'matched', id: only.id, level: mine.level };
  }
  return { kind: 'ambiguous', candidates: mine.found.map((c) => c.id).sort(), level: mine.level };
}

/** The same from QuickBooks' side: `ambiguous` names BPro ids. */
export const matchQbo = (
  mapping: Pick<EntityMapping, 'identifies'>,
  record: MatchCandidate,
  bpro: readonly MatchCandidate[],
  qbo: readonly MatchCandidate[],
): Match => matchBpro({ identifies: (level, q, b) => mapping.identifies(level, b, q) }, record, bpro, qbo);
