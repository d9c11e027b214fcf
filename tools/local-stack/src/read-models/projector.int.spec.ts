import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '@bpro-qbo-sync/clock';
import { connectEventStore, type EventStore } from '@bpro-qbo-sync/event-store';
import {
  catchUp,
  compareWithRebuild,
  connectReadModels,
  MemoryReadModels,
  type PostgresReadModels,
  PROJECTIONS,
  type RowSet,
} from '@bpro-qbo-sync/read-models';
import {
  type RunningSyncProjector,
  runRebuildCommand,
  startSyncProjector,
} from '@bpro-qbo-sync/sync-projector';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../api/api-bench.js';
import { type EventStoreServer, startEventStoreServer } from '../event-store/index.js';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../postgres/throwaway-postgres.js';
import { administer } from './read-models-on.js';
import { append, newestPosition, storedHistory } from './stored-history.js';

const REPORTING = readFileSync(new URL('../../../../docs/reporting.md', import.meta.url), 'utf8');
const CURRENT_TO = ['current_to_position', 'current_to'];

/** Names in a view's section that look like columns: the values that a column may have stand in brackets. */
function documentedColumns(view: string): string[] {
  const section = REPORTING.split(/^##+ /m).find((text) =>
    text.split('\n', 1)[0]?.split(', ').includes(view),
  );
  const text = (section ?? '').replace(/\([^)]*`[^)]*\)/g, '');
  return [...text.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
}

interface Readiness {
  readonly status: number;
  readonly state: string;
  readonly currentTo: string | null;
}

describe('the projector, from a real event store into PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'projector-'));
  const logged: string[] = [];
  const projectors: RunningSyncProjector[] = [];
  let database: ThrowawayPostgres;
  let server: EventStoreServer;
  let store: EventStore;
  let db: PostgresReadModels;
  let env: Record<string, string>;

  const start = async (): Promise<RunningSyncProjector> => {
    const projector = await startSyncProjector(env, { write: (line) => void logged.push(line) });
    projectors.push(projector);
    return projector;
  };
  const stop = async (projector: RunningSyncProjector): Promise<void> => {
    projectors.splice(projectors.indexOf(projector), 1);
    await projector.close();
  };
  const readiness = async ({ url }: RunningSyncProjector): Promise<Readiness> => {
    const answer = await fetch(`${url ?? ''}/health/ready`);
    const { details } = (await answer.json()) as { details: { readModels: Omit<Readiness, 'status'> } };
    const { state, currentTo } = details.readModels;
    return { status: answer.status, state, currentTo };
  };
  const ready = (projector: RunningSyncProjector): Promise<Readiness> =>
    until(
      () => readiness(projector),
      ({ status }) => status === 200,
    );
  const everything = async (rows: RowSet): Promise<Record<string, unknown>> => {
    const tables = PROJECTIONS.map(async ({ table }) => [table.name, await rows.rows(table)] as const);
    return Object.fromEntries(await Promise.all(tables));
  };
  const hasReachedTheEnd = async (): Promise<void> => {
    const newest = await newestPosition(store);
    await until(
      async () => (await db.progress()).position,
      (reached) => reached === newest,
    );
  };
  const command = async (...args: string[]): Promise<{ code: number; said: string }> => {
    const said: string[] = [];
    const code = await runRebuildCommand(args, env, { say: (line) => said.push(line) });
    return { code, said: said.join('\n') };
  };

  beforeAll(async () => {
    database = await startThrowawayPostgres();
    server = await startEventStoreServer({ directory: folder });
    store = connectEventStore(server.connectionString, { clock: realClock });
    db = connectReadModels(database.url);
    env = {
      EVENTSTORE_URL: server.connectionString,
      DATABASE_URL: database.url,
      PORT: '0',
      LOG_LEVEL: 'info',
    };
    await append(store, storedHistory(1));
  });
  afterAll(async () => {
    await Promise.all(projectors.map((projector) => projector.close()));
    await store.close();
    await db.close();
    await server.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('J1 what it writes, past and live, is what a rebuild from event 0 gives, and what memory gives', async () => {
    const projector = await start();
    await ready(projector);
    await append(store, storedHistory(2), 2);
    await hasReachedTheEnd();
    expect(await compareWithRebuild(db, store)).toEqual([]);
    const memory = new MemoryReadModels();
    await catchUp(store, memory, {});
    expect(await everything(db)).toEqual(await everything(memory));
    expect(await db.progress()).toEqual(await memory.progress());
  });

  it('J2 each reporting view says up to which event it is current, and has the columns of its documentation', async () => {
    const columns = await administer<{ view: string; columns: string[] }>(
      database.url,
      `SELECT table_name::text AS view, array_agg(column_name::text ORDER BY ordinal_position) AS columns
       FROM information_schema.columns WHERE table_schema = 'reporting' GROUP BY 1`,
    );
    const { position, eventAt } = await db.progress();
    for (const { view, columns: found } of columns) {
      const rows = await administer<{ to: string; at: Date }>(
        database.url,
        `SELECT DISTINCT current_to_position AS to, current_to AS at FROM reporting.${view}`,
      );
      expect([view, rows.map(({ to, at }) => [to, at.toISOString()])]).toEqual([view, [[position, eventAt]]]);
      const described = documentedColumns(view);
      expect([view, found.filter((name) => !CURRENT_TO.includes(name) && !described.includes(name))]).toEqual(
        [view, []],
      );
      expect([view, described.filter((name) => !found.includes(name))]).toEqual([view, []]);
    }
    const titles = [...REPORTING.matchAll(/^### (.+)$/gm)].flatMap(([, title = '']) => title.split(', '));
    expect(columns.map(({ view }) => view).sort()).toEqual(titles.sort());
  });

  it('J2 the examples of the documentation can be run', async () => {
    await administer(database.url, 'CREATE ROLE reports');
    const examples = [...REPORTING.matchAll(/```sql\n(.+?)```/gs)].map(([, sql = '']) => sql);
    expect(examples.length).toBeGreaterThan(4);
    for (const sql of examples) await administer(database.url, sql);
  });

  it('says that it is current, and up to when', async () => {
    const [projector] = projectors;
    expect(await readiness(projector!)).toEqual({
      status: 200,
      state: 'current',
      currentTo: (await db.progress()).eventAt,
    });
    const metrics = await (await fetch(`${projector!.url ?? ''}/metrics`)).text();
    expect(metrics).toMatch(/^sync_projector_current 1$/m);
    expect(metrics).not.toContain('north');
  });

  it('goes on by itself when the database dropped its connections', async () => {
    const [projector] = projectors;
    await administer(
      database.url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await append(store, storedHistory(3).slice(0, 20), 3);
    await hasReachedTheEnd();
    await ready(projector!);
    expect(logged.join('')).toContain('"because"');
  });

  it('a second one stands by, and goes on where the first ends', async () => {
    const [first] = projectors;
    const second = await start();
    expect(await ready(second)).toMatchObject({ state: 'standing-by' });
    await stop(first!);
    await append(store, storedHistory(4).slice(0, 20), 4);
    await hasReachedTheEnd();
    await until(
      () => readiness(second),
      ({ state }) => state === 'current',
    );
    await stop(second);
  });

  it('J1 the command finds a row that no event explains, and the rebuild puts it right', async () => {
    expect(await command('--check')).toMatchObject({ code: 0 });
    const [{ record }] = (await administer<{ record: string }>(
      database.url,
      "UPDATE read.records SET status = 'linked', qbo_id = 'never' WHERE ctid = (SELECT ctid FROM read.records LIMIT 1) RETURNING record_id AS record",
    )) as [{ record: string }];
    const found = await command('--check');
    expect(found.code).toBe(1);
    expect(found.said).toContain(`"${record}"`);
    expect(found.said).toContain('qbo_id');
    expect(await command()).toMatchObject({ code: 0, said: expect.stringMatching(/\d+ events/) as unknown });
    expect(await command('--check')).toMatchObject({ code: 0 });
  });

  it('J1 rows of another version are rebuilt when it starts', async () => {
    await administer(database.url, "UPDATE read.progress SET fingerprint = 'of another version'");
    await administer(database.url, 'DELETE FROM read.history');
    expect(await command('--check')).toMatchObject({ code: 1 });
    const projector = await start();
    await ready(projector);
    expect(await compareWithRebuild(db, store)).toEqual([]);
    await stop(projector);
  });

  it('the command says plainly what is missing', async () => {
    expect(await command('--fast')).toMatchObject({
      code: 2,
      said: expect.stringContaining('Usage') as unknown,
    });
    const silent = await runRebuildCommand([], {}, { say: () => undefined });
    expect(silent).toBe(2);
    env = { ...env, DATABASE_URL: 'postgresql://u:planted@127.0.0.1:1/none' };
    const away = await command();
    expect(away.code).toBe(2);
    expect(away.said).toContain('PostgreSQL');
    expect(away.said).not.toContain('planted');
  });
});
