import { expect, it } from '@jest/globals';
import {
  collect,
  event,
  eventsOf,
  follow,
  isOrdered,
  manyEvents,
  newPrefix,
  newStream,
} from './contract-events.js';
import type { EventStore, SubscriptionItem } from './port.js';

/** The part of the store contract that is about reads. */
export function reading(store: () => EventStore): void {
  it('shows a stream that does not exist as empty', async () => {
    expect(await store().read(newStream())).toEqual([]);
    expect(await store().read(newStream(), { direction: 'backwards', limit: 1 })).toEqual([]);
  });

  it('reads a part of a stream, in both directions', async () => {
    const stream = newStream();
    await store().append(stream, 'no_stream', manyEvents(5));
    const revisions = async (...options: Parameters<EventStore['read']>[1][]): Promise<number[]> =>
      (await store().read(stream, ...options)).map(({ revision }) => revision);
    expect(await revisions({ from: 3 })).toEqual([3, 4]);
    expect(await revisions({ from: 1, limit: 2 })).toEqual([1, 2]);
    expect(await revisions({ from: 5 })).toEqual([]);
    expect(await revisions({ limit: 0 })).toEqual([]);
    expect(await revisions({ direction: 'backwards' })).toEqual([4, 3, 2, 1, 0]);
    expect(await revisions({ direction: 'backwards', from: 2, limit: 2 })).toEqual([2, 1]);
  });

  it('reads a long stream whole and in order', async () => {
    const stream = newStream();
    for (let from = 0; from < 1500; from += 300)
      await store().append(stream, from === 0 ? 'no_stream' : from - 1, manyEvents(300));
    const events = await store().read(stream);
    expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    expect(isOrdered(events)).toBe(true);
  });

  it('reads all streams with a prefix in the order of their appends, after a position', async () => {
    const prefix = newPrefix();
    const [a, b] = [`${prefix}a-1`, `${prefix}b-1`];
    await store().append(a, 'no_stream', [event()]);
    await store().append(b, 'no_stream', [event(), event()]);
    await store().append(newStream(), 'no_stream', [event()]);
    await store().append(a, 0, [event()]);
    const all = await collect(store().readAll([prefix]));
    expect(all.map(({ stream, revision }) => [stream, revision])).toEqual([
      [a, 0],
      [b, 0],
      [b, 1],
      [a, 1],
    ]);
    expect(isOrdered(all)).toBe(true);
    expect(await collect(store().readAll([prefix], all[1]?.position))).toEqual(all.slice(2));
    expect(await collect(store().readAll([prefix], all[3]?.position))).toEqual([]);
    expect(await collect(store().readAll([`${prefix}b`]))).toEqual(all.slice(1, 3));
    expect(await collect(store().readAll([`${prefix}a`, `${prefix}b`]))).toEqual(all);
    expect((await store().read(b)).map(({ position }) => position)).toEqual(
      all.slice(1, 3).map(({ position }) => position),
    );
  });

  it('takes a prefix as it is written, not as a pattern', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}a.b(c-1`, 'no_stream', [event()]);
    await store().append(`${prefix}aXb(c-1`, 'no_stream', [event()]);
    const found = await collect(store().readAll([`${prefix}a.b(`]));
    expect(found.map(({ stream }) => stream)).toEqual([`${prefix}a.b(c-1`]);
  });

  it('can be left in the middle of a read of everything', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}1`, 'no_stream', manyEvents(200));
    for (let round = 0; round < 20; round++)
      for await (const { revision } of store().readAll([prefix])) if (revision === 1) break;
    expect(await collect(store().readAll([prefix]))).toHaveLength(200);
  });

  it('refuses to read everything without a prefix', async () => {
    await expect(collect(store().readAll([]))).rejects.toBeInstanceOf(RangeError);
    expect(() => store().subscribe([''])).toThrow(RangeError);
  });

  it('answers a ping', async () => {
    await expect(store().ping()).resolves.toBeUndefined();
  });
}

/** The part of the store contract that is about subscriptions. */
export function following(store: () => EventStore): void {
  it('delivers the past, says once that it has caught up, and then delivers live', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}1`, 'no_stream', manyEvents(50));
    const seen = await follow(store(), [prefix], undefined, 53, async () => {
      await store().append(`${prefix}2`, 'no_stream', [event(), event()]);
      await store().append(newStream(), 'no_stream', [event()]);
      await store().append(`${prefix}1`, 49, [event()]);
    });
    expect(seen.map((item) => item.kind).indexOf('caught-up')).toBe(50);
    expect(seen.filter((item) => item.kind === 'caught-up')).toHaveLength(1);
    const events = eventsOf(seen);
    expect(events).toHaveLength(53);
    expect(isOrdered(events)).toBe(true);
    expect(events.slice(50).map(({ stream, revision }) => [stream, revision])).toEqual([
      [`${prefix}2`, 0],
      [`${prefix}2`, 1],
      [`${prefix}1`, 50],
    ]);
  });

  it('goes on right after the position that it is given', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}1`, 'no_stream', manyEvents(5));
    const positions = (await store().read(`${prefix}1`)).map(({ position }) => position);
    const seen = await follow(store(), [prefix], positions[2], 2);
    expect(eventsOf(seen).map(({ revision }) => revision)).toEqual([3, 4]);
    const nothing = await follow(store(), [prefix], positions[4], 0);
    expect(nothing).toEqual([{ kind: 'caught-up' }]);
  });

  it('goes on after a position of a stream that it does not want', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}a`, 'no_stream', [event()]);
    const { position } = await store().append(`${prefix}b`, 'no_stream', [event()]);
    await store().append(`${prefix}a`, 0, [event()]);
    const seen = await follow(store(), [`${prefix}a`], position, 1);
    expect(eventsOf(seen).map(({ revision }) => revision)).toEqual([1]);
  });

  it('serves several readers at their own pace', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}1`, 'no_stream', manyEvents(30));
    const seen = await Promise.all(Array.from({ length: 5 }, () => follow(store(), [prefix], undefined, 30)));
    for (const items of seen) expect(eventsOf(items)).toHaveLength(30);
  });

  it('ends when it is closed, before, during and after the iteration', async () => {
    const prefix = newPrefix();
    await store().append(`${prefix}1`, 'no_stream', manyEvents(3));
    const early = store().subscribe([prefix]);
    early.close();
    expect(await collect(early)).toEqual([]);
    const waiting = store().subscribe([prefix]);
    const items: SubscriptionItem[] = [];
    for await (const item of waiting) {
      items.push(item);
      if (item.kind === 'caught-up')
        setImmediate(() => {
          waiting.close();
        });
    }
    waiting.close();
    expect(items).toHaveLength(4);
  });
}
