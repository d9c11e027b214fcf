import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { event, newPrefix, newStream, startTimeoutMs, withoutPosition } from './contract-events.js';
import { following, reading } from './contract-reading.js';
import { AppendTooLarge, type EventStore, RevisionConflict } from './port.js';

export { protocolContract } from './contract-protocol.js';

/**
 * What every event store does: the twin, the local server and EventStoreDB itself. `makeStore` is called once; the
 * suite closes what it gets. It only appends to streams of its own, so it may run against a store that is in use.
 */
export function eventStoreContract(name: string, makeStore: () => EventStore | Promise<EventStore>): void {
  describe(`the store contract: ${name}`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await makeStore();
      await store.ping();
    }, startTimeoutMs);
    afterAll(async () => {
      await store.close();
    });

    appending(() => store);
    repeating(() => store);
    reading(() => store);
    following(() => store);
  });
}

function appending(store: () => EventStore): void {
  it('gives back what was appended: ids, types, data, metadata, revisions', async () => {
    const stream = newStream();
    const first = event({
      text: 'Grüße, 東京 "quoted" \n',
      nested: { list: [1, 2.5, null, true], none: {} },
    });
    const [second, third] = [event(), event({}, {})];
    const appended = await store().append(stream, 'no_stream', [first]);
    expect(appended.revision).toBe(0);
    expect((await store().append(stream, 0, [second, third])).revision).toBe(2);
    const events = await store().read(stream);
    expect(events.map(withoutPosition)).toEqual([
      { ...first, stream, revision: 0 },
      { ...second, stream, revision: 1 },
      { ...third, stream, revision: 2 },
    ]);
    expect(events[0]?.position).toBe(appended.position);
  });

  it('drops what JSON cannot say before it is stored', async () => {
    const stream = newStream();
    await store().append(stream, 'no_stream', [event({ kept: 1, dropped: undefined, at: new Date(0) })]);
    const [stored] = await store().read(stream);
    expect(stored?.data).toEqual({ kept: 1, at: '1970-01-01T00:00:00.000Z' });
  });

  it('refuses an append whose expected revision is not the current one, and says which is', async () => {
    const stream = newStream();
    await expect(store().append(stream, 0, [event()])).rejects.toMatchObject({
      name: 'RevisionConflict',
      stream,
      expected: 0,
      actual: 'no_stream',
    });
    await store().append(stream, 'no_stream', [event(), event()]);
    for (const expected of ['no_stream', 0, 2, 99] as const)
      await expect(store().append(stream, expected, [event()])).rejects.toMatchObject({
        name: 'RevisionConflict',
        expected,
        actual: 1,
      });
    expect(await store().read(stream)).toHaveLength(2);
  });

  it('lets exactly one of many writers win a revision', async () => {
    const stream = newStream();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => store().append(stream, 'no_stream', [event(), event()])),
    );
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(19);
    for (const { reason } of lost) expect(reason).toBeInstanceOf(RevisionConflict);
    expect(await store().read(stream)).toHaveLength(2);
  });

  it('refuses an append beyond 1 MiB as a whole and stays usable', async () => {
    const stream = newStream();
    const half = 'x'.repeat(600_000);
    await expect(
      store().append(stream, 'no_stream', [event({ half }), event({ half })]),
    ).rejects.toBeInstanceOf(AppendTooLarge);
    expect(await store().read(stream)).toEqual([]);
    const fits = event({ half });
    expect((await store().append(stream, 'no_stream', [fits])).revision).toBe(0);
    expect((await store().read(stream)).map(({ data }) => data)).toEqual([fits.data]);
  });

  it('counts the size of an append in bytes, not in characters', async () => {
    const umlauts = 'ü'.repeat(600_000);
    const stream = newStream();
    await expect(store().append(stream, 'no_stream', [event({ umlauts })])).rejects.toBeInstanceOf(
      AppendTooLarge,
    );
    expect(await store().read(stream)).toEqual([]);
  });

  it('takes any characters in the name of a stream, also when it refuses', async () => {
    const stream = `${newPrefix()}Grüße_東京 a/b%2Fc:"d"`;
    await store().append(stream, 'no_stream', [event()]);
    expect((await store().read(stream)).map((read) => read.stream)).toEqual([stream]);
    await expect(store().append(stream, 3, [event()])).rejects.toMatchObject({ stream, actual: 0 });
  });

  it('refuses an empty append and an id that is no UUID', async () => {
    await expect(store().append(newStream(), 'no_stream', [])).rejects.toBeInstanceOf(RangeError);
    await expect(
      store().append(newStream(), 'no_stream', [{ ...event(), id: 'one' }]),
    ).rejects.toBeInstanceOf(RangeError);
  });
}

function repeating(store: () => EventStore): void {
  it('answers a repeat of the same ids at the same expected revision with the first outcome', async () => {
    const stream = newStream();
    const [first, batch] = [event(), [event(), event()]];
    const one = await store().append(stream, 'no_stream', [first]);
    const two = await store().append(stream, 0, batch);
    await store().append(stream, 2, [event()]);
    expect(await store().append(stream, 'no_stream', [first])).toEqual(one);
    expect((await store().append(stream, 0, batch)).revision).toBe(two.revision);
    expect(await store().read(stream)).toHaveLength(4);
  });

  it('compares a repeat by id only, never by data', async () => {
    const stream = newStream();
    const original = event({ version: 1 });
    await store().append(stream, 'no_stream', [original]);
    await store().append(stream, 'no_stream', [{ ...original, data: { version: 2 } }]);
    expect((await store().read(stream)).map(({ data }) => data)).toEqual([{ version: 1 }]);
  });

  it('refuses a repeat of which only a part was appended, or with other ids among them', async () => {
    const stream = newStream();
    const [a, b, c] = [event(), event(), event()];
    await store().append(stream, 'no_stream', [a, b]);
    for (const repeat of [
      [a, b, c],
      [a, c],
      [b, a],
    ])
      await expect(store().append(stream, 'no_stream', repeat)).rejects.toBeInstanceOf(RevisionConflict);
    expect(await store().read(stream)).toHaveLength(2);
  });

  it('stores the same ids again under a new revision: ids do not replace the expected revision', async () => {
    const stream = newStream();
    const same = event();
    await store().append(stream, 'no_stream', [same]);
    expect((await store().append(stream, 0, [same])).revision).toBe(1);
  });
}
