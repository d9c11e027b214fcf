import type { Fact } from './fact.js';
import { type AnyTable, keyText, type StoredRow, type Table } from './table.js';

/**
 * How one table follows from the events: a fold per row, pure, so that live rows, rebuilt rows and rows in memory
 * are the same (rule J1).
 */
export interface Projection<Row> {
  readonly table: Table<Row>;
  /** Keys of the rows that the fact may change. */
  keys(fact: Fact): readonly Partial<Row>[];
  /** The row after the fact; undefined while there is nothing to keep. The same object: nothing changed. */
  evolve(row: Row | undefined, fact: Fact, key: Partial<Row>): Row | undefined;
}

export type AnyProjection = Projection<StoredRow>;

export const anyProjection = <Row extends object>(projection: Projection<Row>): AnyProjection =>
  projection as unknown as AnyProjection;

/** Present rows by the text of their keys. */
export type LoadRows = (
  table: AnyTable,
  keys: ReadonlyMap<string, StoredRow>,
) => Promise<ReadonlyMap<string, StoredRow>>;

export interface TableChange {
  readonly table: AnyTable;
  /** Rows to insert or replace. */
  readonly rows: readonly StoredRow[];
}

/** The rows that the facts lead to, each table in turn; every row is loaded once. */
export async function foldFacts(
  projections: readonly AnyProjection[],
  facts: readonly Fact[],
  load: LoadRows,
): Promise<TableChange[]> {
  const changes: TableChange[] = [];
  for (const projection of projections) {
    const touched = touches(projection, facts);
    if (touched.length === 0) continue;
    const keys = new Map(touched.map(({ id, key }) => [id, key]));
    const loaded = projection.table.addOnly
      ? new Map<string, StoredRow>()
      : await load(projection.table, keys);
    const rows = new Map<string, StoredRow>();
    for (const { id, key, fact } of touched) {
      const before = rows.get(id) ?? loaded.get(id);
      const after = projection.evolve(before, fact, key);
      if (after && after !== before) rows.set(id, after);
    }
    if (rows.size > 0) changes.push({ table: projection.table, rows: [...rows.values()] });
  }
  return changes;
}

interface Touch {
  readonly id: string;
  readonly key: StoredRow;
  readonly fact: Fact;
}

const touches = (projection: AnyProjection, facts: readonly Fact[]): Touch[] =>
  facts.flatMap((fact) =>
    projection.keys(fact).map((key) => ({ id: keyText(projection.table, key), key, fact })),
  );
