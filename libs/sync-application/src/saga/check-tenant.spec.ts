import { fullSyncStream, settingsStream } from '@bpro-qbo-sync/sync-domain';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadTenant } from '../access/tenant-commands.js';
import { advanceRun } from '../full-sync/advance-run.js';
import { cancelFullSync, planFullSync, startFullSync } from '../full-sync/run-commands.js';
import { loadRun } from '../full-sync/run-context.js';
import { BY_MANAGER, given, typesIn } from '../nest/testing/nest-ports.js';
import { customer, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { checkTenant } from './check-tenant.js';

describe('what nobody was told of', () => {
  let bench: SyncBench;
  const check = (): Promise<void> => checkTenant(bench.ports, TENANT);
  const planned = async (): Promise<string> => {
    const { run } = await planFullSync(bench.ports, TENANT, BY_MANAGER);
    await given(bench.ports, fullSyncStream(TENANT, run), {
      type: 'FullSyncPlanned',
      data: { counts: [], totals: [] },
    });
    return run;
  };
  const statusOf = async (run: string): Promise<string> =>
    (await loadRun(bench.ports, TENANT, run)).state.status;

  beforeEach(async () => {
    bench = await syncBench();
  });

  it('E4 a plan goes on at its next step, and waits for a person once it is made', async () => {
    const { run } = await planFullSync(bench.ports, TENANT, BY_MANAGER);
    await check();
    expect(await typesIn(bench.ports, fullSyncStream(TENANT, run))).toEqual([
      'FullSyncPlanningStarted',
      'FeedPositionTaken',
    ]);
    const made = await planned();
    await check();
    expect(await statusOf(made)).toBe('planned');
  });

  it('E4 a sync that was started begins, goes on, and gives its turn back when it has ended', async () => {
    const run = await planned();
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await check();
    expect(await statusOf(run)).toBe('executing');
    while (await advanceRun(bench.ports, TENANT, run));
    await check();
    expect((await loadTenant(bench.ports, TENANT)).state).toMatchObject({
      activeRun: undefined,
      completedRun: run,
    });
  });

  it('E6 one that was cancelled gives its turn back', async () => {
    const run = await planned();
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await cancelFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await check();
    expect((await loadTenant(bench.ports, TENANT)).state).toMatchObject({
      activeRun: undefined,
      endedRun: { run, completed: false },
    });
  });

  it('G1 changes of BPro reach QuickBooks', async () => {
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await check();
    expect(bench.qbo.sent.map(({ body }) => body['DisplayName'])).toEqual(['Ann Lee']);
  });

  it('A1 nothing happens for a tenant whose sync is off', async () => {
    const { run } = await planFullSync(bench.ports, TENANT, BY_MANAGER);
    await given(bench.ports, settingsStream(TENANT), { type: 'SyncDisabled', data: {} });
    await check();
    expect(await typesIn(bench.ports, fullSyncStream(TENANT, run))).toEqual(['FullSyncPlanningStarted']);
  });
});
