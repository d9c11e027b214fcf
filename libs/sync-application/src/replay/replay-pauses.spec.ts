import { describe, expect, it } from '@jest/globals';
import { connectionStream, replayStream } from '@bpro-qbo-sync/sync-domain';
import { given } from '../nest/testing/nest-ports.js';
import { NotNow } from '../reconcile/not-now.js';
import { refusal } from '../testing/pretend-systems.js';
import { customer, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { replayChanges } from './replay-changes.js';
import { lastOfReplay } from './replaying.js';

const told = async (bench: SyncBench): Promise<unknown[]> =>
  (await bench.ports.store.read(replayStream(TENANT)))
    .filter(({ type }) => type === 'ReplayPaused' || type === 'ReplayResumed')
    .map(({ type, data }) => data['reason'] ?? type);

const waiting = async (): Promise<SyncBench> => {
  const bench = await syncBench();
  await bench.completeFullSync('0');
  bench.bpro.put('customer', 'ann', customer('Ann Lee'));
  return bench;
};

describe('what is in the way of replay', () => {
  it.each([
    ['G1 QuickBooks is away', refusal('http-503', 'unavailable'), 'qbo-unavailable'],
    ['G4 the limit is reached', refusal('3001', 'throttled'), 'qbo-throttled'],
    ['G1 the app’s quota is used up', refusal('quota', 'quota'), 'quota'],
    ['B3 Intuit refuses the tokens', refusal('invalid_grant', 'connection-lost'), 'connection-lost'],
    ['F9 the company may only be read', refusal('6190', 'subscription'), 'read-only-company'],
  ])('%s: the reason is an event, once, and that it went on', async (_title, fault, reason) => {
    const bench = await waiting();
    bench.qbo.whims.refuse = () => fault;
    for (let i = 0; i < 3; i++)
      await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow(
        new NotNow(reason as NotNow['reason']),
      );
    expect(await told(bench)).toEqual([reason]);
  });

  it('G1 the first moment is kept when the reason changes, and ends when work goes on, in order and once', async () => {
    const bench = await waiting();
    const since = new Date(bench.ports.clock.now()).toISOString();
    bench.qbo.whims.refuse = () => refusal('http-503', 'unavailable');
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow(NotNow);
    await bench.ports.clock.advance(60_000);
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await given(bench.ports, connectionStream(TENANT), {
      type: 'ConnectionLost',
      data: { reason: 'revoked' },
    });
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('connection-lost');
    const { paused, position } = await lastOfReplay(bench.ports, TENANT);
    expect({ paused, position }).toEqual({ paused: { reason: 'connection-lost', since }, position: '0' });

    bench.qbo.whims = {};
    await given(bench.ports, connectionStream(TENANT), {
      type: 'QuickBooksConnected',
      data: { realmId: '1', generation: 1 },
    });
    expect(await replayChanges(bench.ports, TENANT)).toBe(2);
    expect((await lastOfReplay(bench.ports, TENANT)).paused).toBeUndefined();
    const names = [...bench.qbo.records.values()].map((record) => record['DisplayName']);
    expect(names).toEqual(['Ann Lee', 'Ben']);
  });

  it('B3 G1 a connection that is back while nothing waits is said, too', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await replayChanges(bench.ports, TENANT);
    await given(bench.ports, connectionStream(TENANT), {
      type: 'ConnectionLost',
      data: { reason: 'revoked' },
    });
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('connection-lost');
    await given(bench.ports, connectionStream(TENANT), {
      type: 'QuickBooksConnected',
      data: { realmId: '1', generation: 1 },
    });
    await replayChanges(bench.ports, TENANT);
    expect(await told(bench)).toEqual(['connection-lost', 'ReplayResumed']);
  });

  it('G1 a defect that stops it is no silence either', async () => {
    const bench = await waiting();
    bench.qbo.whims.refuse = () => {
      throw new TypeError('a defect');
    };
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow();
    expect(await told(bench)).toEqual(['unexpected']);
  });
});
