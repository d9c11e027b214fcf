import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from './account.js';
import { preparedBinaries } from './binaries.js';
import { type Cluster, initialised } from './cluster.js';
import { guard } from './guard.js';
import { dataFolder, dataOwner } from './places.js';
import { thisMachine } from './platform.js';
import { alive, type Postmaster, postmasterOf } from './postmaster.js';
import { databaseUrl, runningServer, startServer, stopServer } from './server.js';

const DATABASE = 'bpro_qbo_sync';
const LOOK_EVERY_MS = 500;
const CRASHED_EVERY_MS = 10;

export interface StartPostgresOptions {
  /** Where the server is remembered, and its data kept when its user gets there. Made when it is not there. */
  readonly directory: string;
  /** 0, the default: a server that still runs keeps its port, a new one takes a free port. */
  readonly port?: number;
}

export interface LocalPostgres {
  /** With the password in it: not for logs. */
  readonly url: string;
  readonly port: number;
  /** Rejects when the server ends by itself; never resolves. */
  readonly died: Promise<never>;
  /** Shuts the server down, also when another process started it. */
  stop(): Promise<void>;
  /** Ends it as `kill -9` does, for trials: a new start on its folder finds what was acknowledged. */
  crash(): Promise<void>;
}

/**
 * Runs a real PostgreSQL from npm on 127.0.0.1, for machines without one: no root, no socket, no download. Data
 * in `directory` is found again. The server ends with this process; one that outlived its launcher all the same is
 * taken over. Throws UnsupportedPlatform.
 */
export async function startPostgres({ directory, port = 0 }: StartPostgresOptions): Promise<LocalPostgres> {
  mkdirSync(directory, { recursive: true });
  const home = realpathSync(directory);
  const account = serverAccount(dataOwner(home));
  const native = await preparedBinaries(thisMachine(), account, home);
  const data = await dataFolder(home, account);
  const cluster = await initialised({ home, native, data, account });

  let server = await runningServer(cluster);
  if (server && port !== 0 && server.port !== port) {
    await stopServer(cluster, server);
    server = undefined;
  }
  const running = server ?? (await startServer(cluster, port));
  const dismiss = guard(cluster, running.pid);
  await createDatabase(cluster, running.port);
  const { died, unwatch } = watched(cluster, running);
  return {
    url: databaseUrl(cluster, running.port, DATABASE),
    port: running.port,
    died,
    stop: async () => {
      unwatch();
      await stopServer(cluster, running);
      dismiss();
    },
    crash: async () => {
      unwatch();
      process.kill(running.pid, 'SIGKILL');
      while (alive(running.pid)) await pause(CRASHED_EVERY_MS);
      dismiss();
    },
  };
}

function watched(
  { home, data }: Cluster,
  { pid }: Postmaster,
): { readonly died: Promise<never>; readonly unwatch: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const unwatch = (): void => {
    clearInterval(timer);
  };
  const died = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      if (postmasterOf(data)?.pid === pid) return;
      unwatch();
      reject(new Error(`PostgreSQL ended by itself: ${lastWords(join(home, 'server.log'))}`));
    }, LOOK_EVERY_MS).unref();
  });
  died.catch(() => undefined);
  return { died, unwatch };
}

/** What its log says about the end, if anything, and where that is. */
function lastWords(log: string): string {
  if (!existsSync(log)) return 'its folder is gone';
  const lines = readFileSync(log, 'utf8').split('\n');
  const reason = lines.findLast((line) => /PANIC|No space left on device/.test(line));
  return reason === undefined ? `see ${log}` : `${reason} (${log})`;
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(cluster, port, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Two launchers at once must not both see that it is missing.
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
