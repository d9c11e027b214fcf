import { createHash } from 'node:crypto';
import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { Facts, Json, Mirror, MirrorRow, Scope } from '../port.js';
import { grouped, oncePerKey } from './batch.js';
import type { Database, Query } from './database.js';

const COLUMNS = `
  r.side, r.type, r.id, r.version, r.created_at AS "createdAt", r.updated_at AS "updatedAt", r.state, r.keys,
  r.content`;

/** $1 tenant, $2 generation, $3 side, $4 type. */
const PART = 'tenant = $1 AND generation = $2 AND side = $3 AND type = $4';

const PUT_ROWS = `
  INSERT INTO mirror.record AS r
    (tenant, generation, side, type, read_id, id, version, created_at, updated_at, state, keys, content)
  SELECT $1, $2, $3, $4, $5, id, version, created_at, updated_at, state, keys::json, content::json
  FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
    AS row (id, version, created_at, updated_at, state, keys, content)
  ON CONFLICT (tenant, generation, side, type, id) DO UPDATE SET
    version = excluded.version, created_at = excluded.created_at, updated_at = excluded.updated_at,
    state = excluded.state, keys = excluded.keys, content = excluded.content,
    read_id = coalesce(excluded.read_id, r.read_id)`;

const KEYS_OF = `SELECT id, key FROM mirror.match_key WHERE ${PART} AND id = ANY ($5::text[])`;

const ADD_KEYS = `
  INSERT INTO mirror.match_key (tenant, generation, side, type, id, key)
  SELECT $1, $2, $3, $4, id, key FROM unnest($5::text[], $6::text[]) AS pair (id, key)
  ON CONFLICT DO NOTHING`;

const DELETE_KEYS = `
  DELETE FROM mirror.match_key k USING unnest($5::text[], $6::text[]) AS pair (id, key)
  WHERE ${PART} AND k.id = pair.id AND k.key = pair.key`;

const forget = (condition: string): string => `
  WITH gone AS (DELETE FROM mirror.record WHERE ${PART} AND ${condition} RETURNING id),
  keys AS (DELETE FROM mirror.match_key WHERE ${PART} AND id = ANY (ARRAY(SELECT id FROM gone)))
  SELECT count(*)::int AS count FROM gone`;

const REMOVE = forget('id = ANY ($5::text[])');
const SWEEP = forget('read_id IS DISTINCT FROM $5');

export class PostgresMirror implements Mirror {
  constructor(private readonly database: Database) {}

  async put(scope: Scope, rows: readonly MirrorRow[], readId?: string): Promise<void> {
    if (rows.length === 0) return;
    await this.database.transaction('mirror.put', async (query) => {
      for (const part of grouped(rows, (row) => `${row.side} ${row.type}`)) {
        const ordered = oncePerKey(part, (row) => row.id);
        await putRows(query, scope, ordered, readId);
        await putKeys(query, scope, ordered);
      }
    });
  }

  async get(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<MirrorRow[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.database.query<MirrorRow>(
      'mirror.get',
      `SELECT ${COLUMNS} FROM mirror.record r WHERE ${PART} AND id = ANY ($5::text[]) ORDER BY id`,
      [...partOf(scope, side, type), ids],
    );
    return rows;
  }

  async page(
    scope: Scope,
    side: Side,
    type: RecordType,
    after: string | undefined,
    limit: number,
  ): Promise<MirrorRow[]> {
    const { rows } = await this.database.query<MirrorRow>(
      'mirror.page',
      `SELECT ${COLUMNS} FROM mirror.record r WHERE ${PART} AND id > $5 ORDER BY id LIMIT $6`,
      [...partOf(scope, side, type), after ?? '', limit],
    );
    return rows;
  }

  async byKeys(scope: Scope, side: Side, type: RecordType, keys: readonly string[]): Promise<MirrorRow[]> {
    if (keys.length === 0) return [];
    const { rows } = await this.database.query<MirrorRow>(
      'mirror.byKeys',
      `SELECT ${COLUMNS} FROM mirror.record r
       WHERE ${PART}
         AND id = ANY (ARRAY(SELECT id FROM mirror.match_key WHERE ${PART} AND key = ANY ($5::text[])))
       ORDER BY id`,
      [...partOf(scope, side, type), keys.map(indexed)],
    );
    return rows;
  }

  async remove(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await this.database.query('mirror.remove', REMOVE, [...partOf(scope, side, type), ids]);
  }

  async sweep(scope: Scope, side: Side, type: RecordType, readId: string): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>('mirror.sweep', SWEEP, [
      ...partOf(scope, side, type),
      readId,
    ]);
    return rows[0]?.count ?? 0;
  }

