import { type AnyTable, type Column, columnName, type ColumnType } from '../table.js';

const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text COLLATE "C"',
  integer: 'bigint',
  position: 'bigint',
  instant: 'timestamptz',
  boolean: 'boolean',
  json: 'jsonb',
};

/** As it is called in a list of columns of `json_to_recordset`, which takes no collation. */
const plainType = (type: ColumnType): string => (type === 'text' ? 'text' : SQL_TYPES[type]);

const typeOf = (column: Column): ColumnType => column.replace('?', '') as ColumnType;
const isOptional = (column: Column): boolean => column.endsWith('?');

const columnsOf = (table: AnyTable): [name: string, column: Column][] => Object.entries(table.columns);
const quoted = (name: string): string => `"${name}"`;
const list = (names: readonly string[]): string => names.map(columnName).join(', ');

export function createTable(schema: string, table: AnyTable): string {
  const columns = columnsOf(table).map(
    ([name, column]) =>
      `${columnName(name)} ${SQL_TYPES[typeOf(column)]}${isOptional(column) ? '' : ' NOT NULL'}`,
  );
  const room = table.addOnly ? '' : ' WITH (fillfactor = 85)';
  return `CREATE TABLE ${schema}.${table.name} (${columns.join(', ')}, PRIMARY KEY (${list(table.key)}))${room}`;
}

/** Named by PostgreSQL itself, so that two schemas can have them. */
export const createIndexes = (schema: string, table: AnyTable): string[] =>
  table.indexes.map((index) => `CREATE INDEX ON ${schema}.${table.name} ${index}`);

/** Inserts or replaces rows; $1 is a JSON array of them. */
export function putRows(schema: string, table: AnyTable): string {
  const columns = columnsOf(table);
  const names = columns.map(([name]) => name);
  const record = columns.map(([name, column]) => `${quoted(name)} ${plainType(typeOf(column))}`).join(', ');
  const changes = names
    .filter((name) => !table.key.includes(name))
    .map((name) => `${columnName(name)} = excluded.${columnName(name)}`);
  return `
    INSERT INTO ${schema}.${table.name} (${list(names)})
    SELECT ${names.map(quoted).join(', ')} FROM json_to_recordset($1::json) AS row (${record})
    ON CONFLICT (${list(table.key)}) DO ${table.addOnly ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`}`;
}

/** The rows of the keys in the JSON array $1. */
export function pickRows(schema: string, table: AnyTable): string {
  const record = table.key.map((name) => {
    const column = table.columns[name];
    return `${quoted(name)} ${plainType(column ? typeOf(column) : 'text')}`;
  });
  const same = table.key.map((name) => `t.${columnName(name)} = key.${quoted(name)}`);
  return `
    SELECT ${rowColumns(table, 't')}
    FROM json_to_recordset($1::json) AS key (${record.join(', ')})
    JOIN ${schema}.${table.name} t ON ${same.join(' AND ')}`;
}

/** The columns under the names and in the forms that rows have in memory. */
export const rowColumns = (table: AnyTable, alias: string): string =>
  columnsOf(table)
    .map(
      ([name, column]) => `${inRowForm(typeOf(column), `${alias}.${columnName(name)}`)} AS ${quoted(name)}`,
    )
    .join(', ');

function inRowForm(type: ColumnType, column: string): string {
  switch (type) {
    case 'integer':
      return `${column}::float8`;
    case 'position':
      return `${column}::text`;
    case 'instant':
      return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    default:
      return column;
  }
}

/** In order of the key, texts bytewise. */
export const allRows = (schema: string, table: AnyTable): string =>
  `SELECT ${rowColumns(table, 't')} FROM ${schema}.${table.name} t ORDER BY ${list(table.key)}`;

/** Rows of a table in which two schemas differ; $1 is the most that are wanted. */
export function differingRows(live: string, other: string, table: AnyTable): string {
  const key = table.key.map(
    (name) => `${quoted(name)}, coalesce(a.${columnName(name)}, b.${columnName(name)})`,
  );
  const pairs = key.map((pair) => pair.replace(/^"(.*?)"/, `'$1'`)).join(', ');
  return `
    SELECT jsonb_build_object(${pairs}) AS key, to_jsonb(a) AS live, to_jsonb(b) AS rebuilt
    FROM ${live}.${table.name} a FULL JOIN ${other}.${table.name} b USING (${list(table.key)})
    WHERE a IS DISTINCT FROM b LIMIT $1`;
}
