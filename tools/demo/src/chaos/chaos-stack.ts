import { createConnection } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { scaledClock } from '@bpro-qbo-sync/clock';
import {
  freePort,
  type LocalPostgres,
  type RunningStack,
  startHost,
  startPostgres,
  startStack,
} from '@bpro-qbo-sync/local-stack';
import { INTUIT_OAUTH, startQboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { hostsOf, type Victim } from '../killing.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';

export interface ChaosOptions {
  readonly folder: string;
  readonly clockScale: number;
  readonly random: () => number;
  readonly answered: (begunAt: number) => void;
  readonly signal: AbortSignal;
}

export interface ChaosStack {
  readonly stack: RunningStack;
  /** Both hosts, the event store and PostgreSQL. */
  readonly victims: readonly Victim[];
  readonly proxy: FaultProxy;
  close(): Promise<void>;
}

const FAULT_SHARE = 0.1;
const RESTART_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
const eventStoreProgram = fileURLToPath(
  new URL('../../../local-stack/dist/event-store/main.js', import.meta.url),
);

/** The demonstration's stack, but with stores in processes that can be killed and a proxy before QuickBooks. */
export async function startChaosStack(options: ChaosOptions): Promise<ChaosStack> {
  const { folder, clockScale, random, answered, signal } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const origin = Date.now();
    let postgres = await startPostgres({ directory: join(folder, 'postgres') });
    closers.push(() => postgres.stop());
    const port = await freePort();
    const eventStore = startHost({
      program: eventStoreProgram,
      args: ['--directory', join(folder, 'event-store'), '--port', String(port)],
      env: {},
      log: join(folder, 'event-store.log'),
    });
    closers.push(() => eventStore.stop());
    await listens(port, signal);
    const simulator = await startQboSimulator({
      dataDirectory: join(folder, 'quickbooks'),
      clock: scaledClock(clockScale, origin),
    });
    closers.push(() => simulator.close());
    const proxy = await startFaultProxy({ target: simulator.baseUrl, random, share: FAULT_SHARE, answered });
    closers.push(() => proxy.close());
    const stack = await startStack({
      folder,
      signal,
      port: () => 0,
      env: {
        CLOCK_SCALE: String(clockScale),
        CLOCK_ORIGIN: String(origin),
        LOG_LEVEL: 'warn',
        DATABASE_URL: postgres.url,
        EVENTSTORE_URL: `esdb://127.0.0.1:${String(port)}?tls=false`,
        QBO_ENVIRONMENT: proxy.url,
        QBO_CLIENT_ID: INTUIT_OAUTH.clientId,
        QBO_CLIENT_SECRET: INTUIT_OAUTH.clientSecret,
      },
    });
    closers.push(() => stack.close());
    const stores: Victim[] = [
      {
        name: 'event store',
        weight: 5,
        kill: async () => {
          await eventStore.crash();
          await listens(port, signal);
        },
      },
      {
        name: 'PostgreSQL',
        weight: 3,
        kill: async () => {
          await postgres.crash();
          postgres = await restarted(join(folder, 'postgres'), postgres.port, signal);
        },
      },
    ];
    return { stack, victims: [...hostsOf(stack, signal), ...stores], proxy, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Sessions of the killed server hold its memory for a moment: until then a new one does not start. */
async function restarted(directory: string, port: number, signal: AbortSignal): Promise<LocalPostgres> {
  for (const end = performance.now() + RESTART_WITHIN_MS; ;)
    try {
      return await startPostgres({ directory, port });
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(LOOK_EVERY_MS, undefined, { signal });
    }
}

/** Waits until something listens on the port. */
async function listens(port: number, signal: AbortSignal): Promise<void> {
  for (const end = performance.now() + RESTART_WITHIN_MS; performance.now() < end;) {
    const is = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1')
        .once('connect', () => {
          socket.destroy();
          resolve(true);
        })
        .once('error', () => {
          resolve(false);
        });
    });
    if (is) return;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new Error(`nothing listens on port ${String(port)}`);
}
