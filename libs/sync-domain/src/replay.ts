import type { DomainEvent } from './record-events.js';
import type { RecordState } from './record-state.js';
import type { RecordType } from './record-types.js';

/**
 * Where replay stands; it starts anew with each connection generation (rule B4). Stream `replay-{tenant}`. Every event
 * says the position in BPro's feed up to which changes are done.
 */
export type ReplayEvent =
  | DomainEvent<'ReplayStarted', { position: string; run: string }>
  | DomainEvent<'ReplayAdvanced', { position: string; changes: number }>
  /** Something is in the way: what waits since then (UTC) goes on from the position (rules B3, G1). */
  | DomainEvent<'ReplayPaused', { position: string; reason: string; since: string }>
  | DomainEvent<'ReplayResumed', { position: string }>
  /** The second reading found records whose change had been passed over, and brought them across: `type/bproId`. */
  | DomainEvent<'MissedChangesRepaired', { position: string; records: readonly string[] }>;

export interface ReplayState {
  readonly position: string | undefined;
  /** The run whose position it began with. */
  readonly run: string | undefined;
  /** That run's position. */
  readonly begunAt: string | undefined;
  readonly paused: { readonly reason: string; readonly since: string } | undefined;
}

export const initialReplayState: ReplayState = {
  position: undefined,
  run: undefined,
  begunAt: undefined,
  paused: undefined,
};

export function evolveReplay(state: ReplayState, event: ReplayEvent): ReplayState {
  const { position } = event.data;
  switch (event.type) {
    case 'ReplayStarted':
      return { position, run: event.data.run, begunAt: position, paused: undefined };
    case 'ReplayAdvanced':
    case 'ReplayResumed':
      return { ...state, position, paused: undefined };
    case 'ReplayPaused':
      return { ...state, position, paused: { reason: event.data.reason, since: event.data.since } };
    case 'MissedChangesRepaired':
      return { ...state, position };
  }
}

export const foldReplay = (events: Iterable<ReplayEvent>): ReplayState => {
  let state = initialReplayState;
  for (const event of events) state = evolveReplay(state, event);
  return state;
};

/** A change in BPro's feed, as far as the second reading looks at it. */
export interface FeedChange {
  readonly position: string;
  readonly type: RecordType;
  readonly id: string;
  readonly version: number;
  readonly origin: string;
}

/** Those of a stretch of the feed that replay has passed: all before the first that still waits. */
export function passedBy<Change extends FeedChange>(
  changes: readonly Change[],
  firstWaiting: Pick<FeedChange, 'position'> | undefined,
): readonly Change[] {
  const end = changes.findIndex(({ position }) => position === firstWaiting?.position);
  return end < 0 ? changes : changes.slice(0, end);
}

/**
 * The last change of each record that its stream does not account for: it is not at that version in both systems, no
 * note says why, and no write is under way. Most of them asked for nothing (the settings leave the record out, what
 * changed is not the sync's): only deciding again tells. What the sync wrote itself is not there (rule G2).
 */
export function unaccounted<Change extends FeedChange>(
  changes: readonly Change[],
  stateOf: (change: Change) => RecordState | undefined,
): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) last.set(`${change.type}/${change.id}`, change);
  return [...last.values()].filter((change) => {
    if (change.origin === 'sync') return false;
    const state = stateOf(change);
    if (!state) return true;
    if (state.note !== undefined || state.open !== undefined) return false;
    return Number(state.versions.bpro ?? '0') < change.version;
  });
}
