import type { CountsView, HistoryPage, NotesPage, RunsPage } from '@bpro-qbo-sync/sync-application/nest';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { managerOf, startAppBench, support, type AppBench } from '../testing/app-bench.js';

const BASE = '/api/tenants/acme';

describe('answers from the read models over HTTP', () => {
  let api: AppBench;
  let token: string;

  const get = async <T>(path: string): Promise<T> =>
    (await api.ask('get', `${BASE}${path}`, token).expect(200)).body as T;

  beforeEach(async () => {
    api = await startAppBench();
    token = await support();
    await api.ask('post', `${BASE}/enable`, token).expect(204);
  });
  afterEach(async () => {
    await api.close();
  });

  it('J2 notes, counts, runs and histories say up to which event they are current', async () => {
    const { events, currentTo } = await get<HistoryPage>('/history');
    expect(events.map(({ type }) => type)).toContain('SyncEnabled');
    expect(currentTo).toEqual({ position: events.at(-1)?.position, at: events.at(-1)?.at });
    expect(await get<NotesPage>('/notes')).toEqual({ notes: [], groups: [], next: null, currentTo });
    expect(await get<CountsView>('/counts')).toEqual({ run: null, asOf: null, counts: [], currentTo });
    expect(await get<RunsPage>('/runs')).toEqual({ runs: [], next: null, currentTo });
    const record = await get<HistoryPage>('/records/customer/b.1/history');
    expect(record).toEqual({ events: [], next: null, currentTo });
  });

  it('J2 while the projector is down the API answers what it knows and says how old that is', async () => {
    const { currentTo } = await get<HistoryPage>('/history');
    await api.projector.stop();
    await api.ask('post', `${BASE}/disable`, token).expect(204);
    const { events, currentTo: stale } = await get<HistoryPage>('/history');
    expect(events.map(({ type }) => type)).not.toContain('SyncDisabled');
    expect(stale).toEqual(currentTo);
    const state = await get<{ enabled: boolean }>('');
    expect(state.enabled).toBe(false);
  });

  it('A2 the history is for support, the list of runs for the own tenant', async () => {
    const manager = await managerOf('acme');
    await api.ask('get', `${BASE}/history`, manager).expect(403);
    await api.ask('get', `${BASE}/runs`, manager).expect(200);
    await api.ask('get', '/api/tenants/other/runs', manager).expect(403);
  });

  it.each([
    '/runs?after=a%20b',
    '/runs?limit=0',
    '/history?after=1',
    '/notes?after=tax%2F%00',
    '/notes?after=x',
  ])('refuses a page that is not one of ours: %s', async (path) => {
    const { status } = await api.ask('get', `${BASE}${path}`, token);
    expect([404, 422]).toContain(status);
  });
});
