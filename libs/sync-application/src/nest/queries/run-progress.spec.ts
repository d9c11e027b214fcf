import { DEFAULT_SETTINGS, fullSyncStream } from '@bpro-qbo-sync/sync-domain';
import { describe, expect, it } from '@jest/globals';
import { given, testPorts } from '../testing/nest-ports.js';
import { followProgress, readProgress, type RunProgress } from './run-progress.js';

const STREAM = fullSyncStream('acme', 'r-1');
const total = (action: string, count: number) => ({ type: 'customer', action, reason: 'F4:x', count });

const planning = {
  type: 'FullSyncPlanningStarted',
  data: { settings: DEFAULT_SETTINGS, settingsVersion: 1, generation: 1 },
};
const read = { type: 'RecordsRead', data: { side: 'qbo', type: 'customer', found: 120, malformed: 0 } };
const planned = {
  type: 'FullSyncPlanned',
  data: {
    counts: [],
    totals: [total('create-qbo', 30), total('ambiguous', 10), total('unchanged', 500), total('left-out', 7)],
  },
};
const started = { type: 'FullSyncStarted', data: { settingsVersion: 1 } };
const reconciled = (done: number) => ({
  type: 'RecordsReconciled',
  data: { type: 'customer', after: 'b.1', done, results: { 'create-qbo': done } },
});

describe('the progress of a run', () => {
  it('E3 counts what asks for work, what is done and what remains, and reckons the time that is left', async () => {
    const ports = testPorts();
    await given(ports, STREAM, planning, read, planned, started);
    await ports.clock.advance(10_000);
    await given(ports, STREAM, reconciled(10));
    const progress = await readProgress(ports, 'acme', 'r-1');
    expect(progress).toMatchObject({
      status: 'executing',
      found: 40,
      done: 10,
      remaining: 30,
      secondsLeft: 30,
    });
    expect(progress?.types.find(({ type }) => type === 'customer')).toEqual({
      type: 'customer',
      label: 'Customers',
      qboRead: 120,
      bproRead: null,
      found: 40,
      done: 10,
      remaining: 30,
      finished: false,
    });
  });

  it('E3 nothing is left of a run that is complete', async () => {
    const ports = testPorts();
    await given(ports, STREAM, planning, planned, started, reconciled(10));
    await given(ports, STREAM, { type: 'FullSyncCompleted', data: { results: { 'create-qbo': 10 } } });
    expect(await readProgress(ports, 'acme', 'r-1')).toMatchObject({
      status: 'completed',
      remaining: 0,
      secondsLeft: null,
      step: null,
      endedAt: expect.any(String) as unknown,
    });
  });

  it('E3 says why a run waits', async () => {
    const ports = testPorts();
    await given(ports, STREAM, planning, { type: 'FullSyncPaused', data: { reason: 'qbo-throttled' } });
    expect(await readProgress(ports, 'acme', 'r-1')).toMatchObject({ paused: 'qbo-throttled' });
  });

  it('E3 a run that nobody knows has none', async () => {
    expect(await readProgress(testPorts(), 'acme', 'none')).toBeUndefined();
  });

  it('E3 is followed step by step until the run ends, whoever writes meanwhile', async () => {
    const ports = testPorts();
    await given(ports, STREAM, planning);
    const seen: RunProgress[] = [];
    const following = (async () => {
      for await (const progress of followProgress(ports, 'acme', 'r-1', new AbortController().signal))
        seen.push(progress);
    })();
    await ports.clock.advance(1);
    await given(ports, fullSyncStream('acme', 'r-10'), planning);
    await given(ports, STREAM, read);
    await given(ports, STREAM, planned);
    await following;
    expect(seen.map(({ revision, status }) => [revision, status])).toEqual([
      [0, 'planning'],
      [1, 'planning'],
      [2, 'planned'],
    ]);
  });

  it('E3 ends when its reader goes away', async () => {
    const ports = testPorts();
    await given(ports, STREAM, planning);
    const gone = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { revision } of followProgress(ports, 'acme', 'r-1', gone.signal)) seen.push(revision);
    })();
    await ports.clock.advance(1);
    gone.abort();
    await following;
    expect(seen).toEqual([0]);
  });
});
