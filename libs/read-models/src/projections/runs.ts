import { evolveRun, initialRunState, type RunState, type Settings } from '@bpro-qbo-sync/sync-domain';
import type { Fact } from '../fact.js';
import type { Projection } from '../projection.js';
import type { Table } from '../table.js';
import { addedUp, asksForWork } from './tally.js';

/** One row per run: a plan, and the full sync that came of it. */
export interface RunRow {
  readonly tenant: string;
  readonly run: string;
  readonly generation: number;
  readonly status: RunState['status'];
  readonly pausedReason: string | null;
  readonly settings: Settings | null;
  readonly settingsVersion: number;
  readonly plannedByKind: string | null;
  readonly plannedById: string | null;
  readonly startedByKind: string | null;
  readonly startedById: string | null;
  readonly planningStartedAt: string;
  readonly plannedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly pausedAt: string | null;
  /** Milliseconds of the pauses that are over, counted from the start. */
  readonly pausedMs: number;
  readonly lastEventAt: string;
  /** Records that the plan wants something done with, and how many of them are done. */
  readonly planned: number;
  readonly done: number;
  readonly results: Readonly<Record<string, number>>;
}

const table: Table<RunRow> = {
  name: 'runs',
  columns: {
    tenant: 'text',
    run: 'text',
    generation: 'integer',
    status: 'text',
    pausedReason: 'text?',
    settings: 'json?',
    settingsVersion: 'integer',
    plannedByKind: 'text?',
    plannedById: 'text?',
    startedByKind: 'text?',
    startedById: 'text?',
    planningStartedAt: 'instant',
    plannedAt: 'instant?',
    startedAt: 'instant?',
    endedAt: 'instant?',
    pausedAt: 'instant?',
    pausedMs: 'integer',
    lastEventAt: 'instant',
    planned: 'integer',
    done: 'integer',
    results: 'json',
  },
  key: ['tenant', 'run'],
  indexes: ['(tenant, planning_started_at DESC, run DESC)'],
};

export const runs: Projection<RunRow> = {
  table,
  keys: (fact) => {
    if (fact.family === 'full-sync') return [{ tenant: fact.tenant, run: fact.run }];
    const requested = fact.family === 'settings' && fact.event.type === 'FullSyncRequested';
    return requested ? [{ tenant: fact.tenant, run: fact.event.data.run }] : [];
  },
  evolve: (stored, fact, { run = '' }) => {
    const row = stored ?? initialRow(fact, run);
    if (fact.family === 'settings')
      return { ...row, startedByKind: fact.by?.kind ?? null, startedById: fact.by?.id ?? null };
    if (fact.family !== 'full-sync') return stored;
    const { status, paused, results } = evolveRun(stateOf(row), fact.event);
    const after = { ...row, status, pausedReason: paused ?? null, results, lastEventAt: fact.at };
    return { ...after, ...moments(row, fact) };
  },
};

const initialRow = (fact: Fact, run: string): RunRow => ({
  tenant: fact.tenant,
  run,
  generation: 0,
  status: 'none',
  pausedReason: null,
  settings: null,
  settingsVersion: 0,
  plannedByKind: null,
  plannedById: null,
  startedByKind: null,
  startedById: null,
  planningStartedAt: fact.at,
  plannedAt: null,
  startedAt: null,
  endedAt: null,
  pausedAt: null,
  pausedMs: 0,
  lastEventAt: fact.at,
  planned: 0,
  done: 0,
  results: {},
});

const stateOf = (row: RunRow): RunState => ({
  ...initialRunState,
  status: row.status,
  paused: row.pausedReason ?? undefined,
  results: row.results,
});

/** What an event of the run says besides its status. */
function moments(row: RunRow, fact: Extract<Fact, { family: 'full-sync' }>): Partial<RunRow> {
  const { event, at, by } = fact;
  switch (event.type) {
    case 'FullSyncPlanningStarted': {
      const { settings, settingsVersion, generation } = event.data;
      const planner = { plannedByKind: by?.kind ?? null, plannedById: by?.id ?? null };
      return { settings, settingsVersion, generation, planningStartedAt: at, ...planner };
    }
    case 'FullSyncPlanned':
      return { plannedAt: at, planned: addedUp(event.data.totals.filter(asksForWork)) };
    case 'FullSyncStarted':
      return {
        startedAt: at,
        pausedMs: 0,
        startedByKind: row.startedByKind ?? by?.kind ?? null,
        startedById: row.startedById ?? by?.id ?? null,
      };
    case 'RecordsReconciled':
      return { done: row.done + event.data.done };
    case 'FullSyncPaused':
      return { pausedAt: row.pausedAt ?? at };
    case 'FullSyncResumed':
      return resumed(row, at);
    case 'FullSyncCancelled':
    case 'FullSyncCompleted':
      return { endedAt: at, pausedReason: null, ...resumed(row, at) };
    default:
      return {};
  }
}

function resumed(row: RunRow, at: string): Partial<RunRow> {
  const since = row.pausedAt === null ? Date.parse(at) : Date.parse(row.pausedAt);
  return { pausedAt: null, pausedMs: row.pausedMs + Math.max(0, Date.parse(at) - since) };
}
