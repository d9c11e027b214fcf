import {
  type EventSource,
  type EventSubscription,
  isAfter,
  type Position,
  type StoredEvent,
} from '../event-source.js';

/** A store whose events are given, and whose subscriptions misbehave as real ones do, when told to. */
export class ScriptedSource implements EventSource {
  private readonly waiting = new Set<() => void>();
  /** Subscriptions break after so many deliveries each. */
  breakAfter = Infinity;
  /** Subscriptions begin so many events earlier than they were asked to. */
  redeliver = 0;

  constructor(private readonly events: StoredEvent[]) {}

  push(...events: readonly StoredEvent[]): void {
    this.events.push(...events);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  async *readAll(prefixes: readonly string[], after?: Position): AsyncGenerator<StoredEvent, void, void> {
    await Promise.resolve();
    yield* this.events.filter((event) => wanted(event, prefixes) && isAfter(event.position, after));
  }

  subscribe(prefixes: readonly string[], after?: Position): EventSubscription {
    const closing = new AbortController();
    const wake = (): void => {
      for (const one of this.waiting) one();
    };
    return {
      close: () => {
        closing.abort();
        wake();
      },
      [Symbol.asyncIterator]: () => this.items(prefixes, after, closing.signal),
    };
  }

  private async *items(prefixes: readonly string[], after: Position | undefined, closed: AbortSignal) {
    const first = this.events.findIndex((event) => isAfter(event.position, after));
    const begin = first < 0 ? this.events.length : first;
    let delivered = 0;
    let live = false;
    for (let index = Math.max(0, begin - this.redeliver); !closed.aborted;) {
      const event = this.events[index];
      if (event) {
        index++;
        if (!wanted(event, prefixes)) continue;
        if (delivered++ >= this.breakAfter) throw new Error('the connection was lost');
        yield { kind: 'event' as const, event };
      } else if (!live) {
        live = true;
        yield { kind: 'caught-up' as const };
      } else await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }
}

const wanted = (event: StoredEvent, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => event.stream.startsWith(prefix));
