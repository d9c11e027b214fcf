import { describe, expect, it } from '@jest/globals';
import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import { initialRecordState, MAPPINGS, type Action, type Decision } from '@bpro-qbo-sync/sync-domain';
import type { Work } from '../reconcile/load-page.js';
import { detailOf, planRow } from './plan-row.js';

type State = MirrorRow['state'];

const row = (side: 'bpro' | 'qbo', state: State): MirrorRow => ({
  side,
  type: 'customer',
  id: `${side}-1`,
  version: '1',
  createdAt: '2026-02-01T12:00:00.000Z',
  updatedAt: '2026-02-01T12:00:00.000Z',
  state,
  keys: [],
  content: {},
});

const work = (bpro: State | undefined, qbo: State | undefined, linked = false): Work => ({
  handle: {
    type: 'customer',
    recordId: 'b.1',
    state: { ...initialRecordState, ...(linked ? { bproId: 'bpro-1', qboId: 'qbo-1' } : {}) },
    expected: 'no_stream',
  },
  bpro: bpro && row('bpro', bpro),
  qbo: qbo && row('qbo', qbo),
  needed: false,
});

const counted = (of: Work, action: Action, reason: string, more: Partial<Decision> = {}) => {
  const { bpro, qbo } = detailOf(planRow(MAPPINGS.customer, of, { action, reason, ...more })).counted;
  return `${qbo ? 'QuickBooks' : ''} ${bpro ? 'BPro' : ''}`.trim();
};

describe('the counts of a plan', () => {
  it.each<[string, Work, Action, string, string]>([
    ['one that is created', work('active', undefined), 'create-qbo', 'F4:only-in-bpro', 'BPro'],
    [
      'one that is ignored: it was found',
      work(undefined, 'active'),
      'ignored',
      'C1:only-in-qbo',
      'QuickBooks',
    ],
    ['one that is blocked: it was found', work('active', undefined), 'blocked', 'F10:name-invalid', 'BPro'],
    [
      'a linked one on both sides',
      work('active', 'active', true),
      'unchanged',
      'F3:equal',
      'QuickBooks BPro',
    ],
    [
      'a linked one that one side has inactive, on both',
      work('active', 'inactive', true),
      'unchanged',
      'F8:inactive-in-qbo',
      'QuickBooks BPro',
    ],
  ])('D1 %s counts', (_what, of, action, reason, sides) => {
    expect(counted(of, action, reason)).toBe(sides);
  });

  it.each<[string, Work, string]>([
    ['from before the date', work('active', 'active', true), 'C2:before-date'],
    ['by an unchecked method', work('active', undefined), 'C5:method-unchecked'],
    ['in a foreign currency', work(undefined, 'active'), 'F15:foreign-currency'],
    ['of an order from before the date', work('active', undefined), 'F5:invoice-left-out'],
    ['that QuickBooks manages', work(undefined, 'active'), 'F12:managed-by-quickbooks'],
  ])('D1 one %s is filtered away', (_what, of, reason) => {
    expect(counted(of, 'left-out', reason)).toBe('');
  });

  it('D1 a sixth sales term counts where it is: BPro’s five stay five', () => {
    expect(counted(work(undefined, 'active'), 'left-out', 'D3:bpro-has-no-place')).toBe('QuickBooks');
  });

  it('D1 inactive and voided records that are not linked do not count', () => {
    expect(counted(work('inactive', undefined), 'left-out', 'F15:inactive')).toBe('');
    expect(counted(work(undefined, 'voided'), 'ignored', 'C1:only-in-qbo')).toBe('');
  });
});

describe('a plan row', () => {
  it('H3 a record that needs nothing but has a note is settled: the note goes', () => {
    const noted = work('active', 'active', true);
    const note = { code: 'refused', fingerprint: '', dismissed: false, cause: undefined };
    const standing = { ...noted, handle: { ...noted.handle, state: { ...noted.handle.state, note } } };
    const planned = planRow(MAPPINGS.customer, standing, { action: 'unchanged', reason: 'F3:equal' });
    expect(planned.action).toBe('settle');
    expect(detailOf(planned).was).toBe('unchanged');
    const quiet = planRow(MAPPINGS.customer, noted, { action: 'unchanged', reason: 'F3:equal' });
    expect(quiet.action).toBe('unchanged');
  });
});
