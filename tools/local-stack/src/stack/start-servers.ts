import { join } from 'node:path';
import { startBproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import type { Clock } from '@bpro-qbo-sync/clock';
import { INTUIT_OAUTH, startQboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { startEventStoreServer } from '../event-store/index.js';
import { startPostgres } from '../postgres/index.js';
import type { Closers } from './closers.js';
import type { SimulatedSystems } from './first-books.js';

/** Which ports and folder the servers of a stack have, and who hears of it. */
export interface ServerOptions {
  /** Holds all data; made when it is not there. A second start finds it again; one at a time. */
  readonly folder: string;
  /** The port for a program that usually has this one; 0: any that is free. */
  readonly port: (usual: number) => number | Promise<number>;
  /** What is being started now. */
  readonly say: (text: string) => void;
}

type Env = Readonly<Record<string, string>>;

const USUAL_PORTS = { qbo: 4010, bpro: 4020, eventStore: 4030, postgres: 4040 } as const;

export interface Stores {
  readonly urls: { readonly DATABASE_URL: string; readonly EVENTSTORE_URL: string };
  /** Of those that run here: rejects when one ends by itself. */
  readonly died: readonly Promise<never>[];
}

/** Starts the databases that are not configured. */
export async function startStores(options: ServerOptions, env: Env, running: Closers): Promise<Stores> {
  const { folder, port, say } = options;
  const died: Promise<never>[] = [];
  let { DATABASE_URL, EVENTSTORE_URL } = env;
  if (DATABASE_URL === undefined) {
    say('PostgreSQL');
    const at = { directory: join(folder, 'postgres'), port: await port(USUAL_PORTS.postgres) };
    const postgres = await running.add(startPostgres(at), (it) => it.stop());
    died.push(postgres.died);
    DATABASE_URL = postgres.url;
  }
  if (EVENTSTORE_URL === undefined) {
    say('the event store');
    const at = { directory: join(folder, 'event-store'), port: await port(USUAL_PORTS.eventStore) };
    let onCrash: (error: Error) => void = () => undefined;
    died.push(
      new Promise((_resolve, reject) => {
        onCrash = (error) => {
          reject(new Error(`The event store ended by itself: ${error.message}`));
        };
      }),
    );
    const eventStore = await running.add(startEventStoreServer({ ...at, onCrash }), (it) => it.close());
    EVENTSTORE_URL = eventStore.connectionString;
  }
  for (const each of died) each.catch(() => undefined);
  return { urls: { DATABASE_URL, EVENTSTORE_URL }, died };
}

export interface SystemsOptions extends ServerOptions {
  readonly clock: Clock;
  /** What the simulated BPro asks for. */
  readonly bproToken: string;
  /** Called when the simulated systems run and nobody uses them yet. */
  readonly prepare?: ((systems: SimulatedSystems, clock: Clock) => void) | undefined;
}

/** Starts simulators of the systems that are not configured. Answers the variables that lead to both. */
export async function startSystems(
  options: SystemsOptions,
  env: Env,
  running: Closers,
): Promise<Readonly<Record<string, string>> & { QBO_ENVIRONMENT: string; BPRO_BASE_URL: string }> {
  const { folder, port, say, clock, bproToken, prepare } = options;
  let { QBO_ENVIRONMENT, BPRO_BASE_URL } = env;
  const keys: Record<string, string> = {};
  let qbo: SimulatedSystems['qbo'];
  let bpro: SimulatedSystems['bpro'];
  if (QBO_ENVIRONMENT === undefined) {
    say('the QuickBooks simulator');
    const at = { dataDirectory: join(folder, 'quickbooks'), port: await port(USUAL_PORTS.qbo) };
    const server = await running.add(startQboSimulator({ ...at, clock }), (it) => it.close());
    qbo = server.simulator;
    QBO_ENVIRONMENT = server.baseUrl;
    keys['QBO_CLIENT_ID'] = INTUIT_OAUTH.clientId;
    keys['QBO_CLIENT_SECRET'] = INTUIT_OAUTH.clientSecret;
  }
  if (BPRO_BASE_URL === undefined) {
    say('the BPro simulator');
    const at = { dataDirectory: join(folder, 'bpro'), port: await port(USUAL_PORTS.bpro), token: bproToken };
    const server = await running.add(startBproSimulator({ ...at, clock, random: Math.random }), (it) =>
      it.close(),
    );
    bpro = server.simulator;
    BPRO_BASE_URL = server.url;
    keys['BPRO_TOKEN'] = bproToken;
  }
  prepare?.({ qbo, bpro }, clock);
  return { ...keys, QBO_ENVIRONMENT, BPRO_BASE_URL };
}
