import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBproSimulator, type RunningBproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { scaledClock } from '@bpro-qbo-sync/clock';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { startQboSimulator, type SimulatorServer } from '@bpro-qbo-sync/qbo-simulator';
import { startSyncApi, type RunningSyncApi } from '@bpro-qbo-sync/sync-api';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
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
  });

  afterAll(async () => {
    await api.close();
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
