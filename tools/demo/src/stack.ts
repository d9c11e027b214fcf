import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { type Clock, scaledClock } from '@bpro-qbo-sync/clock';
import { startEventStoreServer, startPostgres } from '@bpro-qbo-sync/local-stack';
import { INTUIT_OAUTH, startQboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { ready, startHost, type HostProcess } from './host-process.js';

/** The programs that run for the demonstration, and where they are reached. */
export interface RunningStack {
  readonly apiUrl: string;
  readonly qboUrl: string;
  readonly bproUrl: string;
  readonly bproToken: string | undefined;
  readonly eventStoreUrl: string;
  readonly tenant: string;
  /** The time of all programs. */
  readonly clock: Clock;
  /** Rejects when one of the programs ends by itself; never resolves. */
  readonly died: Promise<never>;
  close(): Promise<void>;
}

const TENANT = 'demo';
const program = (app: string): string =>
  fileURLToPath(new URL(`../../../apps/${app}/dist/main.js`, import.meta.url));

const secret = (): string => randomBytes(32).toString('base64');

/**
 * Starts databases, both systems and both hosts on free ports of 127.0.0.1, with all data in `folder`. What has
 * started is stopped again when something does not, or when aborted.
 */
export async function startStack(
  folder: string,
  clockScale: number,
  signal: AbortSignal,
): Promise<RunningStack> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  /** Remembers how to stop what has started, also when the wish to go on is gone by then. */
  const started = async <T>(starting: Promise<T>, stop: (it: T) => Promise<void>): Promise<T> => {
    const it = await starting;
    closers.push(() => stop(it));
    signal.throwIfAborted();
    return it;
  };
  try {
    const origin = Date.now();
    const clock = scaledClock(clockScale, origin);
    const postgres = await started(startPostgres({ directory: join(folder, 'postgres') }), (it) => it.stop());
    const eventStore = await started(
      startEventStoreServer({ directory: join(folder, 'event-store') }),
      (it) => it.close(),
    );
    const qbo = await started(startQboSimulator({ clock }), (it) => it.close());
    const bproToken = secret();
    const bpro = await started(startBproSimulator({ clock, random: Math.random, token: bproToken }), (it) =>
      it.close(),
    );
    const stores = {
      EVENTSTORE_URL: eventStore.connectionString,
      DATABASE_URL: postgres.url,
      CLOCK_SCALE: String(clockScale),
      CLOCK_ORIGIN: String(origin),
      LOG_LEVEL: 'warn',
    };
    const host = (app: string, env: Readonly<Record<string, string>>): Promise<HostProcess> =>
      started(
        Promise.resolve(startHost({ program: program(app), env, log: join(folder, `${app}.log`) })),
        (it) => it.stop(),
      );
    const port = await freePort();
    const apiUrl = `http://127.0.0.1:${String(port)}`;
    const projector = await host('sync-projector', stores);
    const api = await host('sync-api', {
      ...stores,
      PORT: String(port),
      PUBLIC_URL: apiUrl,
      QBO_ENVIRONMENT: qbo.baseUrl,
      QBO_CLIENT_ID: INTUIT_OAUTH.clientId,
      QBO_CLIENT_SECRET: INTUIT_OAUTH.clientSecret,
      BPRO_BASE_URL: bpro.url,
      BPRO_TOKEN: bproToken,
      TOKEN_KEYS: `demo:${secret()}`,
      TENANT_HASH_KEY: secret(),
      SESSION_KEY: secret(),
      JWT_SHARED_KEY: secret(),
      JWT_ISSUER: 'bpro-demo',
      JWT_AUDIENCE: 'bpro-qbo-sync',
      DEMO_TOKENS: TENANT,
    });
    const died = Promise.race([projector.died, api.died]);
    died.catch(() => undefined);
    await ready(`${apiUrl}/health/ready`, died, signal);
    return {
      apiUrl,
      qboUrl: qbo.baseUrl,
      bproUrl: bpro.url,
      bproToken,
      eventStoreUrl: eventStore.connectionString,
      tenant: TENANT,
      clock,
      died,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
