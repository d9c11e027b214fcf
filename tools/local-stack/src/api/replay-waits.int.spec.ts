import type { FaultEffect } from '@bpro-qbo-sync/qbo-simulator';
import type { TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { replayStream } from '@bpro-qbo-sync/sync-domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  customerNamed,
  connect,
  enableAndConnect,
  fullSync,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';

const BASE = `/api/tenants/${TENANT}`;
/** The name of the first gets long in steps, so that an older state would be seen. */
const NAMES = ['Wanda Waiting', 'Will Waiting', 'Wim Waiting'];

describe('changes in BPro that cannot go to QuickBooks for a while', () => {
  let bench: ApiBench;
  let manager: string;

  const waiting = async (): Promise<TenantView['waiting']> =>
    ((await bench.request('get', BASE, manager).expect(200)).body as TenantView).waiting;
  const inQuickBooks = (): unknown[] =>
    bench.qbo.simulator
      .dump(REALM)
      .Customer.filter(({ DisplayName }) => String(DisplayName).includes('Waiting'))
      .map(({ DisplayName, SyncToken }) => [DisplayName, SyncToken]);
  /** Five changes of three customers. */
  const peopleGoOn = (): void => {
    const user = bench.bpro.user(TENANT);
    const ids = NAMES.map((displayName) => user.create('customer', customerNamed(displayName)).id);
    for (const displayName of ['Wanda W Waiting', 'Wanda Wa Waiting'])
      user.update('customer', ids[0] ?? '', { displayName });
  };
  /** Everything is there, each record once, written once, as it was last. */
  const allArrive = async (): Promise<void> => {
    await until(waiting, (now) => now === null);
    await until(
      () => Promise.resolve(inQuickBooks()),
      (found) => found.length === NAMES.length,
    );
    expect(inQuickBooks()).toEqual(['Wanda Wa Waiting', ...NAMES.slice(1)].map((name) => [name, '0']));
  };

  beforeEach(async () => {
    bench = await startApiBench();
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    await fullSync(bench, manager);
    expect(await waiting()).toBeNull();
  });
  afterEach(async () => {
    await bench.close();
  });

  it.each<[string, FaultEffect, string]>([
    ['G1 QuickBooks is away', { kind: 'server-error', status: 503, format: 'html' }, 'qbo-unavailable'],
    [
      'F9 the company may only be read',
      {
        kind: 'service-fault',
        code: '6190',
        message: 'Invalid Company Status',
        detail: 'Subscription period has ended or canceled',
        status: 403,
      },
      'read-only-company',
    ],
  ])(
    '%s: the state says what waits, why and since when; then all arrive, once',
    async (_title, effect, why) => {
      bench.qbo.simulator.faults.add({ id: 'away', effect });
      const before = bench.ports.clock.now();
      peopleGoOn();
      const found = await until(waiting, (now) => now?.changes === 5);
      expect(found).toMatchObject({ reason: why, more: false });
      const since = Date.parse(found?.since ?? '');
      expect(since).toBeGreaterThanOrEqual(before);
      expect(since).toBeLessThanOrEqual(bench.ports.clock.now());
      bench.qbo.simulator.faults.clear('away');
      await allArrive();
      const types = (await bench.store.read(replayStream(TENANT))).map(({ type }) => type);
      expect(types.filter((type) => type === 'ReplayPaused')).toHaveLength(1);
    },
  );

  it('B3 the connection is lost: the changes wait, and arrive once it is back', async () => {
    bench.qbo.simulator.tokens.disconnect(REALM);
    peopleGoOn();
    await until(waiting, (now) => now?.reason === 'connection-lost' && now.changes === 5);
    await connect(bench, manager);
    await allArrive();
  });

  it('G1 BPro is away: that is said, and what happened there meanwhile arrives', async () => {
    bench.bpro.setFaults([{ kind: 'unavailable' }]);
    peopleGoOn();
    expect(await until(waiting, (now) => now !== null)).toMatchObject({
      reason: 'bpro-unavailable',
      changes: null,
    });
    bench.bpro.setFaults([]);
    await allArrive();
  });
});
