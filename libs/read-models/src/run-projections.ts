import type { Clock } from '@bpro-qbo-sync/clock';
import { STREAM_PREFIXES } from '@bpro-qbo-sync/sync-domain';
import { BatchWriter } from './batch-writer.js';
import type { EventSource } from './event-source.js';
import { presentShape, type Upcast } from './fact.js';
import type { ReadModels, Turn } from './read-models.js';
import { rebuildReadModels } from './rebuild.js';

export interface ProjectionTrouble {
  /** Failures in a row, this one included. */
  readonly attempt: number;
  readonly retryInMs: number;
}

export interface RunProjectionsOptions {
  readonly store: EventSource;
  readonly db: ReadModels;
  readonly clock: Clock;
  /** Ends the projections after the batch that is being written. */
  readonly signal: AbortSignal;
  readonly onError?: (error: unknown, trouble: ProjectionTrouble) => void;
  /** Called when the rows have reached the present; again after a lost connection. */
  readonly onCaughtUp?: () => void;
  /** Called after each batch with the number of its events. */
  readonly onWritten?: (events: number) => void;
  /** Called before the rows of another version are rebuilt. */
  readonly onRebuild?: () => void;
  /** Called while another process has the turn at writing, each time that this one asks. */
  readonly onWaiting?: () => void;
  /** Default: the domain's. */
  readonly upcast?: Upcast;
  /** Events in one transaction at most; default 500. */
  readonly batchSize?: number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;

/**
 * Keeps the read models current until `signal` aborts; then resolves. One process writes at a time, the others wait
 * for its end. Rows that another version made are rebuilt first. Nothing is skipped for a failure: whatever cannot
 * be read or written is tried again from the rows' own position, later and later.
 */
export async function runProjections(options: RunProjectionsOptions): Promise<void> {
  const { db, clock, signal, onError, onWaiting } = options;
  let failures = 0;
  const worked = (): void => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      const turn = await db.takeTurn(clock, signal, onWaiting);
      try {
        if ((await db.prepare()) === 'outdated') await rebuildAsOutdated(options);
        await follow(options, turn, worked);
      } finally {
        await turn.release();
      }
    } catch (error) {
      if (isAborted(signal)) return;
      const attempt = ++failures;
      const retryInMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 20));
      onError?.(error, { attempt, retryInMs });
      await clock.sleep(retryInMs, signal).catch(unlessAborted(signal));
    }
  }
}

async function rebuildAsOutdated(options: RunProjectionsOptions): Promise<void> {
  const { store, db, signal, upcast, onWritten, onRebuild } = options;
  onRebuild?.();
  await rebuildReadModels({ store, db, signal, ...(upcast && { upcast }), ...(onWritten && { onWritten }) });
}

/** Reads from the rows' position until the signal aborts, or throws. */
async function follow(options: RunProjectionsOptions, turn: Turn, worked: () => void): Promise<void> {
  const { store, db, signal, onCaughtUp, onWritten, upcast = presentShape, batchSize = 500 } = options;
  const after = (await db.progress()).position;
  const subscription = store.subscribe(STREAM_PREFIXES, after);
  const close = (): void => {
    subscription.close();
  };
  const writer = new BatchWriter({
    rows: db,
    after,
    upcast,
    batchSize,
    onFailure: close,
    onWritten: (events) => {
      worked();
      onWritten?.(events);
    },
  });
  const stops = [signal, turn.lost];
  for (const stop of stops) stop.addEventListener('abort', close);
  try {
    if (stops.some(isAborted)) return;
    for await (const item of subscription) {
      if (stops.some(isAborted)) break;
      if (item.kind === 'event') await writer.add(item.event);
      else {
        await writer.flush();
        writer.goLive();
        worked();
        onCaughtUp?.();
      }
    }
    await writer.flush();
  } finally {
    for (const stop of stops) stop.removeEventListener('abort', close);
    close();
  }
  if (!signal.aborted)
    throw new Error(turn.lost.aborted ? 'the turn at writing was lost' : 'the subscription ended');
}

/** A call, because the compiler does not know that a signal changes while one waits. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const unlessAborted =
  (signal: AbortSignal) =>
  (reason: unknown): void => {
    if (!signal.aborted) throw reason;
  };