  async clear({ tenant, generation }: Scope): Promise<void> {
    await this.database.query(
      'mirror.clear',
      `WITH gone AS (DELETE FROM mirror.record WHERE tenant = $1 AND generation = $2 RETURNING id)
       DELETE FROM mirror.match_key
       WHERE tenant = $1 AND generation = $2 AND id = ANY (ARRAY(SELECT id FROM gone))`,
      [tenant, generation],
    );
  }
}

const partOf = ({ tenant, generation }: Scope, side: string, type: string): unknown[] => [
  tenant,
  generation,
  side,
  type,
];

async function putRows(
  query: Query,
  scope: Scope,
  rows: readonly MirrorRow[],
  readId: string | undefined,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await query(PUT_ROWS, [
    ...partOf(scope, first.side, first.type),
    readId,
    rows.map((row) => row.id),
    rows.map((row) => row.version),
    rows.map((row) => row.createdAt),
    rows.map((row) => row.updatedAt),
    rows.map((row) => row.state),
    rows.map((row) => JSON.stringify(row.keys)),
    rows.map((row) => JSON.stringify(row.content)),
  ]);
}

/** Well below what an entry of an index can hold (about 2,700 bytes) besides the other columns. */
const LONGEST_KEY_BYTES = 1000;

/** A key as `match_key` holds it: what its column cannot hold (too long, U+0000, half an emoji) by its digest. */
function indexed(key: string): string {
  const bytes = Buffer.from(key, 'utf8');
  const fits = bytes.length <= LONGEST_KEY_BYTES && !bytes.includes(0) && bytes.toString('utf8') === key;
  return fits ? key : `#${createHash('sha256').update(JSON.stringify(key)).digest('hex')}`;
}

interface RowKey {
  readonly id: string;
  readonly key: string;
}

/**
 * Comes after the rows in their transaction: the rows' locks keep two writers of one record apart. Most rows are
 * put again with the keys they had, so the difference is made here and little or nothing is written.
 */
async function putKeys(query: Query, scope: Scope, rows: readonly MirrorRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const part = partOf(scope, first.side, first.type);
  const change = async (sql: string, pairs: readonly RowKey[]): Promise<void> => {
    if (pairs.length > 0) await query(sql, [...part, pairs.map(({ id }) => id), pairs.map(({ key }) => key)]);
  };
  const named = ({ id, key }: RowKey): string => `${id}\0${key}`;
  const wanted = new Map(
    rows.flatMap(({ id, keys }) => keys.map(indexed).map((key) => [named({ id, key }), { id, key }])),
  );
  const { rows: present } = await query<RowKey>(KEYS_OF, [...part, rows.map((row) => row.id)]);
  await change(
    DELETE_KEYS,
    present.filter((pair) => !wanted.has(named(pair))),
  );
  for (const pair of present) wanted.delete(named(pair));
  await change(ADD_KEYS, [...wanted.values()]);
}

export class PostgresFacts implements Facts {
  constructor(private readonly database: Database) {}

  async get({ tenant, generation }: Scope, key: string): Promise<Json | undefined> {
    const { rows } = await this.database.query<{ value: Json }>(
      'facts.get',
      'SELECT value FROM mirror.fact WHERE tenant = $1 AND generation = $2 AND key = $3',
      [tenant, generation, key],
    );
    return rows[0]?.value;
  }

  async put({ tenant, generation }: Scope, key: string, value: Json): Promise<void> {
    await this.database.query(
      'facts.put',
      `INSERT INTO mirror.fact (tenant, generation, key, value) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant, generation, key) DO UPDATE SET value = excluded.value`,
      [tenant, generation, key, JSON.stringify(value)],
    );
  }
}
