import {
  AccessDeniedError,
  BACKWARDS,
  convertToCommandError,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  MaxAppendSizeExceededError,
  type RecordedEvent as ClientEvent,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { Clock } from '@bpro-qbo-sync/clock';
import { type Backoff, backoffMs } from './backoff.js';
import { type Credentials, splitConnectionString } from './connection-string.js';
import { withinWallTime } from './deadline.js';
import { clientPosition, positionOf } from './esdb-position.js';
import { asStored } from './new-events.js';
import {
  type Appended,
  AppendTooLarge,
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

export interface ConnectOptions {
  /** Times the waits between attempts. Network deadlines are wall time, however fast this clock runs. */
  readonly clock: Clock;
  /** How often one append is tried in all while the store does not answer; default 6. */
  readonly attempts?: number;
  /** Waits between those attempts; default 50 ms doubling to 2 s. */
  readonly backoff?: Backoff;
  /** Wall milliseconds that one append attempt or ping may take; default 10,000. A read may take three times that. */
  readonly deadlineMs?: number;
}

/**
 * An EventStoreDB, by its connection string (`esdb://` or `esdb+discover://`). Opens no connection by itself.
 * Throws when the string is malformed, or uses TLS without `user:password@`.
 */
export function connectEventStore(connectionString: string, options: ConnectOptions): EventStore {
  return new EsdbEventStore(connectionString, options);
}

const caughtUp = Symbol('caught-up');
const resourceExhausted = 8;

/** The only code that knows the client (6.2.1). What the comments call workarounds are defects of that version. */
class EsdbEventStore implements EventStore {
  private readonly client: EventStoreDBClient;
  private readonly credentials: Credentials;
  private readonly subscriptions = new Set<AbortController>();
  private closed = false;
  private readonly clock: Clock;
  private readonly attempts: number;
  private readonly backoff: Backoff;
  private readonly deadlineMs: number;

  constructor(connectionString: string, options: ConnectOptions) {
    const { address, credentials } = splitConnectionString(connectionString);
    this.client = EventStoreDBClient.connectionString(address);
    this.credentials = credentials;
    this.clock = options.clock;
    this.attempts = options.attempts ?? 6;
    this.backoff = options.backoff ?? { firstMs: 50, maxMs: 2000 };
    this.deadlineMs = options.deadlineMs ?? 10_000;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const stored = asStored(events);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.appendOnce(stream, expected, stored);
      } catch (error) {
        const mapped = storeError(error, stream, expected);
        const again = mapped instanceof StoreUnavailable && !(error instanceof AccessDeniedError);
        if (!again || attempt >= this.attempts || this.closed) throw mapped;
        await this.clock.sleep(backoffMs(this.backoff, attempt));
      }
    }
  }

  private async appendOnce(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    // Workaround: credentials on the call choose the Append rpc. The BatchAppend rpc ignores deadlines, fails
    // appends of other connections and can end the process. The client drops them where TLS is off.
    const result = await withinWallTime(
      this.deadlineMs + 2000,
      this.client.appendToStream(
        stream,
        events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata })),
        {
          expectedRevision: expected === 'no_stream' ? expected : BigInt(expected),
          credentials: this.credentials,
          deadline: this.deadlineMs,
        },
      ),
    );
    const revision = Number(result.nextExpectedRevision);
    if (result.position) return { revision, position: positionOf(result.position) };
    const [last] = await this.read(stream, { from: revision, limit: 1 });
    if (!last) throw new StoreUnavailable('the store confirmed an append that it does not show');
    return { revision, position: last.position };
  }

  async read(stream: string, { from, limit, direction }: ReadOptions = {}): Promise<RecordedEvent[]> {
    if (limit === 0) return [];
    const backwards = direction === 'backwards';
    const source = this.client.readStream(stream, {
      direction: backwards ? BACKWARDS : FORWARDS,
      fromRevision: from !== undefined ? BigInt(from) : backwards ? END : START,
      ...(limit !== undefined && { maxCount: limit }),
      credentials: this.credentials,
    });
    source.on('error', ignore);
    const collect = async (): Promise<RecordedEvent[]> => {
      const events: RecordedEvent[] = [];
      for await (const { event } of source) if (event) events.push(recorded(event));
      return events;
    };
    try {
      return await withinWallTime(3 * this.deadlineMs, collect());
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw storeError(error, stream);
    } finally {
      // Workaround: a read that is left early leaks its call unless it is cancelled.
      source.cancel().catch(ignore);
      source.destroy();
    }
  }

  async *readAll(prefixes: readonly string[], after?: Position): AsyncIterable<RecordedEvent> {
    // The client cannot filter a read of everything; a subscription can, and says when it reaches the present.
    for await (const item of this.subscribe(prefixes, after)) {
      if (item.kind === 'caught-up') return;
      yield item.event;
    }
  }

  subscribe(prefixes: readonly string[], after?: Position): Subscription {
    const filter = streamNameFilter({ prefixes: [...requirePrefixes(prefixes)] });
    const closing = new AbortController();
    return {
      close: () => {
        closing.abort();
      },
      [Symbol.asyncIterator]: () =>
        this.items(
          {
            filter,
            fromPosition: after === undefined ? START : clientPosition(after),
            credentials: this.credentials,
          },
          closing,
        ),
    };
  }

  private async *items(
    options: Parameters<EventStoreDBClient['subscribeToAll']>[0],
    closing: AbortController,
  ): AsyncGenerator<SubscriptionItem, void, void> {
    const stop = closing.signal;
    if (stop.aborted || this.closed) return;
    const source = this.client.subscribeToAll(options);
    // Workaround: an error without a listener ends the process. The iteration below throws it.
    source.on('error', ignore);
    source.once('caughtUp', () => source.push(caughtUp));
    stop.addEventListener('abort', () => source.destroy(), { once: true });
    this.subscriptions.add(closing);
    try {
      for await (const item of source as AsyncIterable<typeof caughtUp | { readonly event?: ClientEvent }>) {
        if (item === caughtUp) yield { kind: 'caught-up' };
        else if (item.event) yield { kind: 'event', event: recorded(item.event) };
        if (stop.aborted) return;
      }
    } catch (error) {
      if (stop.aborted) return;
      throw storeError(error, '$all');
    } finally {
      this.subscriptions.delete(closing);
      source.unsubscribe().catch(ignore);
    }
    if (!stop.aborted) throw new StoreUnavailable('the store ended the subscription');
  }

  async ping(): Promise<void> {
    await withinWallTime(this.deadlineMs, this.read('ping', { limit: 1 }));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const closing of this.subscriptions) closing.abort();
    await this.client.dispose();
  }
}

