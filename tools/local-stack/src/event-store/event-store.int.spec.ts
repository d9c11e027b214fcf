import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '@bpro-qbo-sync/clock';
import { connectEventStore, type NewEvent, StoreFull } from '@bpro-qbo-sync/event-store';
import { eventStoreContract } from '@bpro-qbo-sync/event-store/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type EventStoreServer, startEventStoreServer } from './index.js';

describe('the local event store', () => {
  let directory: string;
  let server: EventStoreServer;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'event-store-'));
    server = await startEventStoreServer({ directory });
  });
  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true });
  });

  eventStoreContract('the local server through the official client', () =>
    connectEventStore(server.connectionString, { clock: realClock }),
  );

  it('answers on the loopback address alone', async () => {
    expect(await isAnswered('127.0.0.1', server.port)).toBe(true);
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((address) => (address?.family === 'IPv4' ? [address.address] : []))
      .filter((address) => address !== '127.0.0.1');
    for (const address of ['127.0.0.2', ...others])
      expect([address, await isAnswered(address, server.port)]).toEqual([address, false]);
  });

  it('has a thread of its own: it answers while its starter computes', () => {
    const ask = `
      import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
      const client = EventStoreDBClient.connectionString(process.argv[1]);
      const { success } = await client.appendToStream('thread', jsonEvent({ type: 'Tried', data: {} }));
      await client.dispose();
      console.log(success);`;
    const args = ['--input-type=module', '--eval', ask, server.connectionString];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 }).trim()).toBe('true');
  });
});

const isAnswered = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
    socket.once('timeout', () => {
      end(false);
    });
  });

const event = (bytes = 10): NewEvent => ({
  id: randomUUID(),
  type: 'Tried',
  data: { text: 'x'.repeat(bytes) },
  metadata: {},
});

describe('the folder of a local event store', () => {
  let directory: string;
  const stores: { close(): Promise<void> }[] = [];
  const open = async (options: { maxBytes?: number } = {}) => {
    const server = await startEventStoreServer({ directory, ...options });
    const store = connectEventStore(server.connectionString, { clock: realClock });
    stores.push(server, store);
    return { server, store };
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'event-store-'));
  });
  afterEach(async () => {
    for (const one of stores.splice(0).reverse()) await one.close();
    await rm(directory, { recursive: true });
  });

  it('keeps its events, revisions and positions when the server is stopped and started', async () => {
    const first = await open();
    const once = [event(), event()];
    const appended = await first.store.append('a', 'no_stream', once);
    const before = await first.store.read('a');
    await first.store.close();
    await first.server.close();
    stores.splice(0);
    const { store } = await open();
    expect(await store.read('a')).toEqual(before);
    expect(await store.append('a', 'no_stream', once)).toEqual(appended);
    const next = await store.append('a', 1, [event()]);
    expect(Number(next.position.split('/')[0])).toBeGreaterThan(Number(appended.position.split('/')[0]));
  });

  it('is refused to a second server, in words that say which file and what to do', async () => {
    await open();
    await expect(startEventStoreServer({ directory })).rejects.toThrow(
      /events\.db is in use by another event store: stop that one, or choose another folder/,
    );
  });

  it('that is full takes no new events, answers repeats and reads, and goes on when there is room', async () => {
    const small = await open({ maxBytes: 400_000 });
    const stored: NewEvent[] = [];
    const fill = async (): Promise<void> => {
      for (;;) {
        const one = event(20_000);
        await small.store.append('a', stored.length === 0 ? 'no_stream' : stored.length - 1, [one]);
        stored.push(one);
      }
    };
    await expect(fill()).rejects.toBeInstanceOf(StoreFull);
    expect(stored.length).toBeGreaterThan(5);
    const [first, second] = stored;
    expect((await small.store.append('a', 'no_stream', [first!])).revision).toBe(0);
    const together = await Promise.allSettled([
      small.store.append('a', 0, [second!]),
      small.store.append('b', 'no_stream', [event(50_000)]),
    ]);
    expect(together.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await small.store.read('a')).map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(await small.store.read('b')).toEqual([]);
    await small.store.close();
    await small.server.close();
    stores.splice(0);
    const { store } = await open({ maxBytes: 4_000_000 });
    expect((await store.append('a', stored.length - 1, [event(20_000)])).revision).toBe(stored.length);
  });
});
