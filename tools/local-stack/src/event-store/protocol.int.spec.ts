import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStoreServer, startEventStoreServer } from './index.js';

let directory: string;
let server: EventStoreServer;
let client: EventStoreDBClient;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-'));
  server = await startEventStoreServer({ directory });
  client = EventStoreDBClient.connectionString(server.connectionString);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
  await rm(directory, { recursive: true });
});

const event = (type = 'Tried', data: Record<string, unknown> = {}) =>
  jsonEvent({ id: randomUUID(), type, data });
const newStream = (): string => `protocol-${randomUUID()}`;
const credentials = { username: 'nobody', password: 'nobody' };

async function revisions(stream: string, options: Parameters<EventStoreDBClient['readStream']>[1] = {}) {
  const found: number[] = [];
  for await (const { event: one } of client.readStream(stream, options)) found.push(Number(one!.revision));
  return found;
}

describe('the protocol of the local server, as other users of the official client see it', () => {
  it('takes batch appends: outcome, conflict, size limit, and binary data', async () => {
    const stream = newStream();
    const data = Uint8Array.from([0, 255, 1]);
    const result = await client.appendToStream(stream, [event(), binaryEvent({ type: 'Binary', data })], {
      expectedRevision: NO_STREAM,
    });
    expect(result.nextExpectedRevision).toBe(1n);
    await expect(client.appendToStream(stream, event(), { expectedRevision: 7n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 7n,
      actualVersion: 1n,
    });
    await expect(
      client.appendToStream(newStream(), event(), { expectedRevision: STREAM_EXISTS }),
    ).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(
      client.appendToStream(stream, event('Big', { text: 'x'.repeat(1_100_000) })),
    ).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
    for await (const { event: one } of client.readStream(stream, { fromRevision: 1n }))
      expect(Buffer.from(one!.data as Uint8Array)).toEqual(Buffer.from(data));
  });

  it('takes many batch appends at once', async () => {
    const stream = newStream();
    await Promise.all(Array.from({ length: 200 }, () => client.appendToStream(stream, event())));
    expect(await revisions(stream)).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  it('hides the events of a soft-deleted stream and lets it live again with the next revision', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [event(), event()]);
    await client.deleteStream(stream);
    await expect(revisions(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    const again = await client.appendToStream(stream, event(), { expectedRevision: NO_STREAM, credentials });
    expect(again.nextExpectedRevision).toBe(2n);
    expect(await revisions(stream)).toEqual([2]);
  });

  it('never reads or writes a tombstoned stream again', async () => {
    const stream = newStream();
    await client.appendToStream(stream, event());
    await client.tombstoneStream(stream);
    await expect(revisions(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.appendToStream(stream, event(), { credentials })).rejects.toBeInstanceOf(
      StreamDeletedError,
    );
    await expect(client.appendToStream(stream, event())).rejects.toBeInstanceOf(StreamDeletedError);
  });

  it('honours maxCount, truncateBefore and maxAge in reads of the stream', async () => {
    const stream = newStream();
    await client.appendToStream(
      stream,
      Array.from({ length: 10 }, () => event()),
    );
    await client.setStreamMetadata(stream, { maxCount: 4 });
    expect(await revisions(stream)).toEqual([6, 7, 8, 9]);
    expect(await revisions(stream, { direction: BACKWARDS, fromRevision: END })).toEqual([9, 8, 7, 6]);
    expect(await revisions(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })).toEqual([9]);
    await client.setStreamMetadata(stream, { truncateBefore: 8 });
    expect(await revisions(stream)).toEqual([8, 9]);
    await client.setStreamMetadata(stream, { maxAge: 0 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await revisions(stream)).toEqual([]);
    expect((await client.getStreamMetadata(stream)).metadata).toEqual({ maxAge: 0 });
  });

  it('reads everything in both directions and filters by type, with checkpoints', async () => {
    const stream = newStream();
    const type = `Rare-${randomUUID()}`;
    await client.appendToStream(
      stream,
      Array.from({ length: 100 }, (_, i) => event(i % 50 === 0 ? type : 'Common')),
    );
    const backwards: string[] = [];
    for await (const { event: one } of client.readAll({
      direction: BACKWARDS,
      fromPosition: END,
      maxCount: 2,
    }))
      backwards.push(one!.streamId);
    expect(backwards).toEqual([stream, stream]);
    let checkpoints = 0;
    const filter = eventTypeFilter({ regex: `^${type}$`, checkpointReached: () => void checkpoints++ });
    const subscription = client.subscribeToAll({ fromPosition: START, filter });
    const found: bigint[] = [];
    for await (const { event: one } of subscription) {
      found.push(one!.revision);
      if (found.length === 2) break;
    }
    await subscription.unsubscribe();
    expect(found).toEqual([0n, 50n]);
    expect(checkpoints).toBeGreaterThan(0);
  });

  it('follows one stream from a revision', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [event(), event()]);
    const subscription = client.subscribeToStream(stream, { fromRevision: 0n });
    const found: bigint[] = [];
    for await (const { event: one } of subscription) {
      found.push(one!.revision);
      if (found.length === 1) await client.appendToStream(stream, event());
      if (found.length === 2) break;
    }
    await subscription.unsubscribe();
    expect(found).toEqual([1n, 2n]);
  });

  it('is found by gossip, as a cluster of one', async () => {
    const address = `esdb+discover://127.0.0.1:${String(server.port)}?tls=false`;
    const discovering = EventStoreDBClient.connectionString(address);
    const stream = newStream();
    await discovering.appendToStream(stream, event());
    expect(await revisions(stream)).toEqual([0]);
    await discovering.dispose();
  });

  it('refuses what it does not have instead of pretending', async () => {
    await expect(
      client.createPersistentSubscriptionToStream(
        newStream(),
        'group',
        persistentSubscriptionToStreamSettingsFromDefaults(),
      ),
    ).rejects.toMatchObject({ code: 12 });
    await expect(
      client.createPersistentSubscriptionToAll('group', persistentSubscriptionToAllSettingsFromDefaults()),
    ).rejects.toMatchObject({ type: 'unsupported' });
    await expect(client.enableProjection('any')).rejects.toMatchObject({ code: 12 });
  });
});
