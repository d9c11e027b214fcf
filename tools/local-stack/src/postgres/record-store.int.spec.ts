import type { Clock } from '@bpro-qbo-sync/clock';
import { realClock } from '@bpro-qbo-sync/clock';
import {
  connectRecordStore,
  type MirrorRow,
  type PlanRow,
  type RecordStore,
  RecordStoreFailure,
  RecordStoreUnavailable,
} from '@bpro-qbo-sync/record-store';
import { type StoreUnderTest, recordStoreContract } from '@bpro-qbo-sync/record-store/contract';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type ThrowawayPostgres, startThrowawayPostgres } from './throwaway-postgres.js';

let server: ThrowawayPostgres | undefined;
beforeAll(async () => {
  server = await startThrowawayPostgres();
});
afterAll(() => server?.stop());

const databaseUrl = (name = 'bpro_qbo_sync'): string => {
  const url = new URL(server?.url ?? '');
  url.pathname = name;
  return url.href;
};

const administer = async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
};

const storesOn = (url: string, clock: Clock): StoreUnderTest => {
  const opened: RecordStore[] = [];
  const open = (): RecordStore => {
    const store = connectRecordStore(url, { clock });
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    another: () => Promise.resolve(open()),
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
    },
  };
};

recordStoreContract('PostgreSQL, as npm carries it', async (clock) => {
  await administer('CREATE DATABASE contract');
  return storesOn(databaseUrl('contract'), clock);
});

