import { RECORD_TYPES, type RecordType, type Side } from '@bpro-qbo-sync/sync-domain';
import { type PlanTotal, planTypesFrom } from '../plan-order.js';
import type { Json, PlanFilter, PlanRow, Plans, Scope } from '../port.js';
import { oncePerKey } from './batch.js';
import type { Database } from './database.js';

interface StoredPlanRow {
  readonly type: RecordType;
  readonly record_id: string;
  readonly bpro_id: string | null;
  readonly qbo_id: string | null;
  readonly action: string;
  readonly reason: string;
  readonly detail: Json;
}

const SELECT = 'SELECT type, record_id, bpro_id, qbo_id, action, reason, detail FROM mirror.plan';

/** $1 tenant, $2 generation, $3 run. */
const RUN = 'tenant = $1 AND generation = $2 AND run = $3';

const BY_SIDE: Record<Side, string> = {
  bpro: `${SELECT} WHERE ${RUN} AND type = $4 AND bpro_id = ANY ($5::text[]) ORDER BY record_id`,
  qbo: `${SELECT} WHERE ${RUN} AND type = $4 AND qbo_id = ANY ($5::text[]) ORDER BY record_id`,
};

export class PostgresPlans implements Plans {
  constructor(private readonly database: Database) {}

  async put(scope: Scope, run: string, rows: readonly PlanRow[]): Promise<void> {
    if (rows.length === 0) return;
    const ordered = oncePerKey(rows, (row) => `${row.type} ${row.recordId}`);
    await this.database.query(
      'plans.put',
      `INSERT INTO mirror.plan
         (tenant, generation, run, type, record_id, bpro_id, qbo_id, action, reason, detail)
       SELECT $1, $2, $3, type, record_id, bpro_id, qbo_id, action, reason, detail::json
       FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
         AS row (type, record_id, bpro_id, qbo_id, action, reason, detail)
       ON CONFLICT (tenant, generation, run, type, record_id) DO UPDATE SET
         bpro_id = excluded.bpro_id, qbo_id = excluded.qbo_id, action = excluded.action,
         reason = excluded.reason, detail = excluded.detail`,
      [
        ...runOf(scope, run),
        ordered.map((row) => row.type),
        ordered.map((row) => row.recordId),
        ordered.map((row) => row.bproId),
        ordered.map((row) => row.qboId),
        ordered.map((row) => row.action),
        ordered.map((row) => row.reason),
        ordered.map((row) => JSON.stringify(row.detail)),
      ],
    );
  }

  async get(scope: Scope, run: string, type: RecordType, recordIds: readonly string[]): Promise<PlanRow[]> {
    if (recordIds.length === 0) return [];
    return this.select(
      'plans.get',
      `${SELECT} WHERE ${RUN} AND type = $4 AND record_id = ANY ($5::text[]) ORDER BY record_id`,
      [...runOf(scope, run), type, recordIds],
    );
  }

  async bySide(
    scope: Scope,
    run: string,
    type: RecordType,
    side: Side,
    ids: readonly string[],
  ): Promise<PlanRow[]> {
    if (ids.length === 0) return [];
    return this.select('plans.bySide', BY_SIDE[side], [...runOf(scope, run), type, ids]);
  }

  async page(
    scope: Scope,
    run: string,
    filter: PlanFilter,
    after: { readonly type: RecordType; readonly recordId: string } | undefined,
    limit: number,
  ): Promise<PlanRow[]> {
    const page: PlanRow[] = [];
    // A type at a time: each is one walk along the primary key, and the order of types is the domain's to say.
    for (const type of planTypesFrom(filter, after)) {
      const start = type === after?.type ? after.recordId : '';
      const values = [...runOf(scope, run), type, start, limit - page.length];
      page.push(...(await this.pageOfType(filter, values)));
      if (page.length >= limit) break;
    }
    return page;
  }

  async totals(scope: Scope, run: string): Promise<readonly PlanTotal[]> {
    const { rows } = await this.database.query<Omit<PlanTotal, 'count'> & { readonly count: string }>(
      'plans.totals',
      `SELECT type, action, reason, count FROM mirror.plan_total WHERE ${RUN} AND count > 0
       ORDER BY action, reason`,
      runOf(scope, run),
    );
    const totals = rows.map((row) => ({ ...row, count: Number(row.count) }));
    return RECORD_TYPES.flatMap((type) => totals.filter((total) => total.type === type));
  }

  async drop(scope: Scope, run: string): Promise<void> {
    await this.database.transaction('plans.drop', async (query) => {
      await query(`DELETE FROM mirror.plan WHERE ${RUN}`, runOf(scope, run));
      await query(`DELETE FROM mirror.plan_total WHERE ${RUN} AND count = 0`, runOf(scope, run));
    });
  }

  private pageOfType({ actions, reason }: PlanFilter, values: unknown[]): Promise<PlanRow[]> {
    const conditions: string[] = [];
    const narrow = (condition: string, value: unknown): void => {
      values.push(value);
      conditions.push(` AND ${condition.replace('?', `$${String(values.length)}`)}`);
    };
    if (actions) narrow('action = ANY (?::text[])', actions);
    if (reason !== undefined) narrow('reason = ?', reason);
    return this.select(
      'plans.page',
      `${SELECT} WHERE ${RUN} AND type = $4 AND record_id > $5${conditions.join('')} ORDER BY record_id LIMIT $6`,
      values,
    );
  }

  private async select(operation: string, sql: string, values: unknown[]): Promise<PlanRow[]> {
    const { rows } = await this.database.query<StoredPlanRow>(operation, sql, values);
    return rows.map((row) => ({
      type: row.type,
      recordId: row.record_id,
      bproId: row.bpro_id ?? undefined,
      qboId: row.qbo_id ?? undefined,
      action: row.action,
      reason: row.reason,
      detail: row.detail,
    }));
  }
}

const runOf = ({ tenant, generation }: Scope, run: string): unknown[] => [tenant, generation, run];
