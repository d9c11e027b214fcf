import { VirtualClock } from '@bpro-qbo-sync/clock';
import type { StoredEvent } from '../event-source.js';
import { MemoryReadModels } from '../memory/memory-read-models.js';
import { PROJECTIONS } from '../projections.js';
import type { ReadModels, RowSet } from '../read-models.js';
import { catchUp } from '../rebuild.js';
import { runProjections, type RunProjectionsOptions } from '../run-projections.js';
import type { StoredRow } from '../table.js';
import { ScriptedSource } from './scripted-source.js';

/** All rows of all tables. */
export async function everything(rows: RowSet): Promise<Record<string, readonly StoredRow[]>> {
  const tables: Record<string, readonly StoredRow[]> = {};
  for (const { table } of PROJECTIONS) tables[table.name] = await rows.rows(table);
  return tables;
}

/** The rows that the events lead to, folded one by one in memory. */
export async function expected(
  events: readonly StoredEvent[],
): Promise<Record<string, readonly StoredRow[]>> {
  const memory = new MemoryReadModels();
  for (const event of events) await catchUp(new ScriptedSource([event]), memory, {});
  return everything(memory);
}

/** Lets the projections run until they have caught up `times` times, or met an error, and stops them. */
export async function untilCaughtUp(
  db: ReadModels,
  store: ScriptedSource,
  options: Partial<RunProjectionsOptions> = {},
) {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const errors: unknown[] = [];
  const running = runProjections({
    store,
    db,
    clock,
    signal: stop.signal,
    onCaughtUp: () => {
      stop.abort();
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  await whileWaking(clock, running);
  return errors;
}

/** Real input and output between the steps of virtual time. */
export async function whileWaking<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let over = false;
  const watched = work.finally(() => (over = true));
  while (!over) {
    await Promise.race([watched, new Promise((resolve) => setTimeout(resolve, 1))]);
    clock.wakeNext();
  }
  return watched;
}
