import type { EventStore, RecordedEvent } from '@bpro-qbo-sync/event-store';
import { foldRecord, parseStream, type BproRecord, type RecordEvent, type RecordState, type RecordType } from '@bpro-qbo-sync/sync-domain';

export type QboDump = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** One record's stream as support would read it. */
export interface RecordLife {
  readonly type: RecordType;
  readonly recordId: string;
  readonly generation: number;
  readonly state: RecordState;
  readonly events: readonly RecordedEvent[];
}

/** What can be seen from outside: both systems' own records, and the event history. */
export interface Evidence {
  readonly bpro: readonly BproRecord[];
  readonly qbo: QboDump;
  readonly records: readonly RecordLife[];
}

export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Folds every record stream of a tenant's store. */
export async function recordLives(store: EventStore): Promise<RecordLife[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for await (const event of store.readAll(['record-'])) {
    const events = streams.get(event.stream) ?? [];
    events.push(event);
    streams.set(event.stream, events);
  }
  return [...streams].flatMap(([stream, events]) => {
    const name = parseStream(stream);
    if (name?.kind !== 'record') return [];
    const state = foldRecord(events.map((e) => ({ type: e.type, data: e.data }) as unknown as RecordEvent));
    return [{ type: name.type, recordId: name.recordId, generation: name.generation, state, events }];
  });
}

export const isLinked = ({ state }: RecordLife): boolean => state.bproId !== undefined && state.qboId !== undefined;
