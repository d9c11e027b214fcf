import type { Clock } from '@bpro-qbo-sync/clock';
import { isAfter, type Position } from './event-source.js';
import type { Fact } from './fact.js';
import type { ReadModelQueries } from './queries.js';
import type { AnyTable, StoredRow } from './table.js';

/** Consecutive events, ready to be folded. */
export interface Batch {
  /** Where the reading stood before the batch's first event. */
  readonly after: Position | undefined;
  /** Position of the last event, known or not. */
  readonly position: Position;
  readonly facts: readonly Fact[];
  /** Events of other streams or of unknown types, by position. */
  readonly skipped: readonly Position[];
}

/** Up to where rows are current. */
export interface Progress {
  readonly position: Position | undefined;
  /** When the last event happened that is in the rows. */
  readonly eventAt: string | undefined;
  /** Events folded, and events skipped as unknown, since event 0. */
  readonly handled: number;
  readonly skipped: number;
}

/** One set of the tables with the position it is current to. */
export interface RowSet {
  progress(): Promise<Progress>;
  /**
   * Folds a batch: rows and position together or not at all. Events that are in the rows already are passed over.
   * Throws `PositionMoved` when events are missing between the rows and the batch.
   */
  apply(batch: Batch): Promise<void>;
  /** Every row of a table, in order of its key. For comparing; memory grows with the table. */
  rows(table: AnyTable): Promise<StoredRow[]>;
}

/** A row that is not what the events lead to (rule J1). */
export interface Difference {
  readonly table: string;
  readonly key: StoredRow;
  /** None: the row is missing on that side. */
  readonly live: StoredRow | undefined;
  readonly rebuilt: StoredRow | undefined;
}

/** A row set that is being built beside the live one. */
export interface FreshRows extends RowSet {
  /** Rows in which the live tables differ from these. */
  differences(limit: number): Promise<Difference[]>;
  /** Puts the fresh rows in the place of the live ones. */
  adopt(): Promise<void>;
  discard(): Promise<void>;
}

/** The turn at writing; `lost` aborts when somebody else may have it. */
export interface Turn {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** The read models of one database. */
export interface ReadModels extends RowSet {
  readonly queries: ReadModelQueries;
  /** Makes the tables when there are none. `outdated`: another version's code made the rows; rebuild them. */
  prepare(): Promise<'current' | 'outdated'>;
  /** Waits until no other process writes, and says so. Rejects with the signal's reason when it aborts. */
  takeTurn(clock: Clock, signal: AbortSignal, onWaiting?: () => void): Promise<Turn>;
  /** Runs `work` while nobody writes the live rows; it is told where they stand. */
  holdStill<T>(work: (position: Position | undefined) => Promise<T>): Promise<T>;
  /** Empty tables beside the live ones; one at a time over all processes, else throws `RebuildRunning`. */
  fresh(purpose: 'rebuild' | 'check'): Promise<FreshRows>;
}

/** The rows are not where the reader believed: read on from their own position. */
export class PositionMoved extends Error {
  override readonly name = 'PositionMoved';

  constructor(stored: Position | undefined, expected: Position | undefined) {
    super(`the rows are current to ${stored ?? 'the beginning'}, the events begin after ${expected ?? 'it'}`);
  }
}

/** Another process builds these read models afresh at this moment. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';

  constructor(purpose: string) {
    super(`a ${purpose} of the read models is running already; wait for it to end`);
  }
}

/** What of the batch is not in rows that are current to `position`. */
export function remaining(batch: Batch, position: Position | undefined): Pick<Batch, 'facts' | 'skipped'> {
  if (batch.after !== undefined && isAfter(batch.after, position))
    throw new PositionMoved(position, batch.after);
  return {
    facts: batch.facts.filter((fact) => isAfter(fact.position, position)),
    skipped: batch.skipped.filter((skipped) => isAfter(skipped, position)),
  };
}
