import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBproSimulator, type RunningBproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { scaledClock } from '@bpro-qbo-sync/clock';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { connectEventStore } from '@bpro-qbo-sync/event-store';
import { startQboSimulator, type SimulatorServer } from '@bpro-qbo-sync/qbo-simulator';
import { compareWithRebuild, connectReadModels, rebuildReadModels } from '@bpro-qbo-sync/read-models';
import { startSyncApi, type RunningSyncApi } from '@bpro-qbo-sync/sync-api';
import type { CountsView, HistoryPage, NotesPage, RunsPage } from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import { startSyncProjector, type RunningSyncProjector } from '@bpro-qbo-sync/sync-projector';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreServer, type EventStoreServer } from '../event-store/index.js';
import { startPostgres, type LocalPostgres } from '../postgres/index.js';
import { consent, ENVIRONMENT, managerOf, REALM, support, TENANT, until } from './api-bench.js';

const SCALE = 60;
const BASE = `/api/tenants/${TENANT}`;

describe('the host as it runs in production, over real stores and real HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sync-api-'));
  const origin = Date.now();
  const clock = scaledClock(SCALE, origin);
  const logged: string[] = [];
  let database: LocalPostgres;
  let events: EventStoreServer;
  let qbo: SimulatorServer;
  let bpro: RunningBproSimulator;
  let env: Record<string, string>;
  let api: RunningSyncApi;
  let projector: RunningSyncProjector;

  const start = (): Promise<RunningSyncApi> => startSyncApi(env, { write: (line) => void logged.push(line) });
  const ask = async <T>(method: string, path: string, token: string, body?: object): Promise<T> => {
    const answer = await fetch(`${api.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };

  beforeAll(async () => {
    database = await startPostgres({ directory: join(folder, 'postgres') });
    events = await startEventStoreServer({ directory: join(folder, 'events') });
    const books = generateBooks({ seed: 5, size: 60, profile: 'us-manual', traps: false });
    qbo = await startQboSimulator({ clock });
    qbo.simulator.loadRecords({ realmId: REALM, records: books.qbo as never });
    bpro = await startBproSimulator({ clock, random: Math.random, token: 'token-of-bpro' });
    bpro.simulator.loadBooks(TENANT, books.bpro);
    env = {
      ...ENVIRONMENT,
      PORT: '0',
      EVENTSTORE_URL: events.connectionString,
      DATABASE_URL: database.url,
      QBO_ENVIRONMENT: qbo.baseUrl,
      BPRO_BASE_URL: bpro.url,
      BPRO_TOKEN: 'token-of-bpro',
      CLOCK_SCALE: String(SCALE),
      CLOCK_ORIGIN: String(origin),
    };
    api = await start();
    projector = await startSyncProjector({ ...env, LOG_LEVEL: 'silent' });
  });

  afterAll(async () => {
    await api.close();
    await projector.close();
    await qbo.close();
    await bpro.close();
    await events.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('E4 a run that a stop interrupts goes on in the next process and completes', async () => {
    const manager = await managerOf(TENANT);
    await ask('POST', `${BASE}/enable`, await support());
    const begun = await fetch(`${api.url}${BASE}/connection`, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const callback = await consent(((await begun.json()) as { url: string }).url);
    const landed = await fetch(`${api.url}${callback.pathname}${callback.search}`, {
      headers: {
        cookie: begun.headers
          .getSetCookie()
          .map((line) => line.split(';', 1)[0])
          .join('; '),
      },
      redirect: 'manual',
    });
    expect(landed.headers.get('location')).toContain('connection=connected');
    await ask('PUT', `${BASE}/settings`, manager, { ...DEFAULT_SETTINGS, refundAccountId: '35' });
    const { run } = await ask<{ run: string }>('POST', `${BASE}/plans`, manager, {});
    const status = async (): Promise<string> =>
      (await ask<{ status: string }>('GET', `${BASE}/runs/${run}`, manager)).status;
    await until(status, (now) => now === 'planned');
    await ask('POST', `${BASE}/runs/${run}/start`, manager, {});
    await until(status, (now) => now === 'executing');

    await api.close();
    api = await start();

    await until(status, (now) => now === 'completed');
    const { status: ready } = await fetch(`${api.url}/health/ready`);
    expect(ready).toBe(200);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('sync_tokens_old_key 0');
    expect(metrics).not.toContain(TENANT);
  });

  it('G1 a change in BPro reaches QuickBooks by itself', async () => {
    const customer = bpro.simulator.user(TENANT).create('customer', {
      displayName: 'Quill Overnight',
      givenName: null,
      familyName: null,
      companyName: null,
      email: null,
      phone: null,
      billingAddress: null,
      shippingAddress: null,
      salesTermId: null,
      taxExempt: false,
    });
    expect(customer.id).toBeDefined();
    const found = await until(
      () =>
        Promise.resolve(
          qbo.simulator.dump(REALM).Customer.filter((c) => c['DisplayName'] === 'Quill Overnight'),
        ),
      (customers) => customers.length > 0,
    );
    expect(found).toHaveLength(1);
  });

  it('J1, J2 the API answers from read models that are those of a rebuild, also while one is made', async () => {
    const manager = await managerOf(TENANT);
    const read = async () => ({
      counts: await ask<CountsView>('GET', `${BASE}/counts`, manager),
      notes: await ask<NotesPage>('GET', `${BASE}/notes`, manager),
      runs: await ask<RunsPage>('GET', `${BASE}/runs`, manager),
      history: await ask<HistoryPage>('GET', `${BASE}/history?limit=200`, await support()),
    });
    const before = await read();
    expect(before.counts.counts).toHaveLength(9);
    expect(before.runs.runs).toEqual([expect.objectContaining({ status: 'completed' })]);
    expect(before.history.events.map(({ type }) => type)).toContain('QuickBooksConnected');
    for (const { currentTo } of Object.values(before)) expect(currentTo.position).toMatch(/^\d+\/\d+$/);
    const db = connectReadModels(database.url);
    const store = connectEventStore(events.connectionString, { clock });
    try {
      expect(await compareWithRebuild(db, store)).toEqual([]);
      let rebuilt = false;
      const rebuilding = rebuildReadModels({ store, db }).then(() => (rebuilt = true));
      while (!rebuilt) expect((await read()).runs.runs).toEqual(before.runs.runs);
      await rebuilding;
    } finally {
      await Promise.all([db.close(), store.close()]);
    }
  });

  it('B2 no token, secret or customer stands in the log', () => {
    const text = logged.join('\n');
    expect(text).toContain('"path":"/api/tenants/acme/plans"');
    for (const secret of [
      'Bearer',
      'simulator-client-secret',
      'token-of-bpro',
      'eyJ',
      'Quill Overnight',
      'code=',
    ])
      expect(text).not.toContain(secret);
  });
});
