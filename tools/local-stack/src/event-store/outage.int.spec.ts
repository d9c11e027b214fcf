import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { realClock } from '@bpro-qbo-sync/clock';
import {
  connectEventStore,
  type EventStore,
  MemoryCheckpoints,
  type NewEvent,
  runReader,
  StoreUnavailable,
} from '@bpro-qbo-sync/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entryPoint } from './entry-point.js';

let directory: string;
let server: ChildProcess | undefined;
let port = 0;
const stores: EventStore[] = [];

/** Starts the server in a process of its own, on the port of the last one; resolves when it listens. */
async function start(): Promise<string> {
  const { url, execArgv } = entryPoint('main');
  const args = [fileURLToPath(url), '--directory', directory, '--port', String(port)];
  server = spawn(process.execPath, [...execArgv, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  port = Number(/:(\d+)\?/.exec(line)![1]);
  return line;
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const stopping = server;
  server = undefined;
  if (!stopping) return;
  const exit = once(stopping, 'exit');
  stopping.kill(signal);
  await exit;
}

function connect(
  connectionString: string,
  options: { deadlineMs?: number; attempts?: number } = {},
): EventStore {
  const store = connectEventStore(connectionString, { clock: realClock, ...options });
  stores.push(store);
  return store;
}

const event = (data: NewEvent['data'] = {}): NewEvent => ({
  id: randomUUID(),
  type: 'Tried',
  data: { text: 'x'.repeat(200), ...data },
  metadata: {},
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-'));
  port = 0;
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await stop('SIGKILL');
  await rm(directory, { recursive: true });
});

describe('when the event store is killed', () => {
  it('nothing that was acknowledged is lost, nothing is there twice, no revision is missing', async () => {
    const connectionString = await start();
    const acknowledged = new Map<string, string[]>();
    let writing = true;
    let repeated = 0;
    const write = async (writer: number): Promise<void> => {
      const stream = `writer-${String(writer)}`;
      const store = connect(connectionString, { attempts: 1 });
      const ids: string[] = [];
      acknowledged.set(stream, ids);
      while (writing) {
        const batch = [event(), event()];
        for (;;) {
          try {
            await store.append(stream, ids.length === 0 ? 'no_stream' : ids.length - 1, batch);
            break;
          } catch (error) {
            expect(error).toBeInstanceOf(StoreUnavailable);
            repeated++;
            await realClock.sleep(30);
          }
        }
        ids.push(...batch.map(({ id }) => id));
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    for (let round = 0; round < 4; round++) {
      await realClock.sleep(700);
      await stop('SIGKILL');
      await start();
    }
    await realClock.sleep(300);
    writing = false;
    await writers;
    const reader = connect(connectionString);
    let total = 0;
    for (const [stream, ids] of acknowledged) {
      const events = await reader.read(stream);
      expect(events.map(({ id }) => id)).toEqual(ids);
      expect(events.map(({ revision }) => revision)).toEqual(ids.map((_, index) => index));
      total += ids.length;
    }
    expect(total).toBeGreaterThan(500);
    expect(repeated).toBeGreaterThan(0);
    console.info(`${String(total)} events acknowledged over 4 kills, ${String(repeated)} attempts repeated`);
  });

  it('an open subscription throws StoreUnavailable, and a reader goes on where it was', async () => {
    const connectionString = await start();
    const store = connect(connectionString);
    await store.append('a', 'no_stream', [event(), event()]);
    const plain = (async () => {
      for await (const { kind } of store.subscribe(['a'])) expect(kind).toBeDefined();
    })();
    const stopping = new AbortController();
    const seen: number[] = [];
    const troubles: unknown[] = [];
    const reader = runReader({
      store,
      reader: 'test',
      prefixes: ['a'],
      checkpoints: new MemoryCheckpoints(),
      clock: realClock,
      handle: ({ revision }) => void seen.push(revision),
      onError: (error) => void troubles.push(error),
      signal: stopping.signal,
    });
    while (seen.length < 2) await realClock.sleep(5);
    await stop('SIGKILL');
    await expect(plain).rejects.toBeInstanceOf(StoreUnavailable);
    await start();
    await store.append('a', 1, [event()]);
    while (seen.length < 3) await realClock.sleep(5);
    stopping.abort();
    await reader;
    expect(seen).toEqual([0, 1, 2]);
    expect(troubles.every((error) => error instanceof StoreUnavailable)).toBe(true);
  });

  it('an append waits for its return and is there once', async () => {
    const connectionString = await start();
    const store = connect(connectionString);
    await store.append('a', 'no_stream', [event()]);
    await stop('SIGKILL');
    const append = store.append('a', 0, [event()]);
    await start();
    expect((await append).revision).toBe(1);
    expect(await store.read('a')).toHaveLength(2);
  });

  it('appends, reads and pings throw StoreUnavailable after their last attempt', async () => {
    const connectionString = await start();
    const store = connect(connectionString, { attempts: 2 });
    await store.ping();
    await stop('SIGKILL');
    await expect(store.append('a', 'no_stream', [event()])).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.read('a')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('when the event store is frozen', () => {
  it('appends and pings end at their deadline, and a repeat afterwards writes once', async () => {
    const store = connect(await start(), { deadlineMs: 1000, attempts: 1 });
    await store.append('a', 'no_stream', [event()]);
    const late = [event()];
    server?.kill('SIGSTOP');
    const began = realClock.now();
    await expect(store.append('a', 0, late)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(realClock.now() - began).toBeLessThan(8000);
    server?.kill('SIGCONT');
    expect((await store.append('a', 0, late)).revision).toBe(1);
    expect(await store.read('a')).toHaveLength(2);
  });
});

describe('when the event store is stopped', () => {
  it('it finishes what was begun, ends subscriptions and exits with 0', async () => {
    const connectionString = await start();
    const store = connect(connectionString);
    const subscription = (async () => {
      for await (const { kind } of store.subscribe(['a'])) expect(kind).toBeDefined();
    })();
    await store.append('a', 'no_stream', [event()]);
    const stopped = server!;
    const exit = once(stopped, 'exit');
    stopped.kill('SIGTERM');
    await expect(subscription).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await exit).toEqual([0, null]);
    server = undefined;
    await start();
    expect(await store.read('a')).toHaveLength(1);
  });

  it('a second process on the same folder is refused, in words', async () => {
    await start();
    const { url, execArgv } = entryPoint('main');
    const second = spawn(process.execPath, [...execArgv, fileURLToPath(url), '--directory', directory], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    expect(await once(second, 'exit')).toEqual([1, null]);
    expect(said).toContain('is in use by another event store');
  });
});
