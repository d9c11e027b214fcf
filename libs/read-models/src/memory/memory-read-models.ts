import { isDeepStrictEqual } from 'node:util';
import { isAfter, type Position } from '../event-source.js';
import { foldFacts } from '../projection.js';
import { FINGERPRINT, PROJECTIONS } from '../projections.js';
import type { ReadModelQueries } from '../queries.js';
import {
  type Batch,
  type Difference,
  type FreshRows,
  type Progress,
  type ReadModels,
  RebuildRunning,
  remaining,
  type RowSet,
  type Turn,
} from '../read-models.js';
import { type AnyTable, keyText, type StoredRow } from '../table.js';
import { MemoryQueries } from './memory-queries.js';
import { OneAtATime } from './one-at-a-time.js';

/** Called before and after a batch becomes visible, so that a test can crash there by throwing. */
export type ApplyFault = (phase: 'before' | 'after') => void | Promise<void>;

/** The in-memory twin of one set of tables: the same folds, rows in maps. */
export class MemoryRowSet implements RowSet {
  protected readonly writers = new OneAtATime();
  private readonly watchers = new Set<() => void>();
  private tables = new Map<string, Map<string, StoredRow>>();
  private current: Progress = { position: undefined, eventAt: undefined, handled: 0, skipped: 0 };
  /** Exchangeable, so that a test can turn faults on and off. */
  fault: ApplyFault | undefined;

  progress(): Promise<Progress> {
    return Promise.resolve(this.current);
  }

  get state(): Progress {
    return this.current;
  }

  onChange(wake: () => void): () => void {
    this.watchers.add(wake);
    return () => void this.watchers.delete(wake);
  }

  apply(batch: Batch): Promise<void> {
    return this.writers.run(async () => {
      await this.fault?.('before');
      const { facts, skipped } = remaining(batch, this.current.position);
      const changes = await foldFacts(PROJECTIONS, facts, (table) => Promise.resolve(this.table(table)));
      for (const { table, rows } of changes) this.put(table, rows);
      this.current = advanced(this.current, batch.position, facts, skipped);
      this.changed();
      await this.fault?.('after');
    });
  }

  row(table: AnyTable, key: StoredRow): StoredRow | undefined {
    return this.table(table).get(keyText(table, key));
  }

  rows(table: AnyTable): Promise<StoredRow[]> {
    return Promise.resolve([...this.table(table).values()].sort(inKeyOrder(table)));
  }

  /** Replaces rows behind the events' back: what a defect would do. */
  put(table: AnyTable, rows: readonly StoredRow[]): void {
    const stored = this.tables.get(table.name) ?? new Map<string, StoredRow>();
    for (const row of rows) stored.set(keyText(table, row), row);
    this.tables.set(table.name, stored);
  }

  table(table: AnyTable): ReadonlyMap<string, StoredRow> {
    return this.tables.get(table.name) ?? new Map<string, StoredRow>();
  }

  protected become(other: MemoryRowSet): void {
    this.tables = other.tables;
    this.current = other.current;
    this.changed();
  }

  private changed(): void {
    for (const wake of this.watchers) wake();
  }
}

/** The read models in memory, for tests and the simulation. */
export class MemoryReadModels extends MemoryRowSet implements ReadModels {
  readonly queries: ReadModelQueries = new MemoryQueries(this);
  private readonly turns = new OneAtATime();
  private readonly building = new Set<string>();
  private turnTaken = false;
  /** What made the rows; a test can pretend that another version did. */
  fingerprint = FINGERPRINT;

  prepare(): Promise<'current' | 'outdated'> {
    return Promise.resolve(this.fingerprint === FINGERPRINT ? 'current' : 'outdated');
  }

  takeTurn(_clock: unknown, signal: AbortSignal, onWaiting?: () => void): Promise<Turn> {
    if (this.turnTaken) onWaiting?.();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      void this.turns.run(async () => {
        if (signal.aborted) return giveUp();
        this.turnTaken = true;
        await new Promise<void>((end) => {
          resolve({
            lost: new AbortController().signal,
            release: () => {
              this.turnTaken = false;
              end();
              return Promise.resolve();
            },
          });
        });
      });
    });
  }

  holdStill<T>(work: (position: Position | undefined) => Promise<T>): Promise<T> {
    return this.writers.run(async () => work((await this.progress()).position));
  }

  fresh(purpose: 'rebuild' | 'check'): Promise<FreshRows> {
    if (this.building.has(purpose)) return Promise.reject(new RebuildRunning(purpose));
    this.building.add(purpose);
    const rows = new MemoryRowSet();
    const discard = (): Promise<void> => {
      this.building.delete(purpose);
      return Promise.resolve();
    };
    return Promise.resolve({
      progress: () => rows.progress(),
      apply: (batch) => rows.apply(batch),
      rows: (table) => rows.rows(table),
      differences: (limit) => Promise.resolve(differences(this, rows, limit)),
      adopt: () =>
        this.writers.run(() => {
          this.become(rows);
          this.fingerprint = FINGERPRINT;
          return discard();
        }),
      discard,
    });
  }
}

function differences(live: MemoryRowSet, rebuilt: MemoryRowSet, limit: number): Difference[] {
  const found: Difference[] = [];
  for (const { table } of PROJECTIONS) {
    const [a, b] = [live.table(table), rebuilt.table(table)];
    for (const id of new Set([...a.keys(), ...b.keys()])) {
      const [one, other] = [a.get(id), b.get(id)];
      const some = one ?? other;
      if (!some || isDeepStrictEqual(one, other)) continue;
      const key = Object.fromEntries(table.key.map((name) => [name, some[name]]));
      found.push({ table: table.name, key, live: one, rebuilt: other });
    }
  }
  return found.slice(0, limit);
}

const inKeyOrder =
  (table: AnyTable) =>
  (a: StoredRow, b: StoredRow): number => {
    const differing = table.key.find((name) => a[name] !== b[name]);
    if (differing === undefined) return 0;
    const [x, y] = [String(a[differing]), String(b[differing])];
    if (table.columns[differing] === 'text') return x < y ? -1 : 1;
    return BigInt(x) < BigInt(y) ? -1 : 1;
  };

/** The progress after a batch; unchanged when there was nothing new in it. */
function advanced(
  before: Progress,
  position: Position,
  facts: Batch['facts'],
  skipped: Batch['skipped'],
): Progress {
  if (!isAfter(position, before.position)) return before;
  return {
    position,
    eventAt: facts.at(-1)?.at ?? before.eventAt,
    handled: before.handled + facts.length,
    skipped: before.skipped + skipped.length,
  };
}
