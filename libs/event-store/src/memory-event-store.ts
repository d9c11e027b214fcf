import { asStored } from './new-events.js';
import {
  type Appended,
  AppendTooLarge,
  comparePositions,
  type EventData,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadOptions,
  type RecordedEvent,
  RevisionConflict,
  StoreFull,
  StoreUnavailable,
  type Subscription,
  type SubscriptionItem,
} from './port.js';
import { requirePrefixes } from './prefixes.js';

/**
 * Called around every operation, so that a test can crash there by throwing (`StoreUnavailable`, mostly).
 * `append` before: nothing is written; after: it is written and the reply is lost. `read`: likewise, `readAll`
 * under the name `$all`. `subscribe` before: at the start (`$all`); after: before each event (its stream) is
 * handed over.
 */
export type StoreFault = (
  operation: 'append' | 'read' | 'subscribe',
  phase: 'before' | 'after',
  stream: string,
) => void | Promise<void>;

export interface MemoryEventStoreOptions {
  readonly fault?: StoreFault;
  /** Bytes of events, roughly, after which appends throw `StoreFull`. */
  readonly maxBytes?: number;
}

const maxAppendBytes = 1_048_576;

/**
 * The in-memory twin: EventStoreDB's semantics as the store contract fixes them, for tests and the simulation.
 * Deterministic; data that it gives out is frozen.
 */
export class MemoryEventStore implements EventStore {
  /** Exchangeable, so that a test can turn faults on and off. */
  fault: StoreFault | undefined;
  /** Exchangeable, so that a test can make room. */
  maxBytes: number;

  private readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly waiting = new Set<() => void>();
  private readonly closing = new AbortController();
  private bytes = 0;
  private failures = 0;

  constructor(options: MemoryEventStoreOptions = {}) {
    this.fault = options.fault;
    this.maxBytes = options.maxBytes ?? Infinity;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const stored = asStored(events);
    await this.enter('append', 'before', stream);
    const appended = this.appendNow(stream, expected, stored);
    await this.enter('append', 'after', stream);
    return appended;
  }

  private appendNow(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended {
    const history = this.streams.get(stream) ?? [];
    const current = history.length - 1;
    const at = expected === 'no_stream' ? -1 : expected;
    if (at < current) {
      const last = this.repeatOf(history, at, events);
      if (last) return { revision: last.revision, position: last.position };
    }
    if (at !== current) throw new RevisionConflict(stream, expected, current < 0 ? 'no_stream' : current);
    const sizes = events.map(sizeOf);
    const size = sizes.reduce((sum, n) => sum + n, 0);
    if (size > maxAppendBytes)
      throw new AppendTooLarge(`an append to ${stream} is larger than the store takes`);
    if (this.bytes + size > this.maxBytes) throw new StoreFull('the event store has no space left');
    events.forEach((event, index) => {
      const position = `${String(this.bytes)}/${String(this.bytes)}`;
      this.bytes += sizes[index] ?? 0;
      const recorded = deepFreeze({ ...event, stream, revision: current + 1 + index, position });
      history.push(recorded);
      this.log.push(recorded);
    });
    this.streams.set(stream, history);
    this.wake();
    return { revision: history.length - 1, position: this.log.at(-1)?.position ?? '' };
  }

  /** The last of the events, when all of them already stand right after `at`: then the append is a repeat. */
  private repeatOf(
    history: readonly RecordedEvent[],
    at: number,
    events: readonly NewEvent[],
  ): RecordedEvent | undefined {
    if (!events.every((event, index) => history[at + 1 + index]?.id === event.id)) return undefined;
    return history[at + events.length];
  }

  async read(stream: string, { from, limit, direction }: ReadOptions = {}): Promise<RecordedEvent[]> {
    await this.enter('read', 'before', stream);
    const history = this.streams.get(stream) ?? [];
    const found =
      direction === 'backwards'
        ? history.slice(0, from === undefined ? undefined : from + 1).reverse()
        : history.slice(from ?? 0);
    await this.enter('read', 'after', stream);
    return limit === undefined ? found : found.slice(0, limit);
  }

  async *readAll(prefixes: readonly string[], after?: Position): AsyncIterable<RecordedEvent> {
    requirePrefixes(prefixes);
    await this.enter('read', 'before', '$all');
    const end = this.log.length;
    for (let index = this.indexAfter(after); index < end; index++) {
      const event = this.log[index];
      if (event && wanted(event, prefixes)) yield event;
    }
    await this.enter('read', 'after', '$all');
  }

  subscribe(prefixes: readonly string[], after?: Position): Subscription {
    requirePrefixes(prefixes);
    const closing = new AbortController();
    return {
      close: () => {
        closing.abort();
        this.wake();
      },
      [Symbol.asyncIterator]: () => this.items(prefixes, after, closing.signal),
    };
  }

  private async *items(
    prefixes: readonly string[],
    after: Position | undefined,
    stop: AbortSignal,
  ): AsyncGenerator<SubscriptionItem, void, void> {
    const ended = (): boolean => stop.aborted || this.closing.signal.aborted;
    if (ended()) return;
    await this.enter('subscribe', 'before', '$all');
    const failures = this.failures;
    let live = false;
    for (let index = this.indexAfter(after); ;) {
      if (ended()) return;
      if (failures !== this.failures) throw new StoreUnavailable('the connection was lost');
      const event = this.log[index];
      if (event) {
        index++;
        if (!wanted(event, prefixes)) continue;
        await this.enter('subscribe', 'after', event.stream);
        if (ended()) return;
        yield { kind: 'event', event };
      } else if (!live) {
        live = true;
        yield { kind: 'caught-up' };
      } else {
        await new Promise<void>((resolve) => this.waiting.add(resolve));
      }
    }
  }

  /** Every subscription that is open now throws `StoreUnavailable`, as when the connection is lost. */
  dropSubscriptions(): void {
    this.failures++;
    this.wake();
  }

  async ping(): Promise<void> {
    await this.enter('read', 'before', 'ping');
  }

  close(): Promise<void> {
    this.closing.abort();
    this.wake();
    return Promise.resolve();
  }

  private async enter(
    operation: 'append' | 'read' | 'subscribe',
    phase: 'before' | 'after',
    stream: string,
  ): Promise<void> {
    await this.fault?.(operation, phase, stream);
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  /** Index of the first event after the position, by halving. */
  private indexAfter(after: Position | undefined): number {
    if (after === undefined) return 0;
    let low = 0;
    let high = this.log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions(this.log[middle]?.position ?? '', after) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const wanted = (event: RecordedEvent, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => event.stream.startsWith(prefix));

/** Bytes as the server reckons them; never 0, so that positions grow. */
const sizeOf = (event: NewEvent): number =>
  2 * event.type.length + bytesOf(event.data) + bytesOf(event.metadata);

const bytesOf = (json: EventData): number => Buffer.byteLength(JSON.stringify(json));

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
