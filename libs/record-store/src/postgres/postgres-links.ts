import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { Json, LinkRow, Links, Scope } from '../port.js';
import type { Database } from './database.js';

interface StoredLink {
  readonly type: RecordType;
  readonly record_id: string;
  readonly bpro_id: string | null;
  readonly qbo_id: string | null;
  /** PostgreSQL's bigint comes as text. */
  readonly revision: string;
  readonly open: boolean;
  readonly state: Json;
}

const SELECT = 'SELECT type, record_id, bpro_id, qbo_id, revision, open, state FROM links.link';

/** $1 tenant, $2 generation, $3 type. */
const PART = 'tenant = $1 AND generation = $2 AND type = $3';

const BY_SIDE: Record<Side, string> = {
  bpro: `${SELECT} WHERE ${PART} AND bpro_id = ANY ($4::text[]) ORDER BY record_id`,
  qbo: `${SELECT} WHERE ${PART} AND qbo_id = ANY ($4::text[]) ORDER BY record_id`,
};

export class PostgresLinks implements Links {
  constructor(private readonly database: Database) {}

  async get(scope: Scope, type: RecordType, recordIds: readonly string[]): Promise<LinkRow[]> {
    if (recordIds.length === 0) return [];
    return this.select(
      'links.get',
      `${SELECT} WHERE ${PART} AND record_id = ANY ($4::text[]) ORDER BY record_id`,
      [...partOf(scope, type), recordIds],
    );
  }

  async bySide(scope: Scope, type: RecordType, side: Side, ids: readonly string[]): Promise<LinkRow[]> {
    if (ids.length === 0) return [];
    return this.select('links.bySide', BY_SIDE[side], [...partOf(scope, type), ids]);
  }

  async page(scope: Scope, type: RecordType, after: string | undefined, limit: number): Promise<LinkRow[]> {
    return this.select(
      'links.page',
      `${SELECT} WHERE ${PART} AND record_id > $4 ORDER BY record_id LIMIT $5`,
      [...partOf(scope, type), after ?? '', limit],
    );
  }

  async open({ tenant, generation }: Scope, limit: number): Promise<LinkRow[]> {
    return this.select(
      'links.open',
      `${SELECT} WHERE tenant = $1 AND generation = $2 AND open ORDER BY record_id, type LIMIT $3`,
      [tenant, generation, limit],
    );
  }

  async put(scope: Scope, row: LinkRow): Promise<void> {
    await this.database.query(
      'links.put',
      `INSERT INTO links.link AS stored
         (tenant, generation, type, record_id, bpro_id, qbo_id, revision, open, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (tenant, generation, type, record_id) DO UPDATE SET
         bpro_id = excluded.bpro_id, qbo_id = excluded.qbo_id, revision = excluded.revision,
         open = excluded.open, state = excluded.state
       WHERE stored.revision <= excluded.revision`,
      [
        ...partOf(scope, row.type),
        row.recordId,
        row.bproId,
        row.qboId,
        row.revision,
        row.open,
        JSON.stringify(row.state),
      ],
    );
  }

  async claim(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<string> {
    // The update changes nothing: it makes the statement answer with the row that stands, in one step.
    const { rows } = await this.database.query<{ record_id: string }>(
      'links.claim',
      `INSERT INTO links.claim AS stored (tenant, generation, type, side, side_id, record_id)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant, generation, type, side, side_id) DO UPDATE SET record_id = stored.record_id
       RETURNING record_id`,
      [...partOf(scope, type), side, sideId, recordId],
    );
    return rows[0]?.record_id ?? recordId;
  }

  async release(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<void> {
    await this.database.query(
      'links.release',
      `DELETE FROM links.claim WHERE ${PART} AND side = $4 AND side_id = $5 AND record_id = $6`,
      [...partOf(scope, type), side, sideId, recordId],
    );
  }

  private async select(operation: string, sql: string, values: unknown[]): Promise<LinkRow[]> {
    const { rows } = await this.database.query<StoredLink>(operation, sql, values);
    return rows.map((row) => ({
      type: row.type,
      recordId: row.record_id,
      bproId: row.bpro_id ?? undefined,
      qboId: row.qbo_id ?? undefined,
      revision: Number(row.revision),
      open: row.open,
      state: row.state,
    }));
  }
}

const partOf = ({ tenant, generation }: Scope, type: RecordType): unknown[] => [tenant, generation, type];
