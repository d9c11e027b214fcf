import type { PlanTotal } from '@bpro-qbo-sync/sync-domain';

/** Decisions with which the run has nothing left to do. */
const AT_REST: ReadonlySet<string> = new Set(['unchanged', 'left-out', 'ignored']);

export const asksForWork = ({ action }: PlanTotal): boolean => !AT_REST.has(action);

export const addedUp = (totals: readonly PlanTotal[]): number =>
  totals.reduce((sum, { count }) => sum + count, 0);

/** Counts per name of both. */
export function together(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
