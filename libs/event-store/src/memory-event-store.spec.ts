import { describe, expect, it } from '@jest/globals';
import { eventStoreContract } from './contract.js';
import { MemoryEventStore, type NewEvent, StoreFull, StoreUnavailable } from './index.js';

eventStoreContract('the in-memory twin', () => new MemoryEventStore());

let ids = 0;
const event = (data: NewEvent['data'] = {}): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
  type: 'Tried',
  data,
  metadata: {},
});

describe('the in-memory twin', () => {
  it('a crash before the append leaves nothing, a crash after it leaves the events, and a repeat settles both', async () => {
    const store = new MemoryEventStore();
    for (const [phase, written] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const events = [event()];
      store.fault = (operation, at) => {
        if (operation === 'append' && at === phase) throw new StoreUnavailable('crash');
      };
      await expect(store.append(phase, 'no_stream', events)).rejects.toBeInstanceOf(StoreUnavailable);
      store.fault = undefined;
      expect(await store.read(phase)).toHaveLength(written);
      expect((await store.append(phase, 'no_stream', events)).revision).toBe(0);
      expect(await store.read(phase)).toHaveLength(1);
    }
  });

  it('a full store refuses new events, still answers repeats, and takes events again when there is room', async () => {
    const store = new MemoryEventStore({ maxBytes: 300 });
    const first = event({ text: 'x'.repeat(200) });
    await store.append('a', 'no_stream', [first]);
    await expect(store.append('a', 0, [event({ text: 'x'.repeat(200) })])).rejects.toBeInstanceOf(StoreFull);
    expect((await store.append('a', 'no_stream', [first])).revision).toBe(0);
    expect(await store.read('a')).toHaveLength(1);
    store.maxBytes = 3000;
    expect((await store.append('a', 0, [event()])).revision).toBe(1);
  });

  it('a lost connection throws StoreUnavailable out of every open subscription', async () => {
    const store = new MemoryEventStore();
    const follow = async (): Promise<void> => {
      for await (const item of store.subscribe(['a']))
        if (item.kind === 'caught-up') store.dropSubscriptions();
    };
    await expect(follow()).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('a fault at a delivery keeps the event for the next subscription', async () => {
    const store = new MemoryEventStore();
    await store.append('a', 'no_stream', [event()]);
    store.fault = (operation, phase, stream) => {
      if (operation === 'subscribe' && phase === 'after' && stream === 'a')
        throw new StoreUnavailable('reset');
    };
    const first = async (): Promise<unknown> => {
      for await (const item of store.subscribe(['a'])) return item.kind;
      return undefined;
    };
    await expect(first()).rejects.toBeInstanceOf(StoreUnavailable);
    store.fault = undefined;
    expect(await first()).toBe('event');
  });

  it('what it gives out cannot be changed by a reader, and what was put in not by the writer', async () => {
    const store = new MemoryEventStore();
    const data = { list: [1] };
    await store.append('a', 'no_stream', [event(data)]);
    data.list.push(2);
    const [stored] = await store.read('a');
    expect(stored?.data).toEqual({ list: [1] });
    expect(() => (stored?.data['list'] as number[]).push(3)).toThrow(TypeError);
  });

  it('positions have gaps, so that nobody counts on the next one', async () => {
    const store = new MemoryEventStore();
    await store.append('a', 'no_stream', [event(), event()]);
    const [first, second] = (await store.read('a')).map(({ position }) => Number(position.split('/')[0]));
    expect(second! - first!).toBeGreaterThan(1);
  });
});
