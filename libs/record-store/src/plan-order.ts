import { RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { PlanFilter, Plans } from './port.js';

export type PlanTotal = Awaited<ReturnType<Plans['totals']>>[number];

/** The types that a page of a plan walks through: dependency order (rule E2), from `after` on, as filtered. */
export function planTypesFrom(
  filter: PlanFilter,
  after: { readonly type: RecordType } | undefined,
): RecordType[] {
  const first = after === undefined ? 0 : RECORD_TYPES.indexOf(after.type);
  return RECORD_TYPES.slice(first).filter((type) => filter.type === undefined || type === filter.type);
}
