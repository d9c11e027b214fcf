import type { BproChange } from '@bpro-qbo-sync/bpro-adapter';
import { RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';

/** Records of one type whose turn is together; ids in the order in which they first changed. */
export interface ChangedRecords {
  readonly type: RecordType;
  readonly ids: readonly string[];
}

/** In dependency order; nothing else leans on them. */
const MONEY: readonly RecordType[] = ['payment', 'refund'];

const ENDS: ReadonlySet<BproChange['kind']> = new Set(['voided', 'deleted', 'deactivated']);

/**
 * Each record of a stretch of the feed once (rule G5), in the order in which they go to QuickBooks: what is made or
 * changed in dependency order, then what ended in the reverse, so that nothing goes before what leans on it (rule F8).
 * Money that ended goes before new money: it frees the order that the new money pays (rule F13). What the sync wrote
 * itself is not there (rule G2).
 */
export function changedRecords(changes: readonly BproChange[]): ChangedRecords[] {
  const last = new Map<string, BproChange>();
  for (const change of changes) if (change.origin !== 'sync') last.set(`${change.type}/${change.id}`, change);
  const of = (type: RecordType, ended: boolean): ChangedRecords[] => {
    const ids = [...last.values()].filter((c) => c.type === type && ENDS.has(c.kind) === ended);
    return ids.length === 0 ? [] : [{ type, ids: ids.map(({ id }) => id) }];
  };
  const others = RECORD_TYPES.filter((type) => !MONEY.includes(type));
  return [
    ...others.flatMap((type) => of(type, false)),
    ...[...MONEY].reverse().flatMap((type) => of(type, true)),
    ...MONEY.flatMap((type) => of(type, false)),
    ...[...others].reverse().flatMap((type) => of(type, true)),
  ];
}
