import { describe, expect, it } from '@jest/globals';
import { replayStream } from '@bpro-qbo-sync/sync-domain';
import { given } from '../nest/testing/nest-ports.js';
import { refusal } from '../testing/pretend-systems.js';
import { customer, order, product, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { checkReplay } from './check-replay.js';
import { replayChanges } from './replay-changes.js';

const repaired = async (bench: SyncBench): Promise<unknown[]> =>
  (await bench.ports.store.read(replayStream(TENANT)))
    .filter(({ type }) => type === 'MissedChangesRepaired')
    .map(({ data }) => data['records']);
const names = (bench: SyncBench): unknown[] => bench.qbo.sent.map(({ body }) => body['DisplayName']);

/** As a defect would: the position moves past changes that were not brought across. */
const passOver = (bench: SyncBench, position: string): Promise<void> =>
  given(bench.ports, replayStream(TENANT), { type: 'ReplayAdvanced', data: { position, changes: 0 } });

describe('the second reading of BPro’s feed', () => {
  it('G1 E4 a new record that the position has passed is found, brought across and said, once', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await passOver(bench, '1');
    expect(await replayChanges(bench.ports, TENANT)).toBe(0);
    expect(names(bench)).toEqual([]);

    await checkReplay(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann Lee']);
    expect(await repaired(bench)).toEqual([['customer/ann']]);
    expect(bench.ports.told).toContain('changes had been passed over and are repaired');
  });

  it('G1 E4 an edit and an end that were passed over follow in their latest state', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1' }));
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-2' }));
    bench.bpro.put('customer', 'ben', customer('Ben'), { state: 'inactive' });
    await passOver(bench, '5');
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent).toHaveLength(2);

    await checkReplay(bench.ports, TENANT);
    expect(bench.qbo.sent.slice(2).map(({ body }) => body)).toMatchObject([
      { PrimaryPhone: { FreeFormNumber: '555-2' } },
      { Active: false },
    ]);
    expect(await repaired(bench)).toEqual([['customer/ann', 'customer/ben']]);
  });

  it('G1 what came across, was refused or is ignored is not decided again, and QuickBooks is not asked', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.refuse = ({ body }) => (body['DisplayName'] === 'Ben' ? refusal('6240') : undefined);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('customer', 'ben', customer('Ben'));
    bench.bpro.put('customer', 'cy', customer('Cy'), { origin: 'sync' });
    await replayChanges(bench.ports, TENANT);
    const { sent, queries } = bench.qbo;
    const before = [sent.length, queries.length, bench.bpro.reads.length];
    await checkReplay(bench.ports, TENANT);
    expect([sent.length, queries.length, bench.bpro.reads.length]).toEqual(before);
    expect(await repaired(bench)).toEqual([]);
  });

  it('G1 an edit of nothing that is synced is looked at once, and is nothing that was missed', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { nickname: 'A' }));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { nickname: 'B' }));
    await replayChanges(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    const reads = bench.bpro.reads.length;
    await checkReplay(bench.ports, TENANT);
    expect(bench.bpro.reads).toHaveLength(reads);
    expect(bench.qbo.sent).toHaveLength(1);
    expect(await repaired(bench)).toEqual([]);
  });

  it('G1 changes that still wait are left to replay', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await passOver(bench, '1');
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann Lee']);
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann Lee', 'Ben']);
    expect(await repaired(bench)).toEqual([['customer/ann']]);
  });

  it('G1 it looks at a thousand changes at a time and goes on where it was', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await replayChanges(bench.ports, TENANT);
    for (let n = 0; n < 1_200; n++) bench.bpro.put('customer', 'ann', customer('Ann', { phone: String(n) }));
    bench.bpro.put('customer', 'zoe', customer('Zoe'));
    await passOver(bench, '1201');
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann']);
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann', 'Zoe']);
  });

  it('B4 G1 after starting over it begins with the first full sync of the other company', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    await bench.startOver();
    await checkReplay(bench.ports, TENANT);
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await bench.completeFullSync('1', {}, 'run-2');
    await replayChanges(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    expect(names(bench)).toEqual(['Ann Lee', 'Ben']);
    expect(await repaired(bench)).toEqual([]);
  });

  it('B3 G1 while something is in the way it waits, and goes on afterwards', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await passOver(bench, '1');
    bench.bpro.put('customer', 'ben', customer('Ben'));
    bench.qbo.whims.refuse = () => refusal('500', 'unavailable');
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    const tried = bench.qbo.sent.length;
    await checkReplay(bench.ports, TENANT);
    expect(bench.qbo.sent).toHaveLength(tried);
    bench.qbo.whims = {};
    await replayChanges(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    expect(new Set(names(bench))).toEqual(new Set(['Ann Lee', 'Ben']));
  });
});

describe('what waits for a record that is settled', () => {
  it('E4 H2 follows although the process died before it was released', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.refuse = ({ entity }) => (entity === 'Customer' ? refusal('6240') : undefined);
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    await replayChanges(bench.ports, TENANT);
    bench.qbo.whims = { store: (record) => ({ TotalAmt: 40, Balance: 40, ...record }), loseAnswer: true };
    bench.bpro.put('customer', 'ann', customer('Ann Lee of the shop'));
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    bench.qbo.whims.loseAnswer = false;
    const died = new Error('kill -9');
    const links = bench.ports.records.links;
    const page = links.page.bind(links);
    links.page = () => Promise.reject(died);
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow(died);
    links.page = page;
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.at(-1)?.entity).toBe('Customer');

    await checkReplay(bench.ports, TENANT);
    expect(bench.qbo.sent.at(-1)?.entity).toBe('Invoice');
    expect((await bench.eventsOf('invoice', 'b.i')).map(({ type }) => type)).toContain('NoteCleared');
  });
});
