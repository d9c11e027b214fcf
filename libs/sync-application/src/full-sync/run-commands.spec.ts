import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_SETTINGS,
  fullSyncStream,
  settingsStream,
  type FullSyncEvent,
  type Settings,
} from '@bpro-qbo-sync/sync-domain';
import { BY_MANAGER, given, typesIn } from '../nest/testing/nest-ports.js';
import { loadTenant } from '../access/tenant-commands.js';
import { planView } from '../nest/queries/plan-view.js';
import { tenantView } from '../nest/queries/tenant-view.js';
import { rerunRecord } from '../notes/note-commands.js';
import { RuleViolation } from '../rule-violation.js';
import { syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { advanceRun } from './advance-run.js';
import { beginRun, cancelFullSync, planFullSync, releaseRun, startFullSync } from './run-commands.js';

const PLANNED: FullSyncEvent = { type: 'FullSyncPlanned', data: { counts: [], totals: [] } };

const plan = async ({ ports }: SyncBench, ready = true, trial?: Settings): Promise<string> => {
  const { run } = await planFullSync(ports, TENANT, BY_MANAGER, trial);
  if (ready) await given(ports, fullSyncStream(TENANT, run), PLANNED);
  return run;
};
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof RuleViolation ? `${error.rule} ${error.code}` : `no refusal: ${String(error)}`;
};

describe('starting a full sync', () => {
  it('E1 names the plan that was seen: an older plan, and one that is not ready, are refused', async () => {
    const bench = await syncBench();
    const old = await plan(bench);
    const unfinished = await plan(bench, false);
    expect(await refusal(startFullSync(bench.ports, TENANT, old, BY_MANAGER))).toBe('K1 plan-outdated');
    expect(await refusal(startFullSync(bench.ports, TENANT, unfinished, BY_MANAGER))).toBe(
      'K1 plan-not-ready',
    );
    expect(await refusal(startFullSync(bench.ports, TENANT, 'none-such', BY_MANAGER))).toBe(
      'K1 plan-outdated',
    );
  });

  it('E1 there is one at a time: neither another start nor another plan', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    expect(await refusal(plan(bench))).toBe('E1 full-sync-running');
    expect(await refusal(startFullSync(bench.ports, TENANT, 'another', BY_MANAGER))).toBe(
      'E1 full-sync-running',
    );
  });

  it('E1 asked twice it starts once', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await beginRun(bench.ports, TENANT, run, BY_MANAGER);
    await beginRun(bench.ports, TENANT, run, BY_MANAGER);
    const asked = await typesIn(bench.ports, settingsStream(TENANT));
    expect(asked.filter((type) => type === 'FullSyncRequested')).toHaveLength(1);
    const begun = await typesIn(bench.ports, fullSyncStream(TENANT, run));
    expect(begun.filter((type) => type === 'FullSyncStarted')).toHaveLength(1);
  });

  it('C6 a plan whose settings were changed afterwards is refused', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    const settings = { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' };
    await given(bench.ports, settingsStream(TENANT), {
      type: 'SyncConfigured',
      data: { settings, version: 1 },
    });
    expect(await refusal(startFullSync(bench.ports, TENANT, run, BY_MANAGER))).toBe('C6 plan-outdated');
  });
});

describe('a plan to try settings out', () => {
  const trial = { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' } as const;

  it('K2, E1 cannot be started, and its settings govern nothing; the plan of the draft still can', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    const tried = await plan(bench, true, trial);
    expect((await planView(bench.ports, TENANT, tried)).trial).toBe(true);
    expect((await planView(bench.ports, TENANT, run)).trial).toBe(false);
    expect(await refusal(startFullSync(bench.ports, TENANT, tried, BY_MANAGER))).toBe('K2 plan-is-a-trial');
    expect((await loadTenant(bench.ports, TENANT)).state).toMatchObject({
      effective: undefined,
      plan: { run },
    });
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    expect((await loadTenant(bench.ports, TENANT)).state).toMatchObject({
      activeRun: run,
      effective: { onlyInQbo: 'create' },
    });
  });

  it('K2 cancelling it leaves the plan of the draft as it is', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    const tried = await plan(bench, true, trial);
    await cancelFullSync(bench.ports, TENANT, tried, BY_MANAGER);
    await releaseRun(bench.ports, TENANT, tried, false, BY_MANAGER);
    expect((await tenantView(bench.ports, TENANT)).plan).toEqual({ run, status: 'planned' });
  });
});

