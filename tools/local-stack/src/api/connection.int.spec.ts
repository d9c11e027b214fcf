import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import {
  customerNamed,
  connect,
  enableAndConnect,
  fullSync,
  managerOf,
  REALM,
  startApiBench,
  support,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;
const OTHER_REALM = '9130350000000002';

describe('the connection over HTTP', () => {
  let bench: ApiBench;
  let manager: string;

  const state = async (): Promise<TenantView> =>
    (await bench.request('get', BASE, manager).expect(200)).body as TenantView;
  const addCompany = (): void => {
    const { qbo } = generateBooks({ seed: 9, size: 20, profile: 'us-manual', traps: false });
    bench.qbo.simulator.loadRecords({ realmId: OTHER_REALM, records: qbo as never });
  };
  const addCustomer = (displayName: string): void => {
    bench.bpro.user(TENANT).create('customer', customerNamed(displayName));
  };
  const customersNamed = (name: string): number =>
    bench.qbo.simulator.dump(REALM).Customer.filter((c) => c['DisplayName'] === name).length;

  beforeEach(async () => {
    bench = await startApiBench();
    manager = await managerOf(TENANT);
  });
  afterEach(async () => {
    await bench.close();
  });

  it('B1 a manager who does not grant access is back on the page, and nothing is connected', async () => {
    await bench.request('post', `${BASE}/enable`, await support()).expect(204);
    const landed = await connect(bench, manager, { action: 'cancel' });
    expect(landed.searchParams.get('connection')).toBe('consent-refused');
    expect(await state()).toMatchObject({ connection: { status: 'never' }, next: { step: 'connect' } });
  });

  it('B3 a refused refresh token means reconnect: what waited is sent then, once', async () => {
    await enableAndConnect(bench, manager);
    await fullSync(bench, manager);
    bench.qbo.simulator.tokens.disconnect(REALM);
    addCustomer('Wanda Waiting');
    const lost = await until(state, ({ connection }) => connection.status === 'lost');
    expect(lost).toMatchObject({
      next: { step: 'reconnect' },
      connection: { companyName: expect.any(String) as unknown },
    });
    const refused = await bench.request('post', `${BASE}/plans`, manager).send({}).expect(409);
    expect(refused.body).toMatchObject({ code: 'not-connected', rule: 'B1' });
    expect(customersNamed('Wanda Waiting')).toBe(0);

    const landed = await connect(bench, manager);
    expect(landed.searchParams.get('connection')).toBe('connected');
    await until(
      () => Promise.resolve(customersNamed('Wanda Waiting')),
      (n) => n > 0,
    );
    expect(await state()).toMatchObject({ connection: { status: 'connected', generation: 1 } });
    expect(customersNamed('Wanda Waiting')).toBe(1);
    const events = await bench.store.read(`qboConnection-${TENANT}`);
    expect(events.filter(({ type }) => type === 'ConnectionLost')).toHaveLength(1);
  });

  it('B4 another company is refused unless the manager starts over, which begins a new generation', async () => {
    addCompany();
    await enableAndConnect(bench, manager);
    const refused = await connect(bench, manager, { realmId: OTHER_REALM });
    expect(refused.searchParams.get('connection')).toBe('another-company');
    expect(await state()).toMatchObject({ connection: { status: 'connected', generation: 1 } });
    const over = await connect(bench, manager, { realmId: OTHER_REALM, startOver: true });
    expect(over.searchParams.get('connection')).toBe('connected');
    expect(await state()).toMatchObject({ connection: { status: 'connected', generation: 2 } });
  });

  it('B4 a company belongs to one tenant at a time', async () => {
    await enableAndConnect(bench, manager);
    await bench.request('post', '/api/tenants/other/enable', await support()).expect(204);
    const other = await managerOf('other');
    const taken = await connect(bench, other, { tenant: 'other' });
    expect(taken.searchParams.get('connection')).toBe('company-taken');
    await bench.request('delete', `${BASE}/connection`, manager).expect(204);
    const free = await connect(bench, other, { tenant: 'other' });
    expect(free.searchParams.get('connection')).toBe('connected');
  });

  it('B5 disconnecting revokes the token at Intuit and keeps what was set', async () => {
    await enableAndConnect(bench, manager);
    await bench.request('delete', `${BASE}/connection`, manager).expect(204);
    await bench.request('delete', `${BASE}/connection`, manager).expect(204);
    expect(await state()).toMatchObject({
      connection: { status: 'disconnected' },
      next: { step: 'connect' },
    });
    expect(await bench.ports.records.secrets.load(`qbo-tokens/${TENANT}`)).toBeUndefined();
    const refused = await bench.request('get', `${BASE}/settings/choices`, manager).expect(409);
    expect(refused.body).toMatchObject({ code: 'not-connected' });
  });

  it('E6 a sync that is cancelled ends between records, and the next one may start', async () => {
    await enableAndConnect(bench, manager);
    const planned = await bench.request('post', `${BASE}/plans`, manager).send({}).expect(202);
    const { run } = planned.body as { run: string };
    await bench.request('post', `${BASE}/runs/${run}/cancel`, manager).send({}).expect(202);
    const ended = await bench.request('get', `${BASE}/runs/${run}`, manager).expect(200);
    expect(ended.body).toMatchObject({ status: 'cancelled' });
    await bench.request('post', `${BASE}/runs/${run}/start`, manager).send({}).expect(409);
    await fullSync(bench, manager);
  });

  it('G1 a change in BPro is in QuickBooks without anybody asking, well within 15 seconds', async () => {
    await enableAndConnect(bench, manager);
    await fullSync(bench, manager);
    const begun = bench.ports.clock.now();
    addCustomer('Ines Instant');
    await until(
      () => Promise.resolve(customersNamed('Ines Instant')),
      (n) => n > 0,
    );
    expect(bench.ports.clock.now() - begun).toBeLessThan(30_000);
    expect(customersNamed('Ines Instant')).toBe(1);
  });
});
