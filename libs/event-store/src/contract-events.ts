import { randomUUID } from 'node:crypto';
import {
  comparePositions,
  type EventStore,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type SubscriptionItem,
} from './port.js';

/** A store may have to be fetched and started first. */
export const startTimeoutMs = 300_000;

export const newPrefix = (): string => `contract-${randomUUID()}-`;
export const newStream = (): string => `${newPrefix()}1`;

export const event = (
  data: NewEvent['data'] = { amount: 1 },
  metadata: NewEvent['metadata'] = { by: 'contract' },
): NewEvent => ({
  id: randomUUID(),
  type: 'ContractTried',
  data,
  metadata,
});

export const manyEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => event({ index, text: 'x'.repeat(100) }));

export const withoutPosition = ({ id, type, data, metadata, stream, revision }: RecordedEvent): unknown => ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
});

export const isOrdered = (events: readonly RecordedEvent[]): boolean =>
  events.every(({ position }, index) => {
    const previous = events[index - 1];
    return !previous || comparePositions(previous.position, position) < 0;
  });

export const eventsOf = (items: readonly SubscriptionItem[]): RecordedEvent[] =>
  items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Follows until caught up and `count` events are there; `whenCaughtUp` runs beside it. */
export async function follow(
  store: EventStore,
  prefixes: readonly string[],
  after: Position | undefined,
  count: number,
  whenCaughtUp: () => Promise<void> = () => Promise.resolve(),
): Promise<SubscriptionItem[]> {
  const items: SubscriptionItem[] = [];
  const subscription = store.subscribe(prefixes, after);
  let beside: Promise<void> | undefined;
  for await (const item of subscription) {
    items.push(item);
    if (item.kind === 'caught-up') beside = whenCaughtUp();
    if (beside && eventsOf(items).length >= count) break;
  }
  await beside;
  return items;
}
