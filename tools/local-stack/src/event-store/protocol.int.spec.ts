import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client';
import { protocolContract } from '@bpro-qbo-sync/event-store/contract';
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

const event = () => jsonEvent({ id: randomUUID(), type: 'Tried', data: {} });
const newStream = (): string => `protocol-${randomUUID()}`;

protocolContract('the local server', () => server.connectionString);

describe('the protocol of the local server alone', () => {
  it('is found by gossip, as a cluster of one', async () => {
    const address = `esdb+discover://127.0.0.1:${String(server.port)}?tls=false`;
    const discovering = EventStoreDBClient.connectionString(address);
    const appended = await discovering.appendToStream(newStream(), event());
    expect(appended.success).toBe(true);
    await discovering.dispose();
  });

  it('refuses what it does not have instead of pretending', async () => {
    const refusals = [
      client.createPersistentSubscriptionToStream(
        newStream(),
        'group',
        persistentSubscriptionToStreamSettingsFromDefaults(),
      ),
      client.deletePersistentSubscriptionToStream(newStream(), 'group'),
      client.enableProjection('any'),
      client.createProjection('any', 'fromAll()'),
      client.disableProjection('any'),
    ];
    for (const refused of refusals) await expect(refused).rejects.toMatchObject({ code: 12 });
    await expect(
      client.createPersistentSubscriptionToAll('group', persistentSubscriptionToAllSettingsFromDefaults()),
    ).rejects.toMatchObject({ type: 'unsupported' });
  });
});

describe('a local server without room', () => {
  let folder: string;
  let small: EventStoreServer;
  let writer: EventStoreDBClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-'));
    small = await startEventStoreServer({ directory: folder, maxBytes: 40_000 });
    writer = EventStoreDBClient.connectionString(small.connectionString);
  });
  afterAll(async () => {
    await writer.dispose();
    await small.close();
    await rm(folder, { recursive: true });
  });

  it('refuses to append, to delete and to end a stream, and goes on serving it', async () => {
    const stream = newStream();
    const credentials = { username: 'nobody', password: 'nobody' };
    const fill = async (): Promise<never> => {
      for (;;) await writer.appendToStream(stream, jsonEvent({ type: 'T', data: {} }), { credentials });
    };
    await expect(fill()).rejects.toMatchObject({ code: 8 });
    await expect(writer.appendToStream(stream, event())).rejects.toThrow();
    await expect(writer.deleteStream(stream)).rejects.toMatchObject({ code: 8 });
    await expect(writer.tombstoneStream(stream)).rejects.toMatchObject({ code: 8 });
    const [first] = await collected(writer.readStream(stream, { maxCount: 1 }));
    expect(first?.event?.revision).toBe(0n);
  });
});

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
