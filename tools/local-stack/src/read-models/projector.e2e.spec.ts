import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { realClock } from '@bpro-qbo-sync/clock';
import { connectEventStore, type EventStore } from '@bpro-qbo-sync/event-store';
import { compareWithRebuild, connectReadModels, type PostgresReadModels } from '@bpro-qbo-sync/read-models';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../api/api-bench.js';
import { type EventStoreServer, startEventStoreServer } from '../event-store/index.js';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../postgres/throwaway-postgres.js';
import { append, newestPosition, storedHistory } from './stored-history.js';

const program = (name: string): string =>
  fileURLToPath(new URL(`../../../../apps/sync-projector/dist/${name}.js`, import.meta.url));
const KILLS = 4;

describe('the projector as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'projector-'));
  const children: ChildProcess[] = [];
  let database: ThrowawayPostgres;
  let server: EventStoreServer;
  let store: EventStore;
  let db: PostgresReadModels;

  const run = (name: string, ...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, [program(name), ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        EVENTSTORE_URL: server.connectionString,
        DATABASE_URL: database.url,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    children.push(child);
    return child;
  };
  const said = async (child: ChildProcess): Promise<[code: unknown, text: string]> => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    return [((await once(child, 'close')) as [unknown])[0], text];
  };
  const end = async (child: ChildProcess, how: () => void): Promise<unknown> => {
    const exited = once(child, 'exit');
    how();
    return (await exited)[0];
  };

  beforeAll(async () => {
    database = await startThrowawayPostgres();
    server = await startEventStoreServer({ directory: folder });
    store = connectEventStore(server.connectionString, { clock: realClock });
    db = connectReadModels(database.url);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await store.close();
    await db.close();
    await server.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('E4, J1 killed again and again while events come, it ends with the rows of a rebuild', async () => {
    const handled = async (): Promise<number> => (await db.progress().catch(() => undefined))?.handled ?? 0;
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = await handled();
      const projector = run('main');
      const writing = append(store, storedHistory(100 + kill), kill);
      await until(handled, (now) => now > before);
      await pause((kill * 7) % 20);
      await end(projector, () => projector.kill('SIGKILL'));
      await writing;
    }
    const last = run('main');
    await append(store, storedHistory(100), KILLS + 1);
    const newest = await newestPosition(store);
    await until(
      async () => (await db.progress().catch(() => undefined))?.position,
      (reached) => reached === newest,
    );
    expect(await compareWithRebuild(db, store)).toEqual([]);
    expect(await end(last, () => last.kill('SIGTERM'))).toBe(0);
  });

  it.each([0, 2_000])('ends in order when who started it is gone after %i ms', async (ms) => {
    const projector = run('main');
    await pause(ms);
    expect(await end(projector, () => projector.disconnect())).toBe(0);
  });

  it('J1 the command compares and rebuilds from outside', async () => {
    const sound = expect.stringContaining('No difference') as unknown;
    expect(await said(run('rebuild', '--check'))).toEqual([0, sound]);
    expect(await said(run('rebuild'))).toEqual([0, expect.stringContaining('were rebuilt')]);
    expect(await said(run('rebuild', '--check'))).toEqual([0, sound]);
  });

  it('stops at once and names the variable when its configuration cannot be used', async () => {
    const child = spawn(process.execPath, [program('main')], {
      env: {},
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toContain('EVENTSTORE_URL');
  });
});
