import {
  type ConnectionState,
  evolveConnection,
  evolveTenant,
  initialConnectionState,
  initialTenantState,
  type Settings,
  type TenantState,
} from '@bpro-qbo-sync/sync-domain';
import type { Projection } from '../projection.js';
import type { Table } from '../table.js';

/** One row per tenant: whether the sync is on, to which company, under which settings, and whose turn it is. */
export interface TenantRow {
  readonly tenant: string;
  readonly enabled: boolean;
  readonly connection: ConnectionState['status'];
  readonly realmId: string | null;
  readonly generation: number;
  readonly draft: Settings;
  readonly draftVersion: number;
  /** What governs replay (rule C6). */
  readonly effective: Settings | null;
  readonly effectiveVersion: number;
  readonly plan: TenantState['plan'] | null;
  readonly activeRun: string | null;
  readonly completedRun: string | null;
  /** BPro's change feed: how far replay has come (rule G1). */
  readonly replayPosition: string | null;
  readonly replayedAt: string | null;
  readonly changedAt: string;
}

const table: Table<TenantRow> = {
  name: 'tenants',
  columns: {
    tenant: 'text',
    enabled: 'boolean',
    connection: 'text',
    realmId: 'text?',
    generation: 'integer',
    draft: 'json',
    draftVersion: 'integer',
    effective: 'json?',
    effectiveVersion: 'integer',
    plan: 'json?',
    activeRun: 'text?',
    completedRun: 'text?',
    replayPosition: 'text?',
    replayedAt: 'instant?',
    changedAt: 'instant',
  },
  key: ['tenant'],
  indexes: ['(realm_id) WHERE realm_id IS NOT NULL'],
};

const initialRow = (tenant: string, at: string): TenantRow => ({
  tenant,
  ...tenantColumns(initialTenantState),
  ...connectionColumns(initialConnectionState),
  replayPosition: null,
  replayedAt: null,
  changedAt: at,
});

export const tenants: Projection<TenantRow> = {
  table,
  keys: ({ family, tenant }) =>
    family === 'settings' || family === 'connection' || family === 'replay' ? [{ tenant }] : [],
  evolve: (stored, fact) => {
    const row = { ...(stored ?? initialRow(fact.tenant, fact.at)), changedAt: fact.at };
    switch (fact.family) {
      case 'settings':
        return { ...row, ...tenantColumns(evolveTenant(tenantState(row), fact.event)) };
      case 'connection':
        return { ...row, ...connectionColumns(evolveConnection(connectionState(row), fact.event)) };
      case 'replay': {
        const isAdvance = fact.event.type === 'ReplayStarted' || fact.event.type === 'ReplayAdvanced';
        const replayedAt = isAdvance ? fact.at : row.replayedAt;
        return { ...row, replayPosition: fact.event.data.position, replayedAt };
      }
      default:
        return stored;
    }
  },
};

const tenantState = (row: TenantRow): TenantState => ({
  enabled: row.enabled,
  draft: row.draft,
  draftVersion: row.draftVersion,
  effective: row.effective ?? undefined,
  effectiveVersion: row.effectiveVersion,
  plan: row.plan ?? undefined,
  activeRun: row.activeRun ?? undefined,
  completedRun: row.completedRun ?? undefined,
  // No column: the table of runs says how each ended.
  endedRun: undefined,
});

function tenantColumns(state: TenantState) {
  return {
    enabled: state.enabled,
    draft: state.draft,
    draftVersion: state.draftVersion,
    effective: state.effective ?? null,
    effectiveVersion: state.effectiveVersion,
    plan: state.plan ?? null,
    activeRun: state.activeRun ?? null,
    completedRun: state.completedRun ?? null,
  };
}

const connectionState = (row: TenantRow): ConnectionState => ({
  status: row.connection,
  realmId: row.realmId ?? undefined,
  generation: row.generation,
  consent: undefined,
});

function connectionColumns(state: ConnectionState) {
  return { connection: state.status, realmId: state.realmId ?? null, generation: state.generation };
}
