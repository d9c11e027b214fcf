import {
  type FullSyncEvent,
  isRecordType,
  type PlanTotal,
  RECORD_TYPES,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import type { Fact } from '../fact.js';
import type { Projection } from '../projection.js';
import type { Table } from '../table.js';
import { addedUp, asksForWork, together } from './tally.js';

/** One row per run and record type: its counts (rule D1) and its progress (rule E3). */
export interface RunTypeRow {
  readonly tenant: string;
  readonly run: string;
  readonly type: RecordType;
  /** Place in the dependency order (rule E2), from 0. */
  readonly place: number;
  /** Records of each side, after the filters, as the plan found them. */
  readonly qboFound: number;
  readonly bproFound: number;
  /** Records read from each side so far, before the filters; null until they are read. */
  readonly qboRead: number | null;
  readonly bproRead: number | null;
  readonly malformed: number;
  /** Records that the plan wants something done with. */
  readonly planned: number;
  readonly totals: readonly PlanTotal[];
  readonly done: number;
  readonly results: Readonly<Record<string, number>>;
  readonly firstDoneAt: string | null;
  readonly lastDoneAt: string | null;
  readonly finishedAt: string | null;
}

const table: Table<RunTypeRow> = {
  name: 'run_types',
  columns: {
    tenant: 'text',
    run: 'text',
    type: 'text',
    place: 'integer',
    qboFound: 'integer',
    bproFound: 'integer',
    qboRead: 'integer?',
    bproRead: 'integer?',
    malformed: 'integer',
    planned: 'integer',
    totals: 'json',
    done: 'integer',
    results: 'json',
    firstDoneAt: 'instant?',
    lastDoneAt: 'instant?',
    finishedAt: 'instant?',
  },
  key: ['tenant', 'run', 'type'],
  indexes: [],
};

export const runTypes: Projection<RunTypeRow> = {
  table,
  keys: (fact) => {
    if (fact.family !== 'full-sync') return [];
    return typesOf(fact.event).map((type) => ({ tenant: fact.tenant, run: fact.run, type }));
  },
  evolve: (stored, fact, { type }) => {
    if (fact.family !== 'full-sync' || !type) return stored;
    const row = stored ?? initialRow(fact, type);
    return { ...row, ...changes(row, fact.event, fact.at) };
  },
};

function typesOf(event: FullSyncEvent): readonly RecordType[] {
  switch (event.type) {
    case 'RecordsRead':
    case 'RecordsDecided':
    case 'RecordsReconciled':
    case 'TypeReconciled':
      return isRecordType(event.data.type) ? [event.data.type] : [];
    case 'FullSyncPlanned':
      return RECORD_TYPES;
    default:
      return [];
  }
}

const initialRow = (fact: Extract<Fact, { family: 'full-sync' }>, type: RecordType): RunTypeRow => ({
  tenant: fact.tenant,
  run: fact.run,
  type,
  place: RECORD_TYPES.indexOf(type),
  qboFound: 0,
  bproFound: 0,
  qboRead: null,
  bproRead: null,
  malformed: 0,
  planned: 0,
  totals: [],
  done: 0,
  results: {},
  firstDoneAt: null,
  lastDoneAt: null,
  finishedAt: null,
});

function changes(row: RunTypeRow, event: FullSyncEvent, at: string): Partial<RunTypeRow> {
  switch (event.type) {
    case 'RecordsRead': {
      const { side, found, malformed } = event.data;
      return {
        ...(side === 'qbo' ? { qboRead: found } : { bproRead: found }),
        malformed: row.malformed + malformed,
      };
    }
    case 'RecordsDecided':
      return { planned: event.data.actions };
    case 'FullSyncPlanned': {
      const count = event.data.counts.find(({ type }) => type === row.type);
      const totals = event.data.totals.filter(({ type }) => type === row.type);
      const found = count && { qboFound: count.qbo, bproFound: count.bpro };
      return { ...found, totals, planned: addedUp(totals.filter(asksForWork)) };
    }
    case 'RecordsReconciled': {
      const { done, results } = event.data;
      const times = { firstDoneAt: row.firstDoneAt ?? at, lastDoneAt: at };
      return { ...times, done: row.done + done, results: together(row.results, results) };
    }
    case 'TypeReconciled':
      return { finishedAt: at };
    default:
      return {};
  }
}
