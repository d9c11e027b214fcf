import { PROJECTIONS } from '../projections.js';
import { foldFacts } from '../projection.js';
import { type Batch, type Progress, remaining, type RowSet } from '../read-models.js';
import { type AnyTable, keyText, type StoredRow } from '../table.js';
import type { Database, Query } from './database.js';
import { allRows, pickRows, putRows } from './sql.js';

interface StoredProgress {
  readonly position: string | null;
  readonly event_at: Date | null;
  readonly handled: string;
  readonly skipped: string;
}

/** One set of the tables, in one schema. */
export class PostgresRowSet implements RowSet {
  private readonly statements: ReadonlyMap<string, { readonly pick: string; readonly put: string }>;

  /** `durable: false`: what a crash takes away is simply built again. */
  constructor(
    protected readonly database: Database,
    readonly schema: string,
    private readonly durable: boolean,
  ) {
    this.statements = new Map(
      PROJECTIONS.map(({ table }) => [
        table.name,
        { pick: pickRows(schema, table), put: putRows(schema, table) },
      ]),
    );
  }

  async progress(): Promise<Progress> {
    const [stored] = await this.database.query<StoredProgress>('progress', this.selectProgress());
    return progressOf(stored);
  }

  apply(batch: Batch): Promise<void> {
    return this.database.transaction('apply', async (query) => {
      if (!this.durable) await query('SET LOCAL synchronous_commit = off');
      // The first lock of every writer: whoever puts another set of tables in this one's place waits for it.
      const [stored] = await query<StoredProgress & StoredRow>(`${this.selectProgress()} FOR UPDATE`);
      const { position } = progressOf(stored);
      const { facts, skipped } = remaining(batch, position);
      if (facts.length + skipped.length === 0) return;
      const changes = await foldFacts(PROJECTIONS, facts, (table, keys) => this.load(query, table, keys));
      for (const { table, rows } of changes) await query(this.statement(table).put, [JSON.stringify(rows)]);
      await query(
        `UPDATE ${this.schema}.progress SET position = $1, event_at = coalesce($2, event_at),
           handled = handled + $3, skipped = skipped + $4, updated_at = now()`,
        [batch.position, facts.at(-1)?.at ?? null, facts.length, skipped.length],
      );
    });
  }

  rows(table: AnyTable): Promise<StoredRow[]> {
    return this.database.query<StoredRow>('rows', allRows(this.schema, table));
  }

  private async load(
    query: Query,
    table: AnyTable,
    keys: ReadonlyMap<string, StoredRow>,
  ): Promise<ReadonlyMap<string, StoredRow>> {
    const rows = await query<StoredRow>(this.statement(table).pick, [JSON.stringify([...keys.values()])]);
    return new Map(rows.map((row) => [keyText(table, row), row]));
  }

  private statement(table: AnyTable): { readonly pick: string; readonly put: string } {
    const statement = this.statements.get(table.name);
    if (!statement) throw new Error(`${table.name} is no table of the read models`);
    return statement;
  }

  private selectProgress(): string {
    return `SELECT position, event_at, handled, skipped FROM ${this.schema}.progress`;
  }
}

const progressOf = (stored: StoredProgress | undefined): Progress => ({
  position: stored?.position ?? undefined,
  eventAt: stored?.event_at?.toISOString(),
  handled: Number(stored?.handled ?? 0),
  skipped: Number(stored?.skipped ?? 0),
});
