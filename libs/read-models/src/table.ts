/** How a column is stored. With `?` it may be NULL. Instants are ISO 8601 texts in UTC in rows. */
export type ColumnType = 'text' | 'integer' | 'position' | 'instant' | 'boolean' | 'json';
export type Column = ColumnType | `${ColumnType}?`;

/** A table of the read models. Rows are plain JSON objects, named in camelCase; columns in snake_case. */
export interface Table<Row> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, Column>>;
  readonly key: readonly (keyof Row & string)[];
  /** What follows `CREATE INDEX … ON table` in SQL. */
  readonly indexes: readonly string[];
  /** Rows are only added, each by one event: nothing is read before it is written. */
  readonly addOnly?: true;
}

export type StoredRow = Readonly<Record<string, unknown>>;
export type AnyTable = Table<StoredRow>;

export const columnName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** One text for the values of a row's key. */
export const keyText = (table: AnyTable, row: StoredRow): string =>
  JSON.stringify(table.key.map((name) => row[name]));
