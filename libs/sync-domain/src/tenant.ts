import type { DomainEvent } from './record-events.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';

/** A tenant's sync: whether it is on, what the manager chose, and which run has its turn. Stream `settings-{tenant}`. */
export type TenantEvent =
  | DomainEvent<'SyncEnabled', Record<string, never>>
  | DomainEvent<'SyncDisabled', Record<string, never>>
  /** A draft (rule C6): it takes effect with the next start. */
  | DomainEvent<'SyncConfigured', { settings: Settings; version: number }>
  /** A plan for the draft, which can be started; one to try settings out (rule K2) is in its run's stream alone. */
  | DomainEvent<'PlanRequested', { run: string; settings: Settings; version: number }>
  /** The run's settings govern from now on (rule C6); one run at a time (rule E1). */
  | DomainEvent<'FullSyncRequested', { run: string; settings: Settings; version: number }>
  | DomainEvent<'FullSyncReleased', { run: string; completed: boolean }>
  /** Somebody of BPro support looked (rule A2). `what`: the route. */
  | DomainEvent<'SupportAccessed', { what: string }>;

export interface TenantState {
  readonly enabled: boolean;
  readonly draft: Settings;
  readonly draftVersion: number;
  /** What governs replay: the settings of the last run that was started. */
  readonly effective: Settings | undefined;
  readonly effectiveVersion: number;
  readonly plan: { readonly run: string; readonly version: number } | undefined;
  readonly activeRun: string | undefined;
  /** The last run that completed; none: replay has not begun (rule G1). */
  readonly completedRun: string | undefined;
  /** The last run that was started and has ended, cancelled ones too. */
  readonly endedRun: { readonly run: string; readonly completed: boolean } | undefined;
}

export const initialTenantState: TenantState = {
  enabled: false,
  draft: DEFAULT_SETTINGS,
  draftVersion: 0,
  effective: undefined,
  effectiveVersion: 0,
  plan: undefined,
  activeRun: undefined,
  completedRun: undefined,
  endedRun: undefined,
};

export function evolveTenant(state: TenantState, event: TenantEvent): TenantState {
  switch (event.type) {
    case 'SyncEnabled':
      return { ...state, enabled: true };
    case 'SyncDisabled':
      return { ...state, enabled: false };
    case 'SyncConfigured':
      return { ...state, draft: event.data.settings, draftVersion: event.data.version };
    case 'PlanRequested':
      return { ...state, plan: { run: event.data.run, version: event.data.version } };
    case 'FullSyncRequested':
      return {
        ...state,
        effective: event.data.settings,
        effectiveVersion: event.data.version,
        activeRun: event.data.run,
      };
    case 'FullSyncReleased':
      return {
        ...state,
        activeRun: undefined,
        plan: undefined,
        completedRun: event.data.completed ? event.data.run : state.completedRun,
        // A plan that was given up never ran.
        endedRun: state.activeRun === event.data.run ? event.data : state.endedRun,
      };
    case 'SupportAccessed':
      return state;
  }
}

export const foldTenant = (events: Iterable<TenantEvent>): TenantState => {
  let state = initialTenantState;
  for (const event of events) state = evolveTenant(state, event);
  return state;
};
