import type { EventStore } from '@bpro-qbo-sync/event-store';
import type { Position, StoredEvent } from '@bpro-qbo-sync/read-models';
import { randomEvents } from '@bpro-qbo-sync/read-models/contract';
import { STREAM_PREFIXES } from '@bpro-qbo-sync/sync-domain';
import fc from 'fast-check';

/** Events of every stream that the read models know, and of some that they do not; the same for the same seed. */
export function storedHistory(seed: number, atLeast = 60): readonly StoredEvent[] {
  const long = randomEvents.filter((events) => events.length >= atLeast);
  return fc.sample(long, { numRuns: 1, seed })[0] ?? [];
}

/** Appends the events one by one, to streams of their own for each `life`, so that a history can be told again. */
export async function append(store: EventStore, events: readonly StoredEvent[], life = 1): Promise<void> {
  const suffix = life === 1 ? '' : `x${String(life)}`;
  for (const { id, stream, revision, type, data, metadata } of events)
    await store.append(`${stream}${suffix}`, revision === 0 ? 'no_stream' : revision - 1, [
      { id: `${id.slice(0, -12)}${String(life).padStart(4, '0')}${id.slice(-8)}`, type, data, metadata },
    ]);
}

/** Of the last event that the read models have to do with. */
export async function newestPosition(store: EventStore): Promise<Position | undefined> {
  let newest: Position | undefined;
  for await (const { position } of store.readAll(STREAM_PREFIXES)) newest = position;
  return newest;
}
