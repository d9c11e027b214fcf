import { RECORD_TYPES, type RecordType, type Side } from '@bpro-qbo-sync/sync-domain';
import { compareBytewise } from '../bytewise.js';
import { type PlanTotal, planTypesFrom } from '../plan-order.js';
import type { PlanFilter, PlanRow, Plans, Scope } from '../port.js';
import type { Access } from './access.js';
import { frozenJson } from './frozen-json.js';
import { SidedRows } from './sided-rows.js';
import { Parts } from './sorted-table.js';

export class PlanTables {
  readonly parts = new Parts(() => new SidedRows<PlanRow>());
}

export class MemoryPlans implements Plans {
  constructor(
    private readonly tables: PlanTables,
    private readonly access: Access,
  ) {}

  put(scope: Scope, run: string, rows: readonly PlanRow[]): Promise<void> {
    return this.access.call('plans', 'put', () => {
      for (const row of rows) this.tables.parts.of(scope, run, row.type).put(storedRow(row));
    });
  }

  get(scope: Scope, run: string, type: RecordType, recordIds: readonly string[]): Promise<PlanRow[]> {
    return this.access.call('plans', 'get', () =>
      this.tables.parts.of(scope, run, type).byId.pick(recordIds),
    );
  }

  bySide(
    scope: Scope,
    run: string,
    type: RecordType,
    side: Side,
    ids: readonly string[],
  ): Promise<PlanRow[]> {
    return this.access.call('plans', 'bySide', () =>
      this.tables.parts.of(scope, run, type).bySide(side, ids),
    );
  }

  page(
    scope: Scope,
    run: string,
    filter: PlanFilter,
    after: { readonly type: RecordType; readonly recordId: string } | undefined,
    limit: number,
  ): Promise<PlanRow[]> {
    return this.access.call('plans', 'page', () => {
      const page: PlanRow[] = [];
      for (const type of planTypesFrom(filter, after)) {
        const start = type === after?.type ? after.recordId : undefined;
        const rows = this.tables.parts.of(scope, run, type).byId;
        page.push(...rows.page(start, limit - page.length, (row) => passes(filter, row)));
        if (page.length >= limit) break;
      }
      return page;
    });
  }

  totals(scope: Scope, run: string): Promise<readonly PlanTotal[]> {
    return this.access.call('plans', 'totals', () =>
      RECORD_TYPES.flatMap((type) => totalsOf(type, this.tables.parts.of(scope, run, type).byId.values())),
    );
  }

  drop(scope: Scope, run: string): Promise<void> {
    return this.access.call('plans', 'drop', () => {
      this.tables.parts.drop(scope, run);
    });
  }
}

const passes = (filter: PlanFilter, row: PlanRow): boolean =>
  (filter.actions === undefined || filter.actions.includes(row.action)) &&
  (filter.reason === undefined || filter.reason === row.reason);

function totalsOf(type: RecordType, rows: Iterable<PlanRow>): PlanTotal[] {
  const totals = new Map<string, PlanTotal>();
  for (const { action, reason } of rows) {
    const key = `${action}\0${reason}`;
    totals.set(key, { type, action, reason, count: (totals.get(key)?.count ?? 0) + 1 });
  }
  return [...totals].sort(([a], [b]) => compareBytewise(a, b)).map(([, total]) => total);
}

const storedRow = (row: PlanRow): PlanRow =>
  Object.freeze({
    type: row.type,
    recordId: row.recordId,
    bproId: row.bproId,
    qboId: row.qboId,
    action: row.action,
    reason: row.reason,
    detail: frozenJson(row.detail),
  });
