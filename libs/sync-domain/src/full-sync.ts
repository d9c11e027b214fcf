import type { DomainEvent } from './record-events.js';
import { RECORD_TYPES, type RecordType, type Side } from './record-types.js';
import type { Settings } from './settings.js';

export interface TypeCount {
  readonly type: RecordType;
  readonly qbo: number;
  readonly bpro: number;
}

export interface PlanTotal {
  readonly type: RecordType;
  readonly action: string;
  readonly reason: string;
  readonly count: number;
}

/** The life of one run: stream `fullSync-{tenant}_{run}`. Small: steps and totals, not records. */
export type FullSyncEvent =
  /**
   * Reading and deciding begin; nothing is written before a person starts it (rule K1). `trial`: for settings to try
   * out, never started (rule K2).
   */
  | DomainEvent<
      'FullSyncPlanningStarted',
      { settings: Settings; settingsVersion: number; generation: number; trial?: true }
    >
  /** The feed's position is taken before the first read (rule E5). */
  | DomainEvent<'FeedPositionTaken', { position: string }>
  | DomainEvent<'CompanyRead', Record<string, never>>
  | DomainEvent<'RecordsRead', { side: Side; type: RecordType; found: number; malformed: number }>
  | DomainEvent<'RecordsDecided', { type: RecordType; actions: number }>
  | DomainEvent<'FullSyncPlanned', { counts: readonly TypeCount[]; totals: readonly PlanTotal[] }>
  | DomainEvent<'FullSyncStarted', { settingsVersion: number }>
  | DomainEvent<
      'RecordsReconciled',
      { type: RecordType; after: string; done: number; results: Readonly<Record<string, number>> }
    >
  | DomainEvent<'TypeReconciled', { type: RecordType }>
  | DomainEvent<'FullSyncPaused', { reason: string }>
  | DomainEvent<'FullSyncResumed', Record<string, never>>
  | DomainEvent<'FullSyncCancelled', { phase: 'planning' | 'executing' }>
  | DomainEvent<'FullSyncCompleted', { results: Readonly<Record<string, number>> }>;

export interface RunState {
  readonly status: 'none' | 'planning' | 'planned' | 'executing' | 'cancelled' | 'completed';
  readonly settings: Settings | undefined;
  readonly settingsVersion: number;
  readonly generation: number;
  readonly trial: boolean;
  readonly position: string | undefined;
  readonly companyRead: boolean;
  readonly read: ReadonlySet<string>;
  readonly decided: ReadonlySet<RecordType>;
  readonly reconciled: ReadonlySet<RecordType>;
  readonly after: string | undefined;
  readonly paused: string | undefined;
  readonly results: Readonly<Record<string, number>>;
}

export const initialRunState: RunState = {
  status: 'none',
  settings: undefined,
  settingsVersion: 0,
  generation: 0,
  trial: false,
  position: undefined,
  companyRead: false,
  read: new Set(),
  decided: new Set(),
  reconciled: new Set(),
  after: undefined,
  paused: undefined,
  results: {},
};

const readKey = (side: Side, type: RecordType): string => `${side}/${type}`;

const addUp = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> => {
  const sum: Record<string, number> = { ...a };
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + n;
  return sum;
};

export function evolveRun(state: RunState, event: FullSyncEvent): RunState {
  switch (event.type) {
    case 'FullSyncPlanningStarted': {
      const { settings, settingsVersion, generation, trial = false } = event.data;
      return { ...initialRunState, status: 'planning', settings, settingsVersion, generation, trial };
    }
    case 'FeedPositionTaken':
      return { ...state, position: event.data.position };
    case 'CompanyRead':
      return { ...state, companyRead: true };
    case 'RecordsRead':
      return { ...state, read: new Set(state.read).add(readKey(event.data.side, event.data.type)) };
    case 'RecordsDecided':
      return { ...state, decided: new Set(state.decided).add(event.data.type) };
    case 'FullSyncPlanned':
      return { ...state, status: 'planned' };
    case 'FullSyncStarted':
      return { ...state, status: 'executing' };
    case 'RecordsReconciled':
      return { ...state, after: event.data.after, results: addUp(state.results, event.data.results) };
    case 'TypeReconciled':
      return { ...state, after: undefined, reconciled: new Set(state.reconciled).add(event.data.type) };
    case 'FullSyncPaused':
      return { ...state, paused: event.data.reason };
    case 'FullSyncResumed':
      return { ...state, paused: undefined };
    case 'FullSyncCancelled':
      return { ...state, status: 'cancelled' };
    case 'FullSyncCompleted':
      return { ...state, status: 'completed' };
  }
}

export const foldRun = (events: Iterable<FullSyncEvent>): RunState => {
  let state = initialRunState;
  for (const event of events) state = evolveRun(state, event);
  return state;
};

export type RunStep =
  | { readonly step: 'take-feed-position' }
  | { readonly step: 'read-company' }
  | { readonly step: 'read-records'; readonly side: Side; readonly type: RecordType }
  | { readonly step: 'decide'; readonly type: RecordType }
  | { readonly step: 'finish-plan' }
  | { readonly step: 'reconcile'; readonly type: RecordType; readonly after: string | undefined }
  | { readonly step: 'finish' };

/** The run's to-do list: what comes next, from its state alone, so that resuming is the same code as running. */
export function nextStep(run: RunState): RunStep | undefined {
  if (run.status === 'planning') {
    if (run.position === undefined) return { step: 'take-feed-position' };
    if (!run.companyRead) return { step: 'read-company' };
    for (const type of RECORD_TYPES)
      for (const side of ['bpro', 'qbo'] as const)
        if (!run.read.has(readKey(side, type))) return { step: 'read-records', side, type };
    const type = RECORD_TYPES.find((t) => !run.decided.has(t));
    return type ? { step: 'decide', type } : { step: 'finish-plan' };
  }
  if (run.status === 'executing') {
    const type = RECORD_TYPES.find((t) => !run.reconciled.has(t));
    return type ? { step: 'reconcile', type, after: run.after } : { step: 'finish' };
  }
  return undefined;
}
