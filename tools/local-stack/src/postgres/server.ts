import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { plainEnvironment } from './account.js';
import { type Cluster, SUPERUSER } from './cluster.js';
import { type Postmaster, alive, clearDeadPostmaster, postmasterOf } from './postmaster.js';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 25;

export const databaseUrl = (cluster: Cluster, port: number, database: string): string =>
  `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${String(port)}/${database}`;

/** Whether our server answers at a port: it lets our password in and serves our data folder. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: databaseUrl(cluster, port, 'postgres'),
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === cluster.data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server that still runs on the cluster (its launcher was killed), once it answers. */
export async function runningServer(cluster: Cluster): Promise<Postmaster | undefined> {
  clearDeadPostmaster(cluster.data);
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += POLL_MS) {
    const postmaster = postmasterOf(cluster.data);
    if (!postmaster) return undefined;
    if (postmaster.port > 0 && (await answers(cluster, postmaster.port))) return postmaster;
    await pause(POLL_MS);
  }
  throw new Error(`The PostgreSQL that runs on ${cluster.data} does not answer`);
}

/** Starts a server on the cluster. It outlives this process; a free port is found for port 0. */
export async function startServer(cluster: Cluster, port: number): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const started = await attemptStart(cluster, port === 0 ? await freePort() : port);
    if (typeof started !== 'string') return started;
    const another = await runningServer(cluster);
    if (another) return another;
    const portWasTaken = port === 0 && started.includes('could not bind');
    if (!portWasTaken || attempt === 5) throw new Error(`PostgreSQL did not start: ${started}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

/** The server, or what it said when it ended at once. */
async function attemptStart(cluster: Cluster, port: number): Promise<Postmaster | string> {
  const log = join(cluster.home, 'server.log');
  if (existsSync(log)) renameSync(log, `${log}.1`);
  const output = openSync(log, 'w', 0o600);
  const child = spawn(join(cluster.native, 'bin', 'postgres'), ['-D', cluster.data, ...settings(port)], {
    ...cluster.account,
    cwd: '/',
    env: plainEnvironment(),
    stdio: ['ignore', output, output],
    detached: true,
  });
  let ended = false;
  child.once('error', () => (ended = true)).once('exit', () => (ended = true));
  child.unref();
  closeSync(output);
  for (let waited = 0; waited < START_TIMEOUT_MS && !ended; waited += POLL_MS) {
    if (
      child.pid !== undefined &&
      postmasterOf(cluster.data)?.pid === child.pid &&
      (await answers(cluster, port))
    )
      return { pid: child.pid, port };
    await pause(POLL_MS);
  }
  if (!ended) child.kill('SIGQUIT');
  return readFileSync(log, 'utf8').trim() || 'it ended without a word';
}

/** The log names no values: neither the statement nor the details of an error are written. */
const settings = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]);

/** Fast shutdown: open transactions are rolled back, sessions end, what was acknowledged is on disk. */
export async function stopServer(cluster: Cluster, { pid }: Postmaster): Promise<void> {
  const runs = (): boolean => postmasterOf(cluster.data)?.pid === pid;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!runs()) break;
    process.kill(pid, signal);
    for (let waited = 0; waited < STOP_TIMEOUT_MS && runs(); waited += POLL_MS) await pause(POLL_MS);
  }
  // The file goes before the process does; a process that nobody reaps stays a zombie, so this does not insist.
  for (let waited = 0; waited < 2000 && alive(pid); waited += POLL_MS) await pause(POLL_MS);
}
