import type { EventStore, RecordedEvent, Subscription, SubscriptionItem } from '@bpro-qbo-sync/event-store';
import { StoreUnavailable } from '@bpro-qbo-sync/event-store';
import type { FaultDraws } from './fault-draws.js';
import { overlay } from './overlay.js';

/** An event store whose subscriptions deliver an event twice, two in the wrong order, break off at one, or leave one out. */
export const disturbed = (store: EventStore, draws: FaultDraws): EventStore =>
  overlay<EventStore>(store, {
    subscribe: (prefixes, after) => {
      const inner = store.subscribe(prefixes, after);
      return wrapped(inner, items(store, inner, prefixes, draws));
    },
  });

const wrapped = (inner: Subscription, iterator: AsyncGenerator<SubscriptionItem>): Subscription => ({
  close: () => {
    inner.close();
  },
  [Symbol.asyncIterator]: () => iterator,
});

async function* items(
  store: EventStore,
  inner: Subscription,
  prefixes: readonly string[],
  draws: FaultDraws,
): AsyncGenerator<SubscriptionItem> {
  for await (const item of inner) {
    if (item.kind !== 'event') {
      yield item;
      continue;
    }
    const { event } = item;
    const strikes = (kind: string): boolean =>
      draws.strikes(`subscription ${prefixes.join()} ${kind} ${event.type}`, `subscription-${kind}`);
    if (strikes('gap')) throw new StoreUnavailable('injected: the subscription broke off at an event');
    if (strikes('loss')) continue;
    if (strikes('reordering')) {
      const [next] = await following(store, prefixes, event);
      if (next) yield { kind: 'event', event: next };
    }
    yield item;
    if (strikes('redelivery')) yield item;
  }
}

/** What comes next, if it is there already. */
async function following(
  store: EventStore,
  prefixes: readonly string[],
  { position }: RecordedEvent,
): Promise<RecordedEvent[]> {
  for await (const event of store.readAll(prefixes, position)) return [event];
  return [];
}
