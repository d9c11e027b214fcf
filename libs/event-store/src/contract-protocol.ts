import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collect, startTimeoutMs } from './contract-events.js';

type Client = EventStoreDBClient;

const event = (type = 'Tried', data: Record<string, unknown> = {}) =>
  jsonEvent({ id: randomUUID(), type, data });
const newStream = (): string => `protocol-${randomUUID()}`;
/** On the call they choose the Append rpc; without them it is BatchAppend. */
const credentials = { username: 'nobody', password: 'nobody' };

/**
 * What the server's protocol does beyond the port, as other users of the official client and administrators see it.
 * Deletes streams of its own. `start` is called once and answers the connection string.
 */
export function protocolContract(name: string, start: () => string | Promise<string>): void {
  describe(`the protocol: ${name}`, () => {
    let client: Client;
    beforeAll(async () => {
      client = EventStoreDBClient.connectionString(await start());
    }, startTimeoutMs);
    afterAll(async () => {
      await client.dispose();
    });
    appending(() => client);
    ending(() => client);
    limiting(() => client);
    reading(() => client);
  });
}

async function revisions(
  client: Client,
  stream: string,
  options: Parameters<Client['readStream']>[1] = {},
): Promise<number[]> {
  const found = await collect(client.readStream(stream, options));
  return found.map(({ event: one }) => Number(one?.revision));
}

function appending(client: () => Client): void {
  it('takes batch appends: outcome, conflict, size limit, and binary data', async () => {
    const stream = newStream();
    const data = Uint8Array.from([0, 255, 1]);
    const result = await client().appendToStream(stream, [event(), binaryEvent({ type: 'Binary', data })], {
      expectedRevision: NO_STREAM,
    });
    expect(result.nextExpectedRevision).toBe(1n);
    await expect(client().appendToStream(stream, event(), { expectedRevision: 7n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 7n,
      actualVersion: 1n,
    });
    await expect(
      client().appendToStream(newStream(), event(), { expectedRevision: STREAM_EXISTS }),
    ).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(
      client().appendToStream(stream, event('Big', { text: 'x'.repeat(1_100_000) })),
    ).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
    const [binary] = await collect(client().readStream(stream, { fromRevision: 1n }));
    expect(Buffer.from(binary?.event?.data as Uint8Array)).toEqual(Buffer.from(data));
  });

  it('takes many batch appends at once', async () => {
    const stream = newStream();
    await Promise.all(Array.from({ length: 200 }, () => client().appendToStream(stream, event())));
    expect(await revisions(client(), stream)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });
}

function ending(client: () => Client): void {
  it('hides the events of a soft-deleted stream and lets it live again with the next revision', async () => {
    const stream = newStream();
    await client().appendToStream(stream, [event(), event()]);
    await client().deleteStream(stream, { expectedRevision: 1n });
    await expect(revisions(client(), stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    const options = { expectedRevision: NO_STREAM, credentials } as const;
    const again = await client().appendToStream(stream, event(), options);
    expect(again.nextExpectedRevision).toBe(2n);
    expect(await revisions(client(), stream)).toEqual([2]);
  });

  it('deletes no stream that is at another revision than expected', async () => {
    const stream = newStream();
    await client().appendToStream(stream, [event(), event()]);
    for (const deleting of [
      client().deleteStream(stream, { expectedRevision: 0n }),
      client().tombstoneStream(stream, { expectedRevision: 0n }),
    ])
      await expect(deleting).rejects.toBeInstanceOf(WrongExpectedVersionError);
    expect(await revisions(client(), stream)).toEqual([0, 1]);
  });

  it('never reads or writes a tombstoned stream or its metadata again', async () => {
    const stream = newStream();
    await client().appendToStream(stream, event());
    await client().tombstoneStream(stream);
    for (const refused of [
      revisions(client(), stream),
      client().appendToStream(stream, event(), { credentials }),
      client().appendToStream(stream, event()),
      client().deleteStream(stream),
      client().setStreamMetadata(stream, { maxCount: 1 }),
    ])
      await expect(refused).rejects.toBeInstanceOf(StreamDeletedError);
  });
}

function limiting(client: () => Client): void {
  it('honours maxCount, truncateBefore and maxAge in reads of the stream', async () => {
    const stream = newStream();
    const read = (options: Parameters<Client['readStream']>[1] = {}): Promise<number[]> =>
      revisions(client(), stream, options);
    await client().appendToStream(
      stream,
      Array.from({ length: 10 }, () => event()),
    );
    await client().setStreamMetadata(stream, { maxCount: 4 });
    expect(await read()).toEqual([6, 7, 8, 9]);
    expect(await read({ direction: BACKWARDS, fromRevision: END })).toEqual([9, 8, 7, 6]);
    expect(await read({ direction: BACKWARDS, fromRevision: END, maxCount: 1 })).toEqual([9]);
    await client().setStreamMetadata(stream, { truncateBefore: 8 });
    expect(await read()).toEqual([8, 9]);
    await client().setStreamMetadata(stream, { maxAge: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await read()).toEqual([]);
    expect((await client().getStreamMetadata(stream)).metadata).toEqual({ maxAge: 1 });
  });
}

function reading(client: () => Client): void {
  it('reads everything in both directions and filters by type, with checkpoints', async () => {
    const stream = newStream();
    const type = `Rare-${randomUUID()}`;
    await client().appendToStream(
      stream,
      Array.from({ length: 100 }, (_, i) => event(i % 50 === 0 ? type : 'Common')),
    );
    const last = await collect(client().readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 200 }));
    const ours = last.flatMap(({ event: one }) => (one?.streamId === stream ? [Number(one.revision)] : []));
    expect(ours).toEqual(Array.from({ length: 100 }, (_, index) => 99 - index));
    let checkpoints = 0;
    const filter = eventTypeFilter({ regex: `^${type}$`, checkpointReached: () => void checkpoints++ });
    const subscription = client().subscribeToAll({ fromPosition: START, filter });
    const found: bigint[] = [];
    for await (const { event: one } of subscription) {
      if (one) found.push(one.revision);
      if (found.length === 2) break;
    }
    await subscription.unsubscribe();
    expect(found).toEqual([0n, 50n]);
    expect(checkpoints).toBeGreaterThan(0);
  });

  it('follows one stream from a revision', async () => {
    const stream = newStream();
    await client().appendToStream(stream, [event(), event()]);
    const subscription = client().subscribeToStream(stream, { fromRevision: 0n });
    const found: bigint[] = [];
    for await (const { event: one } of subscription) {
      if (one) found.push(one.revision);
      if (found.length === 1) await client().appendToStream(stream, event());
      if (found.length === 2) break;
    }
    await subscription.unsubscribe();
    expect(found).toEqual([1n, 2n]);
  });
}
