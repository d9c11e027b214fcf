import { describe, expect, it } from '@jest/globals';
import { pages } from './pager.js';
import type { QboRecord, Query } from './port.js';
import type { Page } from './reads.js';
import { CONNECTION, connectedClient } from './testing/connected-client.js';

const records = (count: number): QboRecord[] =>
  Array.from({ length: count }, (_, i) => ({ Id: String(i + 1) }));

/** A table that changes between pages; `total` as invoices say it. */
function table(
  rows: QboRecord[],
  options: { total?: boolean; change?: (page: number, rows: QboRecord[]) => void } = {},
) {
  const asked: Query[] = [];
  const ask = (query: Query): Promise<Page> => {
    asked.push(query);
    options.change?.(asked.length, rows);
    const start = (query.startPosition ?? 1) - 1;
    const page = rows.slice(start, start + (query.maxResults ?? 1000));
    return Promise.resolve({ rows: page, total: options.total ? rows.length : undefined });
  };
  return { asked, ask };
}

async function readAll(
  ask: (query: Query) => Promise<Page>,
): Promise<{ ids: string[]; restarts: number; reads: number }> {
  let ids: string[] = [];
  let restarts = 0;
  let reads = 0;
  for await (const { rows, restarted } of pages(ask, 'Customer', [])) {
    if (restarted) {
      restarts += 1;
      ids = [];
    }
    reads += 1;
    ids.push(...rows.map((row) => row['Id'] as string));
  }
  return { ids, restarts, reads };
}

describe('the pager', () => {
  it.each([0, 1, 999, 1000, 1001, 1999, 2000, 3500])('reads %i rows once each', async (count) => {
    const { asked, ask } = table(records(count));
    const { ids } = await readAll(ask);
    expect(ids).toEqual(records(count).map((row) => row['Id']));
    expect(asked.every((query) => query.orderBy === 'Id ASC')).toBe(true);
  });

  it('asks for pages that overlap by one row', async () => {
    const { asked, ask } = table(records(2500));
    await readAll(ask);
    expect(asked.map((query) => query.startPosition)).toEqual([1, 1000, 1999]);
  });

  it('yields one empty page for a type without rows', async () => {
    expect(await readAll(table([]).ask)).toEqual({ ids: [], restarts: 0, reads: 1 });
  });

  it('begins again when a row before the page was deleted, and misses nothing', async () => {
    const rows = records(2500);
    const { ask } = table(rows, { change: (page) => void (page === 2 && rows.shift()) });
    const { ids, restarts } = await readAll(ask);
    expect(restarts).toBe(1);
    expect(ids).toEqual(rows.map((row) => row['Id']));
  });

  it('begins again when a row came back before the page', async () => {
    const rows = records(2500).filter((row) => row['Id'] !== '500');
    const { ask } = table(rows, {
      change: (page) => void (page === 3 && rows.splice(499, 0, { Id: '500' })),
    });
    const { ids, restarts } = await readAll(ask);
    expect(restarts).toBe(1);
    expect(ids).toEqual(records(2500).map((row) => row['Id']));
  });

  it('begins again when everything after the first page went away', async () => {
    const rows = records(1500);
    const { ask } = table(rows, { change: (page) => void (page === 2 && rows.splice(900)) });
    const { ids, restarts } = await readAll(ask);
    expect([ids.length, restarts]).toEqual([900, 1]);
  });

  it('tells of a restart even when nothing is left', async () => {
    const rows = records(1500);
    const { ask } = table(rows, { change: (page) => void (page === 2 && rows.splice(0)) });
    expect(await readAll(ask)).toMatchObject({ ids: [], restarts: 1 });
  });

  it('does not take a short page for the last when the answer names more rows', async () => {
    const rows = records(1500);
    let short = true;
    const ask = (query: Query): Promise<Page> => {
      const start = (query.startPosition ?? 1) - 1;
      const size = short ? 700 : 1000;
      short = false;
      return Promise.resolve({ rows: rows.slice(start, start + size), total: rows.length });
    };
    expect((await readAll(ask)).ids).toHaveLength(1500);
  });

  it('reads on when a page has a row too many', async () => {
    const rows = records(2200);
    const ask = (query: Query): Promise<Page> => {
      const start = (query.startPosition ?? 1) - 1;
      return Promise.resolve({ rows: rows.slice(start, start + 1001), total: undefined });
    };
    expect((await readAll(ask)).ids).toEqual(rows.map((row) => row['Id']));
  });

  it('gives up when the rows move during every read', async () => {
    const rows = records(5000);
    const { ask } = table(rows, { change: () => void rows.shift() });
    await expect(readAll(ask)).rejects.toMatchObject({ kind: 'unavailable', code: 'moving' });
  });

  it('pages through QuickBooks', async () => {
    const { api, clock, server } = await connectedClient();
    for (let i = 0; i < 1200; i++) server.put('Customer', { DisplayName: `C${String(i)}` });
    const read = async (): Promise<number> => {
      let count = 0;
      const active = [{ property: 'Active', operator: 'IN' as const, value: [true, false] }];
      for await (const { rows } of api.pages(CONNECTION, 'Customer', active)) count += rows.length;
      return count;
    };
    expect(await clock.runUntil(read())).toBe(1200);
    expect(server.apiCalls()[0]?.query.get('query')).toBe(
      'select * from customer where Active IN (true,false) orderby Id ASC startposition 1 maxresults 1000',
    );
    expect(api.usage(CONNECTION.realmId)).toMatchObject({ metered: 2, byKind: { 'Customer.query': 2 } });
  });
});
