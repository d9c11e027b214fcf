import { describe, expect, it } from '@jest/globals';
import { initialRecordState, type RecordState } from './record-state.js';
import { foldReplay, passedBy, unaccounted, type FeedChange, type ReplayEvent } from './replay.js';

const begun: ReplayEvent = { type: 'ReplayStarted', data: { position: '17', run: 'r-1' } };
const paused: ReplayEvent = {
  type: 'ReplayPaused',
  data: { position: '21', reason: 'quota', since: '2026-02-01T12:00:00.000Z' },
};

describe('where replay stands', () => {
  it('G1 it begins where the run took the feed’s position, and moves on from there', () => {
    expect(foldReplay([]).position).toBeUndefined();
    expect(foldReplay([begun])).toMatchObject({ position: '17', begunAt: '17', run: 'r-1' });
    const advanced: ReplayEvent = { type: 'ReplayAdvanced', data: { position: '21', changes: 4 } };
    expect(foldReplay([begun, advanced])).toMatchObject({ position: '21', begunAt: '17' });
  });

  it('G1 what is in the way is known from the last event alone, until work goes on', () => {
    expect(foldReplay([paused])).toMatchObject({ position: '21', paused: { reason: 'quota' } });
    for (const event of [
      { type: 'ReplayResumed', data: { position: '21' } },
      { type: 'ReplayAdvanced', data: { position: '22', changes: 1 } },
      begun,
    ] as const)
      expect(foldReplay([paused, event]).paused).toBeUndefined();
  });
});

const change = (position: number, id: string, version: number, origin = 'bpro'): FeedChange => ({
  position: String(position),
  type: 'customer',
  id,
  version,
  origin,
});
const at = (bpro: string, more: Partial<RecordState> = {}): RecordState => ({
  ...initialRecordState,
  versions: { bpro },
  ...more,
});

describe('the second reading of the feed', () => {
  const feed = [change(1, 'a', 1), change(2, 'b', 1), change(3, 'a', 2)];

  it.each<[string, string | undefined, number]>([
    ['G1 all of it when nothing waits', undefined, 3],
    ['G1 what is before the first change that waits', '3', 2],
    ['G1 nothing when all of it waits', '1', 0],
    ['G1 all of it when what waits comes later', '9', 3],
  ])('replay has passed %s', (_title, position, count) => {
    expect(passedBy(feed, position === undefined ? undefined : { position })).toEqual(feed.slice(0, count));
  });

  const note = { code: 'refused', fingerprint: '', dismissed: false, cause: undefined };
  const open = { side: 'qbo', operation: 'update' } as unknown as RecordState['open'];
  it.each<[string, RecordState | undefined, boolean]>([
    ['E4 a record that nothing is known of', undefined, true],
    ['E4 a record at an older version', at('1'), true],
    ['E4 a record that never was at any version', initialRecordState, true],
    ['G1 not one at that version', at('2'), false],
    ['G1 not one at a newer version: 10 is newer than 2', at('10'), false],
    ['G1 not one whose note says why', at('1', { note }), false],
    ['G1 not one whose write is under way', at('1', { open }), false],
  ])('decides again %s', (_title, state, again) => {
    expect(unaccounted([change(1, 'a', 2)], () => state)).toHaveLength(again ? 1 : 0);
  });

  it('G2 G5 looks at the last change of a record, and at none that the sync made', () => {
    const changes = [change(1, 'a', 1), change(2, 'a', 2), change(3, 'b', 1), change(4, 'b', 2, 'sync')];
    expect(unaccounted(changes, () => undefined).map(({ position }) => position)).toEqual(['2']);
  });
});
