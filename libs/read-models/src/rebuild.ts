import { STREAM_PREFIXES } from '@bpro-qbo-sync/sync-domain';
import { BatchWriter } from './batch-writer.js';
import { type EventSource, isAfter, type Position } from './event-source.js';
import { presentShape, type Upcast } from './fact.js';
import type { Difference, ReadModels, RowSet } from './read-models.js';

export interface RebuildOptions {
  readonly store: Pick<EventSource, 'readAll'>;
  readonly db: ReadModels;
  /** Default: the domain's. */
  readonly upcast?: Upcast;
  /** Stops between events; the live rows stay as they are. */
  readonly signal?: AbortSignal;
  readonly onWritten?: (events: number) => void;
}

/** A rebuild gains from larger transactions: nobody waits for a single event. */
const BATCH_SIZE = 2_000;

/**
 * Builds every read model from event 0 beside the live one and then takes its place (rule J1). The live rows can be
 * read, and a projector can write them, until then. Throws `RebuildRunning`.
 */
export async function rebuildReadModels({
  store,
  db,
  upcast,
  signal,
  onWritten,
}: RebuildOptions): Promise<void> {
  const fresh = await db.fresh('rebuild');
  try {
    await catchUp(store, fresh, { upcast, signal, onWritten });
    await fresh.adopt();
  } catch (error) {
    await fresh.discard();
    throw error;
  }
}

export interface CompareOptions extends Pick<RebuildOptions, 'upcast' | 'signal'> {
  /** Rows that are told at most; default 100. */
  readonly limit?: number;
}

/**
 * Builds every read model from event 0 once more and answers in which rows the live ones differ (rule J1, invariant
 * I7). The live rows stand still only while the last events are folded and compared.
 */
export async function compareWithRebuild(
  db: ReadModels,
  store: Pick<EventSource, 'readAll'>,
  { upcast, signal, limit = 100 }: CompareOptions = {},
): Promise<Difference[]> {
  const fresh = await db.fresh('check');
  const reach = async (position: Position | undefined): Promise<void> => {
    if (position !== undefined) await catchUp(store, fresh, { upcast, signal, until: position });
  };
  try {
    await reach((await db.progress()).position);
    return await db.holdStill(async (position) => {
      await reach(position);
      return fresh.differences(limit);
    });
  } finally {
    await fresh.discard();
  }
}

export interface CatchUpOptions {
  readonly upcast?: Upcast | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onWritten?: ((events: number) => void) | undefined;
  /** The last position that is folded; none: the present. */
  readonly until?: Position | undefined;
}

/** Folds what is stored and not in the rows yet. Throws the signal's reason when it aborts. */
export async function catchUp(
  store: Pick<EventSource, 'readAll'>,
  rows: RowSet,
  { upcast, signal, onWritten, until }: CatchUpOptions,
): Promise<void> {
  const after = (await rows.progress()).position;
  if (until !== undefined && !isAfter(until, after)) return;
  const writer = new BatchWriter({
    rows,
    after,
    upcast: upcast ?? presentShape,
    batchSize: BATCH_SIZE,
    ...(onWritten && { onWritten }),
  });
  for await (const event of store.readAll(STREAM_PREFIXES, after)) {
    signal?.throwIfAborted();
    if (until !== undefined && isAfter(event.position, until)) break;
    await writer.add(event);
  }
  await writer.flush();
}
