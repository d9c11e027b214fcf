import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { realClock } from '@bpro-qbo-sync/clock';
import {
  connectEventStore,
  type EventStore,
  MemoryCheckpoints,
  type NewEvent,
  type RecordedEvent,
  runReader,
  StoreUnavailable,
} from '@bpro-qbo-sync/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entryPoint } from './entry-point.js';
import { connectionStringOf } from './start.js';

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

const WRITERS = 16;
const KILLS = 6;

/** Writers that never rest: one stream each, an append of 1 to 3 events repeated with its ids until it is answered. */
class Crew {
  readonly streams = new Map<string, string[]>();
  acknowledged = 0;
  repeated = 0;
  private writing = true;
  private readonly running: Promise<unknown>;

  constructor(connectOne: () => EventStore, writers: number) {
    const names = Array.from({ length: writers }, (_, writer) => `writer-${String(writer)}`);
    this.running = Promise.all(names.map((stream) => this.write(connectOne(), stream)));
    this.running.catch(() => undefined);
  }

  async acknowledges(events: number): Promise<void> {
    while (this.acknowledged < events) await Promise.race([realClock.sleep(5), this.running]);
  }

  async stop(): Promise<void> {
    this.writing = false;
    await this.running;
  }

  private async write(store: EventStore, stream: string): Promise<void> {
    const ids: string[] = [];
    this.streams.set(stream, ids);
    while (this.writing) {
      const batch = Array.from({ length: 1 + (ids.length % 3) }, () => event());
      await this.insist(() => store.append(stream, ids.length === 0 ? 'no_stream' : ids.length - 1, batch));
      ids.push(...batch.map(({ id }) => id));
      this.acknowledged += batch.length;
    }
  }

  private async insist(append: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await append();
        return;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        this.repeated++;
        await realClock.sleep(30);
      }
    }
  }
}

/** The network between the writers and the server. */
class Wire {
  private broken = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly listener: Server,
    readonly connectionString: string,
  ) {}

  static async open(): Promise<Wire> {
    const listener = createServer((client) => {
      wire.join(client, createConnection({ host: '127.0.0.1', port }));
    });
    await once(listener.listen(0, '127.0.0.1'), 'listening');
    const wire = new Wire(listener, connectionStringOf((listener.address() as AddressInfo).port));
    return wire;
  }

  /** Requests arrive, answers do not; resolves when something may have been written meanwhile. */
  async losesAnswers(): Promise<void> {
    this.broken = true;
    await realClock.sleep(100);
  }

  heals(): void {
    this.broken = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private join(client: Socket, server: Socket): void {
    client.on('data', (request) => server.write(request));
    server.on('data', (answer) => {
      if (!this.broken) client.write(answer);
    });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        server.destroy();
        this.sockets.delete(socket);
      });
    }
  }
}

/** A reader that goes on through every outage. */
function follow(store: EventStore, prefixes: readonly string[]) {
  const ids: string[] = [];
  const stopping = new AbortController();
  const running = runReader({
    store,
    reader: 'follower',
    prefixes,
    checkpoints: new MemoryCheckpoints(),
    clock: realClock,
    handle: ({ id }) => void ids.push(id),
    backoff: { firstMs: 50, maxMs: 500 },
    signal: stopping.signal,
  });
  return {
    until: async (count: number): Promise<string[]> => {
      while (ids.length < count) await realClock.sleep(5);
      stopping.abort();
      await running;
      return ids;
    },
  };
}

describe('when the event store is killed', () => {
  it('nothing that was acknowledged is lost, nothing is there twice, no revision is missing', async () => {
    const connectionString = await start();
    const wire = await Wire.open();
    const crew = new Crew(() => connect(wire.connectionString, { attempts: 1 }), WRITERS);
    const following = follow(connect(connectionString), ['writer-']);
    for (let kill = 1; kill <= KILLS; kill++) {
      await crew.acknowledges(crew.acknowledged + 40 + Math.floor(Math.random() * 120));
      // Every other time what is written last is not answered any more: only its ids keep it from being there twice.
      if (kill % 2 === 0) await wire.losesAnswers();
      await stop('SIGKILL');
      await start();
      wire.heals();
    }
    await crew.acknowledges(crew.acknowledged + 100);
    await crew.stop();
    await wire.close();

    const reader = connect(connectionString);
    for (const [stream, ids] of crew.streams) {
      const events = await reader.read(stream);
      expect(events.map(({ id }) => id)).toEqual(ids);
      expect(events.map(({ revision }) => revision)).toEqual(ids.map((_, index) => index));
    }
    const all: RecordedEvent[] = [];
    for await (const one of reader.readAll(['writer-'])) all.push(one);
    expect(all).toHaveLength(crew.acknowledged);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(await following.until(all.length)).toEqual(all.map(({ id }) => id));
    expect(crew.repeated).toBeGreaterThan(KILLS);
    const { acknowledged, repeated } = crew;
    console.info(`${String(acknowledged)} events acknowledged, ${String(repeated)} appends repeated`);
  }, 120_000);

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
    const store = connect(connectionString, { attempts: 40 });
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
