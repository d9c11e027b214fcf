import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { canWriteIn, serverAccount } from './account.js';
import { knownDataFolder } from './places.js';
import { type LocalPostgres, startPostgres } from './start-postgres.js';

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port })
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => {
        resolve(false);
      });
  });

describe('the local PostgreSQL', () => {
  let directory: string;
  const started: LocalPostgres[] = [];
  const start = async (): Promise<LocalPostgres> => {
    const server = await startPostgres({ directory });
    started.push(server);
    return server;
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-postgres-'));
    chmodSync(directory, 0o755);
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    rmSync(knownDataFolder(directory), { recursive: true });
    rmSync(directory, { recursive: true });
  });

  it('serves the database bpro_qbo_sync on a free port, and finds the data again at the second start', async () => {
    const first = await start();
    expect(await query(first.url, 'SELECT current_database() AS name')).toEqual([{ name: 'bpro_qbo_sync' }]);
    await query(first.url, "CREATE TABLE kept AS SELECT 'yes' AS value");
    await first.stop();
    expect(await listens('127.0.0.1', first.port)).toBe(false);
    const second = await start();
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 'yes' }]);
  });

  it('keeps its password in a file that only its owner reads, and lets nobody in without it', async () => {
    const { url } = await start();
    const file = join(directory, 'password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(readFileSync(join(directory, 'server.log'), 'utf8')).not.toContain(readFileSync(file, 'utf8'));
  });

  it('listens on 127.0.0.1 only and on no socket', async () => {
    const { url } = await start();
    const shown = await query(
      url,
      "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY 1",
    );
    expect(shown).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
  });

  it('writes no values of a refused statement to its log', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE people (name text PRIMARY KEY)');
    await query(url, "INSERT INTO people VALUES ('Jane Doe')");
    await expect(query(url, "INSERT INTO people VALUES ('Jane Doe')")).rejects.toThrow('duplicate key');
    const log = readFileSync(join(directory, 'server.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('Jane');
  });

  it('takes over the server that still runs after its launcher was killed, and stops it', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (n int)');
    const again = await start();
    expect(again.url).toBe(first.url);
    await again.stop();
    expect(await listens('127.0.0.1', first.port)).toBe(false);
  });

  it('recovers what was acknowledged when the server itself was killed', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const pid = Number(
      readFileSync(join(knownDataFolder(directory), 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(pid, 'SIGKILL');
    await expect(first.died).rejects.toThrow('PostgreSQL ended by itself: ');
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('starts although another program has the process id that a dead server left behind', async () => {
    const first = await start();
    const file = join(knownDataFolder(directory), 'postmaster.pid');
    const left = readFileSync(file, 'utf8');
    await first.stop();
    const account = serverAccount();
    const stranger = spawn('/bin/sleep', ['60'], { ...account, cwd: '/', stdio: 'ignore' });
    try {
      writeFileSync(file, left.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
      if (account) chownSync(file, account.uid, account.gid);
      const second = await start();
      expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    } finally {
      stranger.kill();
    }
  });

  it('two launchers at once come to one server', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.url).toBe(two.url);
    expect(await query(two.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('keeps the data elsewhere, and remembers where, when its user cannot get to the directory', async () => {
    chmodSync(directory, 0o700);
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    expect(existsSync(join(directory, 'data'))).toBe(serverAccount() === undefined);
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(await canWriteIn(serverAccount(), knownDataFolder(directory))).toBe(true);
  });

  it('goes on as the owner of the data, so that a user who is added later does not lose them', async () => {
    const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
    const other = { uid: idOf('-u'), gid: idOf('-g') };
    if (serverAccount()) {
      mkdirSync(join(directory, 'data'), { mode: 0o700 });
      chownSync(join(directory, 'data'), other.uid, other.gid);
    }
    const { url } = await start();
    const owner = statSync(join(directory, 'data')).uid;
    expect(owner).toBe(serverAccount() ? other.uid : process.getuid?.());
    expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});