describe('a company that blocks the sync', () => {
  it('C9, E1 books in another currency: the plan may be looked at, starting it is refused with what to change', async () => {
    const bench = await syncBench({ currency: 'CAD' });
    const run = await plan(bench);
    const start = startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await expect(start).rejects.toMatchObject({
      code: 'company-not-ready',
      rule: 'C9',
      message: expect.stringContaining('Connect a QuickBooks company with the currency of BPro.') as unknown,
      errors: [{ field: 'currency-differs', rule: 'C9' }],
    });
    expect(await typesIn(bench.ports, settingsStream(TENANT))).not.toContain('FullSyncRequested');
    expect((await planView(bench.ports, TENANT, run)).status).toBe('planned');
  });
});

describe('starting over with another company', () => {
  it('B4 a plan that was made for the former company cannot be started', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    await bench.startOver();
    expect(await refusal(startFullSync(bench.ports, TENANT, run, BY_MANAGER))).toBe('B4 plan-outdated');
  });

  it('B4 a run that was under way with the former company ends, and writes nothing into the new one', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await beginRun(bench.ports, TENANT, run, BY_MANAGER);
    await bench.startOver();
    expect(await advanceRun(bench.ports, TENANT, run)).toBe(true);
    expect(await advanceRun(bench.ports, TENANT, run)).toBe(false);
    expect((await typesIn(bench.ports, fullSyncStream(TENANT, run))).at(-1)).toBe('FullSyncCancelled');
    expect(bench.qbo.queries).toEqual([]);
  });

  it('B4, E1 the page asks for a first full sync again, and no record can be run before it', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await given(bench.ports, settingsStream(TENANT), {
      type: 'SyncConfigured',
      data: { settings: DEFAULT_SETTINGS, version: 1 },
    });
    expect((await tenantView(bench.ports, TENANT)).next.step).toBe('review-notes');
    await bench.startOver();
    expect(await tenantView(bench.ports, TENANT)).toMatchObject({
      completedRun: null,
      advice: expect.stringContaining('Support') as unknown,
      next: { step: 'plan' },
    });
    const record = { type: 'customer', recordId: 'b.ann' } as const;
    expect(await refusal(rerunRecord(bench.ports, TENANT, record, BY_MANAGER))).toBe('B4 no-sync-yet');
  });
});

describe('cancelling a full sync', () => {
  it('E6 a later one that was cancelled is the one that ended last, and a plan is what comes next', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    const completed = await tenantView(bench.ports, TENANT);
    const { completedRun } = completed;
    expect(completed).toMatchObject({
      endedRun: { run: completedRun, status: 'completed' },
      next: { step: 'review-notes' },
    });
    const run = await plan(bench);
    await startFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await beginRun(bench.ports, TENANT, run, BY_MANAGER);
    await cancelFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await releaseRun(bench.ports, TENANT, run, false, BY_MANAGER);
    expect(await tenantView(bench.ports, TENANT)).toMatchObject({
      activeRun: null,
      completedRun,
      endedRun: { run, status: 'cancelled' },
      next: { step: 'plan' },
    });
  });

  it('E6 ends it once, says in which phase, and what has ended stays as it ended', async () => {
    const bench = await syncBench();
    const run = await plan(bench);
    await cancelFullSync(bench.ports, TENANT, run, BY_MANAGER);
    await cancelFullSync(bench.ports, TENANT, run, BY_MANAGER);
    const events = await bench.ports.store.read(fullSyncStream(TENANT, run));
    expect(events.filter(({ type }) => type === 'FullSyncCancelled').map(({ data }) => data)).toEqual([
      { phase: 'planning' },
    ]);
    expect(await refusal(cancelFullSync(bench.ports, TENANT, 'none-such', BY_MANAGER))).toBe(
      'E6 no-such-run',
    );
  });
});
