import type { Side } from '@bpro-qbo-sync/sync-domain';
import { IdIndex, SortedRows } from './sorted-table.js';

interface Sided {
  readonly recordId: string;
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
}

const sideIds = (row: Sided): readonly (readonly [Side, string | undefined])[] => [
  ['bpro', row.bproId],
  ['qbo', row.qboId],
];

/** Rows by record id that are also found by the ids of both sides. */
export class SidedRows<Row extends Sided> {
  readonly byId = new SortedRows<Row>();
  private readonly sides: Record<Side, IdIndex> = { bpro: new IdIndex(), qbo: new IdIndex() };

  put(row: Row): void {
    const stored = this.byId.get(row.recordId);
    if (stored)
      for (const [side, id] of sideIds(stored))
        if (id !== undefined) this.sides[side].delete(id, stored.recordId);
    this.byId.set(row.recordId, row);
    for (const [side, id] of sideIds(row)) if (id !== undefined) this.sides[side].add(id, row.recordId);
  }

  bySide(side: Side, ids: readonly string[]): Row[] {
    return this.byId.pick(this.sides[side].of(ids));
  }
}
