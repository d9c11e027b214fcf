import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, settingsSchema } from './settings.js';
import { foldTenant, initialTenantState, type TenantEvent } from './tenant.js';

const enabled: TenantEvent = { type: 'SyncEnabled', data: {} };
const mine = { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' } as const;
const other = { ...DEFAULT_SETTINGS, fromDate: '2026-01-01' };
const configured: TenantEvent = { type: 'SyncConfigured', data: { settings: mine, version: 1 } };
const planned: TenantEvent = { type: 'PlanRequested', data: { run: 'r-1', settings: mine, version: 1 } };
const requested: TenantEvent = {
  type: 'FullSyncRequested',
  data: { run: 'r-1', settings: mine, version: 1 },
};
const released = (completed: boolean, run = 'r-1'): TenantEvent => ({
  type: 'FullSyncReleased',
  data: { run, completed },
});

describe('a tenant', () => {
  it('A1 the sync is off until support enables it', () => {
    expect(foldTenant([]).enabled).toBe(false);
    expect(foldTenant([enabled]).enabled).toBe(true);
  });

  it('A1 support can disable it, and everything else stays for the day it is enabled again', () => {
    const history = [enabled, configured, requested, released(true)];
    const off = foldTenant([...history, { type: 'SyncDisabled', data: {} }]);
    expect(off).toEqual({ ...foldTenant(history), enabled: false });
  });

  it('A2 that support looked is in the history and changes nothing', () => {
    const looked: TenantEvent = { type: 'SupportAccessed', data: { what: 'GET /plan' } };
    expect(foldTenant([enabled, looked])).toEqual(foldTenant([enabled]));
  });

  it('C1 at first everything is created on both sides, C2 of any age, C5 by any method', () => {
    const { draft, draftVersion, effective } = foldTenant([]);
    expect(draft).toEqual({
      onlyInQbo: 'create',
      onlyInBpro: 'create',
      fromDate: null,
      refundAccountId: null,
      uncheckedMethods: { bpro: [], qbo: [], none: false },
      accounts: { incomeId: null, expenseId: null, assetId: null },
    });
    expect(settingsSchema.parse(draft)).toEqual(draft);
    expect([draftVersion, effective]).toEqual([0, undefined]);
  });

  it('C6 settings are a draft: they govern nothing before a sync starts with them', () => {
    const state = foldTenant([enabled, configured, planned]);
    expect(state).toMatchObject({ draft: mine, draftVersion: 1, effective: undefined, effectiveVersion: 0 });
    expect(state).toMatchObject({ plan: { run: 'r-1', version: 1 }, activeRun: undefined });
  });

  it('C6 they take effect with the start, and govern until the next one', () => {
    const later: TenantEvent = { type: 'SyncConfigured', data: { settings: other, version: 2 } };
    const state = foldTenant([enabled, configured, planned, requested, later, released(true)]);
    expect(state).toMatchObject({ effective: mine, effectiveVersion: 1, draft: other, draftVersion: 2 });
  });

  it('E1 a run that was started has the tenant’s turn until it is released', () => {
    const running = foldTenant([enabled, configured, planned, requested]);
    expect(running.activeRun).toBe('r-1');
    const state = foldTenant([enabled, configured, planned, requested, released(true)]);
    expect(state).toMatchObject({ activeRun: undefined, plan: undefined });
  });

  it('G1 replay begins with the first run that completes, and a cancelled one does not take it back', () => {
    const cancelled = foldTenant([enabled, configured, requested, released(false)]);
    expect(cancelled.completedRun).toBeUndefined();
    const completed = foldTenant([enabled, configured, requested, released(true), released(false, 'r-2')]);
    expect(completed.completedRun).toBe('r-1');
  });

  it('E6 the run that ended last is known, cancelled or completed; a plan that was given up is none', () => {
    const again: TenantEvent = { ...requested, data: { ...requested.data, run: 'r-2' } };
    const first = [enabled, configured, requested, released(true)];
    const ended = (...more: TenantEvent[]) => foldTenant([...first, ...more]).endedRun;
    expect(ended()).toEqual({ run: 'r-1', completed: true });
    expect(ended(again, released(false, 'r-2'))).toEqual({ run: 'r-2', completed: false });
    expect(ended(released(false, 'r-2'))).toEqual({ run: 'r-1', completed: true });
  });

  it('J1 folding starts from a state that nothing changed', () => {
    foldTenant([enabled, configured, requested]);
    expect(foldTenant([])).toEqual(initialTenantState);
  });
});

describe('settings', () => {
  it.each([
    ['a setting that is neither create nor ignore', { onlyInQbo: 'ask' }],
    ['a day that is none', { fromDate: '2026-02-30' }],
    ['an empty account', { refundAccountId: '' }],
    ['a method that is no id', { uncheckedMethods: { bpro: [1], qbo: [], none: false } }],
  ])('C8 %s is no setting', (_what, change) => {
    expect(settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...change }).success).toBe(false);
  });
});
