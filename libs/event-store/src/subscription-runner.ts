import type { Clock } from '@bpro-qbo-sync/clock';
import { type Backoff, backoffMs } from './backoff.js';
import {
  type Checkpoints,
  type EventStore,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
} from './port.js';

/** What went wrong, and when it is tried again. `event` is there when its handling failed. */
export interface ReaderTrouble {
  readonly reader: string;
  readonly event?: RecordedEvent;
  /** Failures in a row, this one included. */
  readonly attempt: number;
  readonly retryInMs: number;
}

export interface ReaderOptions {
  readonly store: Pick<EventStore, 'subscribe'>;
  /** Name of the reader: the key of its checkpoint. */
  readonly reader: string;
  readonly prefixes: readonly string[];
  readonly checkpoints: Checkpoints;
  readonly clock: Clock;
  /** Gets one event at a time, in order, at least once. A throw brings the same event again. */
  readonly handle: (event: RecordedEvent) => void | Promise<void>;
  readonly onError?: (error: unknown, trouble: ReaderTrouble) => void;
  /** Called when the reader reaches the present; again after a lost connection. */
  readonly caughtUp?: () => void;
  /** Stops the reader after the event that it is handling. */
  readonly signal: AbortSignal;
  /** The checkpoint is saved after this many events, when caught up and when stopped; default 1. */
  readonly saveEvery?: number;
  /** Waits between attempts; default 100 ms doubling to 30 s. */
  readonly backoff?: Backoff;
}

/**
 * Runs a catch-up subscription from the reader's own checkpoint until `signal` aborts; then resolves. Nothing is
 * skipped: an event that cannot be handled, a checkpoint that cannot be saved and a store that does not answer are
 * tried again for as long as it takes. The checkpoint follows the handling, so a crash repeats events.
 */
export async function runReader(options: ReaderOptions): Promise<void> {
  await new Reader(options).run();
}

class Reader {
  private readonly saveEvery: number;
  private readonly backoff: Backoff;
  private handled: Position | undefined;
  private unsaved = 0;
  private failures = 0;

  constructor(private readonly options: ReaderOptions) {
    this.saveEvery = options.saveEvery ?? 1;
    this.backoff = options.backoff ?? { firstMs: 100, maxMs: 30_000 };
  }

  async run(): Promise<void> {
    const { checkpoints, reader, signal } = this.options;
    await this.untilDone(async () => {
      this.handled = await checkpoints.load(reader);
    });
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        await this.wait(error);
      }
    }
    if (this.unsaved > 0) await this.saveAtTheEnd();
  }

  /** Reads from the last handled position until the signal aborts or the connection is lost. */
  private async follow(): Promise<void> {
    const { store, prefixes, signal } = this.options;
    const subscription = store.subscribe(prefixes, this.handled);
    const close = (): void => {
      subscription.close();
    };
    signal.addEventListener('abort', close);
    try {
      for await (const item of subscription) {
        if (signal.aborted) return;
        this.failures = 0;
        if (item.kind === 'event') await this.handleOne(item.event);
        else await this.reachPresent();
        if (signal.aborted) return;
      }
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
    if (!signal.aborted) throw new StoreUnavailable('the subscription ended');
  }

  private async handleOne(event: RecordedEvent): Promise<void> {
    const done = await this.untilDone(() => this.options.handle(event), event);
    if (!done) return;
    this.handled = event.position;
    this.unsaved++;
    if (this.unsaved >= this.saveEvery) await this.save();
  }

  private async reachPresent(): Promise<void> {
    if (this.unsaved > 0) await this.save();
    this.options.caughtUp?.();
  }

  private async save(): Promise<void> {
    const { checkpoints, reader } = this.options;
    const position = this.handled;
    if (position === undefined) return;
    const saved = await this.untilDone(() => checkpoints.save(reader, position));
    if (saved) this.unsaved = 0;
  }

  /** Once: what is not saved is read again after the next start. */
  private async saveAtTheEnd(): Promise<void> {
    const { checkpoints, reader, onError } = this.options;
    if (this.handled === undefined) return;
    try {
      await checkpoints.save(reader, this.handled);
    } catch (error) {
      onError?.(error, { reader, attempt: 1, retryInMs: 0 });
    }
  }

  /** Tries until it works (true) or the signal aborts (false). */
  private async untilDone(work: () => void | Promise<void>, event?: RecordedEvent): Promise<boolean> {
    while (!this.options.signal.aborted) {
      try {
        await work();
        this.failures = 0;
        return true;
      } catch (error) {
        await this.wait(error, event);
      }
    }
    return false;
  }

  private async wait(error: unknown, event?: RecordedEvent): Promise<void> {
    const { reader, clock, signal, onError } = this.options;
    if (signal.aborted) return;
    const attempt = ++this.failures;
    const retryInMs = backoffMs(this.backoff, attempt);
    onError?.(error, { reader, attempt, retryInMs, ...(event && { event }) });
    try {
      await clock.sleep(retryInMs, signal);
    } catch (reason) {
      if (!signal.aborted) throw reason;
    }
  }
}
