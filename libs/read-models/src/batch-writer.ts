import type { Position, StoredEvent } from './event-source.js';
import { type Fact, factOf, type Upcast } from './fact.js';
import type { Batch, RowSet } from './read-models.js';

export interface BatchWriterOptions {
  readonly rows: RowSet;
  /** Where the rows are current to. */
  readonly after: Position | undefined;
  readonly upcast: Upcast;
  /** Events in one transaction at most. */
  readonly batchSize: number;
  /** Called once, when a batch could not be written; `flush` throws its error. */
  readonly onFailure?: () => void;
  readonly onWritten?: (events: number) => void;
}

/**
 * Collects events into batches and writes one while the next is collected. Under way to the present batches are
 * full; afterwards (`goLive`) whatever has come is written as soon as the writer is free, so that nothing waits.
 */
export class BatchWriter {
  private events: StoredEvent[] = [];
  private after: Position | undefined;
  private writing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;
  private live = false;

  constructor(private readonly options: BatchWriterOptions) {
    this.after = options.after;
  }

  /** Takes an event; waits while a full batch waits for the one before it. */
  async add(event: StoredEvent): Promise<void> {
    this.rethrow();
    this.events.push(event);
    if (this.events.length >= this.options.batchSize) {
      await this.writing;
      this.rethrow();
      this.writeNext();
    } else if (this.live && !this.writing) this.writeNext();
  }

  /** Writes everything taken so far. Throws what kept a batch from being written. */
  async flush(): Promise<void> {
    do {
      await this.writing;
      this.rethrow();
      this.writeNext();
    } while (this.writing);
  }

  goLive(): void {
    this.live = true;
  }

  private writeNext(): void {
    const batch = this.takeBatch();
    if (!batch) return;
    this.writing = this.write(batch);
  }

  private async write(batch: Batch): Promise<void> {
    try {
      await this.options.rows.apply(batch);
      this.options.onWritten?.(batch.facts.length + batch.skipped.length);
    } catch (error) {
      this.failure = { error };
      this.options.onFailure?.();
    }
    this.writing = undefined;
    if (this.live && !this.failure) this.writeNext();
  }

  private takeBatch(): Batch | undefined {
    const last = this.events.at(-1);
    if (!last) return undefined;
    const facts: Fact[] = [];
    const skipped: Position[] = [];
    for (const event of this.events) {
      const fact = factOf(event, this.options.upcast);
      if (fact) facts.push(fact);
      else skipped.push(event.position);
    }
    const batch = { after: this.after, position: last.position, facts, skipped };
    this.events = [];
    this.after = last.position;
    return batch;
  }

  private rethrow(): void {
    if (this.failure) throw this.failure.error;
  }
}
