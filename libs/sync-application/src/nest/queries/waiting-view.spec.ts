import { describe, expect, it } from '@jest/globals';
import { replayStream } from '@bpro-qbo-sync/sync-domain';
import { customer, syncBench, TENANT, type SyncBench } from '../../testing/sync-bench.js';
import { given } from '../testing/nest-ports.js';
import { waitingView } from './waiting-view.js';

const SINCE = '2026-02-01T12:00:00.000Z';

async function paused(reason: string): Promise<SyncBench> {
  const bench = await syncBench();
  await given(
    bench.ports,
    replayStream(TENANT),
    { type: 'ReplayStarted', data: { position: '1', run: 'run-1' } },
    { type: 'ReplayPaused', data: { position: '1', reason, since: SINCE } },
  );
  bench.bpro.put('customer', 'old', customer('Done'));
  for (let n = 1; n <= 3; n++) bench.bpro.put('customer', 'ann', customer('Ann', { phone: String(n) }));
  bench.bpro.put('customer', 'imp', customer('Imported'), { origin: 'sync' });
  return bench;
}

describe('what waits', () => {
  it('B3 G1 says why, since when and how many changes of people, after those that are done', async () => {
    const bench = await paused('connection-lost');
    expect(await waitingView(bench.ports, TENANT)).toEqual({
      reason: 'connection-lost',
      since: SINCE,
      changes: 3,
      more: false,
    });
  });

  it('G1 counts to five hundred and says that there are more', async () => {
    const bench = await paused('qbo-unavailable');
    for (let n = 0; n < 600; n++) bench.bpro.put('customer', 'ann', customer('Ann', { phone: String(n) }));
    expect(await waitingView(bench.ports, TENANT)).toMatchObject({ changes: 499, more: true });
  });

  it('G1 nothing waits while nothing is in the way, however many changes there are', async () => {
    const bench = await paused('quota');
    await given(bench.ports, replayStream(TENANT), { type: 'ReplayResumed', data: { position: '1' } });
    expect(await waitingView(bench.ports, TENANT)).toBeNull();
  });

  it('G1 a BPro that does not answer is not waited for', async () => {
    const bench = await paused('qbo-unavailable');
    bench.ports.bpro.changes = () => new Promise(() => undefined);
    const view = waitingView(bench.ports, TENANT);
    await bench.ports.clock.advance(2_000);
    expect(await view).toMatchObject({ reason: 'qbo-unavailable', changes: null });
    bench.ports.bpro.changes = () => Promise.reject(new Error('away'));
    expect(await waitingView(bench.ports, TENANT)).toMatchObject({ changes: null });
    const silent = await paused('bpro-unavailable');
    silent.ports.bpro.changes = () => Promise.reject(new Error('must not be asked'));
    expect(await waitingView(silent.ports, TENANT)).toMatchObject({ changes: null });
  });
});
