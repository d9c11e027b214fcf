import { realClock } from '@bpro-qbo-sync/clock';
import type { EventSource } from '../event-source.js';
import type { ReadModelQueries } from '../queries.js';
import { runProjections } from '../run-projections.js';
import { MemoryReadModels } from './memory-read-models.js';

export interface InMemoryProjector {
  readonly queries: ReadModelQueries;
  /** Stops the projections; what was read can be asked still. */
  stop(): Promise<void>;
}

/** The real projections from a store into memory, in this process: for tests. */
export function projectInMemory(store: EventSource): InMemoryProjector {
  const db = new MemoryReadModels();
  const stopping = new AbortController();
  const running = runProjections({ store, db, clock: realClock, signal: stopping.signal });
  return {
    queries: db.queries,
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