const ignore = (): void => undefined;

/** The same for every failure of the client; appends say what they expected, so that a conflict can repeat it. */
function storeError(error: unknown, stream: string, expected: ExpectedRevision = 'no_stream'): Error {
  if (error instanceof StoreUnavailable) return error;
  const raw = error instanceof Error ? error : new Error(String(error));
  const known = convertToCommandError(raw);
  if (known instanceof WrongExpectedVersionError) {
    const actual = known.actualVersion;
    const missing = typeof actual !== 'bigint' || actual < 0n;
    return new RevisionConflict(stream, expected, missing ? 'no_stream' : Number(actual));
  }
  if (known instanceof MaxAppendSizeExceededError)
    return new AppendTooLarge(`an append to ${stream} is larger than the store takes`, { cause: known });
  if (known instanceof StreamDeletedError)
    return new Error(`${stream} is deleted for ever`, { cause: known });
  if ('code' in known && known.code === resourceExhausted)
    return new StoreFull('the event store has no space left', { cause: known });
  if (known instanceof AccessDeniedError)
    return new StoreUnavailable('the event store refuses the credentials', { cause: known });
  return new StoreUnavailable(`the event store does not answer: ${known.message}`, { cause: known });
}

function recorded(event: ClientEvent): RecordedEvent {
  return {
    stream: event.streamId,
    id: event.id,
    type: event.type,
    revision: Number(event.revision),
    position: event.position ? positionOf(event.position) : '',
    data: event.data as EventData,
    metadata: (event.metadata ?? {}) as EventData,
  };
}