describe('the record store in PostgreSQL', () => {
  const scope = { tenant: 't', generation: 1 };
  let stores: StoreUnderTest;
  let store: RecordStore;
  beforeAll(() => {
    stores = storesOn(databaseUrl(), realClock);
    store = stores.store;
  });
  afterAll(() => stores.dispose());

  it('several processes that start at once on an empty database apply each migration once', async () => {
    const others = await Promise.all([1, 2, 3, 4, 5].map(() => stores.another()));
    await Promise.all([store, ...others].map((each) => each.migrate()));
    const applied = await administer<{ number: number; name: string }>(
      'SELECT number, name FROM record_store.migration ORDER BY number',
    );
    expect(applied.map(({ name }) => name)).toEqual(['mirror', 'content', 'links', 'vault', 'leases']);
  });

  it('a call after the server dropped all connections succeeds, or says unavailable', async () => {
    const box = store.secrets;
    await box.save('s', 'sealed');
    const dropped = box.exclusively('turn', async () => {
      await administer(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      return 'a result that another process may contradict';
    });
    await expect(dropped).rejects.toThrow(RecordStoreUnavailable);
    expect(await box.load('s')).toBe('sealed');
  });

  it('a statement that the server cuts off is unavailable, and a transaction leaves nothing behind', async () => {
    const blocker = new pg.Client({ connectionString: databaseUrl() });
    await blocker.connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE mirror.match_key');
      const put = store.mirror.put(scope, [row(1)]);
      put.catch(() => undefined);
      let cut: unknown[] = [];
      while (cut.length === 0)
        cut = await administer(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%match_key%'",
        );
      await expect(put).rejects.toThrow(RecordStoreUnavailable);
      await blocker.query('ROLLBACK');
    } finally {
      await blocker.end();
    }
    expect(await store.mirror.get(scope, 'qbo', 'customer', [row(1).id])).toEqual([]);
  });

  it('a server that is not there is unavailable', async () => {
    const nowhere = connectRecordStore('postgres://u:hunter2@127.0.0.1:1/x', { clock: realClock });
    try {
      await expect(nowhere.ping()).rejects.toThrow(RecordStoreUnavailable);
      const turn = nowhere.secrets.exclusively('t', () => Promise.resolve());
      await expect(turn).rejects.toThrow(RecordStoreUnavailable);
      await expect(turn).rejects.not.toThrow('hunter2');
    } finally {
      await nowhere.close();
    }
  });

  it('an error that is no matter of connections names the SQLSTATE and no value', async () => {
    const put = store.mirror.put(scope, [{ ...row(1), id: 'Jane Doe \u0000' }]);
    await expect(put).rejects.toThrow(RecordStoreFailure);
    await expect(put).rejects.toThrow('mirror.put: PostgreSQL answered 22021');
    await expect(put).rejects.not.toThrow('Jane');
  });

  it('more turns wait than the pool has connections, and their work still gets one', async () => {
    const small = connectRecordStore(databaseUrl(), { clock: realClock, poolSize: 1 });
    try {
      const turns = Array.from({ length: 8 }, (_, i) =>
        small.secrets.exclusively(`turn ${String(i % 4)}`, () => small.secrets.load('s')),
      );
      expect(await Promise.all(turns)).toEqual(Array(8).fill('sealed'));
    } finally {
      await small.close();
    }
  });

  it('writers of the same rows in opposite orders do not deadlock', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => row(i));
    const writers = await Promise.all([1, 2, 3, 4].map(() => stores.another()));
    await Promise.all(
      writers.flatMap((each, i) => {
        const ordered = i % 2 === 0 ? rows : [...rows].reverse();
        return [each.mirror.put(scope, ordered), each.plans.put(scope, 'race', ordered.map(planOf))];
      }),
    );
    expect(await store.mirror.page(scope, 'qbo', 'customer', undefined, 1000)).toHaveLength(300);
    expect(await store.plans.totals(scope, 'race')).toEqual([
      { type: 'customer', action: 'link', reason: 'F1.name', count: 300 },
    ]);
  });

  it('keeps up with a company of 50,000 records', async () => {
    const times: Record<string, number[]> = {};
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const result = await work();
      (times[name] ??= []).push(performance.now() - begun);
      return result;
    };
    const big = { tenant: 'big', generation: 1 };
    for (let start = 0; start < 50_000; start += 1000) {
      const rows = Array.from({ length: 1000 }, (_, i) => row(start + i));
      await timed('mirror.put 1000 new', () => store.mirror.put(big, rows, 'read 1'));
      await timed('plans.put 1000 new', () => store.plans.put(big, 'run', rows.map(planOf)));
    }
    for (let start = 0; start < 10_000; start += 1000) {
      const rows = Array.from({ length: 1000 }, (_, i) => row(start + i));
      await timed('mirror.put 1000 again', () => store.mirror.put(big, rows, 'read 2'));
    }
    const ids = Array.from({ length: 1000 }, (_, i) => row(i * 49).id);
    for (let i = 0; i < 5; i++) {
      await timed('mirror.get 1000', () => store.mirror.get(big, 'qbo', 'customer', ids));
      await timed('mirror.byKeys 1000', () =>
        store.mirror.byKeys(
          big,
          'qbo',
          'customer',
          ids.map((id) => `0:customer ${id}`),
        ),
      );
      await timed('mirror.page 1000', () => store.mirror.page(big, 'qbo', 'customer', row(40_000).id, 1000));
      await timed('plans.page 1000', () =>
        store.plans.page(big, 'run', {}, { type: 'customer', recordId: row(40_000).id }, 1000),
      );
      await timed('plans.page 50 of a rare reason', () =>
        store.plans.page(big, 'run', { reason: 'F2.ambiguous' }, undefined, 50),
      );
      await timed('plans.totals', () => store.plans.totals(big, 'run'));
    }
    for (let i = 0; i < 200; i++) {
      await timed('links.claim', () => store.links.claim(big, 'customer', 'qbo', String(i), 'r'));
      await timed('content.put', () => store.content.put(big, String(i), { body: i }, undefined));
    }
    await timed('mirror.sweep 40000', () => store.mirror.sweep(big, 'qbo', 'customer', 'read 2'));
    await timed('plans.drop 50000', () => store.plans.drop(big, 'run'));

    const medians = Object.entries(times).map(([name, all]) => {
      const sorted = [...all].sort((a, b) => a - b);
      return [name, Math.round((sorted[sorted.length >> 1] ?? 0) * 10) / 10] as const;
    });
    // Generous against a busy machine: what must not happen is a scan where an index belongs.
    const slow = medians.filter(([name, ms]) => ms > (/sweep|drop/.test(name) ? 10_000 : 500));
    expect(slow).toEqual([]);
  });
});

const row = (n: number): MirrorRow => {
  const id = String(n).padStart(6, '0');
  return {
    side: 'qbo',
    type: 'customer',
    id,
    version: '0',
    createdAt: '2026-01-05T09:00:00.000Z',
    updatedAt: '2026-01-05T09:00:00.000Z',
    state: 'active',
    keys: [`0:customer ${id}`, `1:customer-${id}@example.test`],
    content: {
      DisplayName: `Customer ${id}`,
      PrimaryEmailAddr: { Address: `customer-${id}@example.test` },
      BillAddr: { Line1: '1 "Main" Street', City: 'Springfield', PostalCode: '12345' },
      Notes: 'x'.repeat(500),
    },
  };
};

const planOf = ({ type, id }: MirrorRow): PlanRow => ({
  type,
  recordId: id,
  bproId: `b${id}`,
  qboId: id,
  action: 'link',
  reason: id.endsWith('777') ? 'F2.ambiguous' : 'F1.name',
  detail: { fields: ['name', 'email'] },
});
