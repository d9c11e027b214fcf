import { recordStream } from '@bpro-qbo-sync/sync-domain';
import { describe, expect, it } from '@jest/globals';
import { given } from '../nest/testing/nest-ports.js';
import { replayChanges } from '../replay/replay-changes.js';
import { customer, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { mendLinks } from './mend-links.js';

const SCOPE = { tenant: TENANT, generation: 1 };
const INTENDED = {
  type: 'WriteIntended',
  data: {
    side: 'qbo',
    operation: 'create',
    requestId: 'r-1',
    fields: ['name'],
    body: 'none',
    agreed: {},
    versions: { bpro: '1' },
    at: '2026-02-01T12:00:00.000Z',
  },
} as const;
const openRows = async ({ ports }: SyncBench): Promise<string[]> =>
  (await ports.records.links.open(SCOPE, 10)).map(({ recordId }) => recordId);

/** As a process that dies between the append and the row leaves it. */
const intentWithoutRow = async ({ ports }: SyncBench, recordId: string): Promise<void> => {
  await given(ports, recordStream({ ...SCOPE, type: 'customer', recordId }), INTENDED);
};

describe('link rows that are behind their streams', () => {
  it('I10 an intent that no row knows of is found, and ends as one that was never sent', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await intentWithoutRow(bench, 'b.ann');
    expect(await openRows(bench)).toEqual([]);
    expect(await mendLinks(bench.ports)).toBe(1);
    expect(await openRows(bench)).toEqual(['b.ann']);
    await replayChanges(bench.ports, TENANT);
    expect((await bench.eventsOf('customer', 'b.ann')).map(({ type }) => type)).toEqual([
      'WriteIntended',
      'WriteAbandoned',
    ]);
    expect(bench.qbo.sent).toEqual([]);
  });

  it('a row that has moved along is left alone', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    expect(await mendLinks(bench.ports)).toBe(0);
  });

  it('however many are behind, each is moved along once', async () => {
    const bench = await syncBench();
    for (let i = 0; i < 501; i++) await intentWithoutRow(bench, `b.${String(i)}`);
    expect(await mendLinks(bench.ports)).toBe(501);
    expect(await mendLinks(bench.ports)).toBe(0);
  });
});
