import { describe, expect, it } from '@jest/globals';
import { BproUnavailable } from '@bpro-qbo-sync/bpro-adapter';
import type { QboWrite } from '@bpro-qbo-sync/qbo-client';
import { MAPPINGS } from '@bpro-qbo-sync/sync-domain';
import { checkReplay } from '../replay/check-replay.js';
import { replayChanges } from '../replay/replay-changes.js';
import { refusal } from '../testing/pretend-systems.js';
import { customer, order, product, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { reconcilePage } from './reconcile-page.js';
import { recoverOpenIntents } from './recover.js';

const MINUTE_MS = 60_000;
const isAnn = ({ entity, body, operation }: QboWrite): boolean =>
  entity === 'Customer' && (body['DisplayName'] === 'Ann Lee' || operation === 'update');
/** QuickBooks answers reads and other writes, but never this one. */
const neverSettled = (write: QboWrite): ReturnType<typeof refusal> | undefined =>
  isAnn(write) ? refusal('http-500', 'unavailable') : undefined;

const codes = async (bench: SyncBench, id = 'b.ann'): Promise<unknown[]> =>
  (await bench.eventsOf('customer', id))
    .filter(({ type }) => type.startsWith('Note'))
    .map(({ type, data }) => [type, data['code']]);

async function withOpenCreate(): Promise<SyncBench> {
  const bench = await syncBench();
  await bench.completeFullSync('0');
  bench.qbo.whims.refuse = neverSettled;
  bench.bpro.put('customer', 'ann', customer('Ann Lee'));
  await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
  return bench;
}

describe('a write that QuickBooks does not settle although it answers', () => {
  it('F9 G1 has its note after five minutes, holds up no other record, and comes as it is then, once', async () => {
    const bench = await withOpenCreate();
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await bench.ports.clock.advance(4 * MINUTE_MS);
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    expect(await codes(bench)).toEqual([]);

    await bench.ports.clock.advance(2 * MINUTE_MS);
    expect(await replayChanges(bench.ports, TENANT)).toBe(2);
    expect(await codes(bench)).toEqual([['NoteRaised', 'outcome-unknown']]);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    const stored = (): unknown[] => [...bench.qbo.records.values()].map((record) => record['DisplayName']);
    expect(stored()).toEqual(['Ben']);

    bench.qbo.whims = {};
    await checkReplay(bench.ports, TENANT);
    expect(stored()).toEqual(['Ben', 'Ann Lee']);
    expect([...bench.qbo.records.values()].at(-1)).toMatchObject({ PrimaryPhone: { FreeFormNumber: '555' } });
    expect((await codes(bench)).at(-1)).toEqual(['NoteCleared', 'outcome-unknown']);
  });

  it('E4 the same request is repeated, seldom, and never sent under another id', async () => {
    const bench = await withOpenCreate();
    await bench.ports.clock.advance(6 * MINUTE_MS);
    await replayChanges(bench.ports, TENANT);
    const tried = bench.qbo.sent.length;
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent).toHaveLength(tried);
    await checkReplay(bench.ports, TENANT);
    await checkReplay(bench.ports, TENANT);
    expect(bench.qbo.sent).toHaveLength(tried + 2);
    expect(new Set(bench.qbo.sent.map(({ requestId }) => requestId)).size).toBe(1);
    expect(await codes(bench)).toEqual([['NoteRaised', 'outcome-unknown']]);
  });

  it('F9 no note is made while QuickBooks does not answer at all: the outcome is had once it does', async () => {
    const bench = await withOpenCreate();
    const { query } = bench.ports.qbo;
    bench.ports.qbo.query = () => Promise.reject(refusal('http-503', 'unavailable'));
    await bench.ports.clock.advance(60 * MINUTE_MS);
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    expect(await codes(bench)).toEqual([]);
    bench.ports.qbo.query = query;
    bench.qbo.whims = {};
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.records.size).toBe(1);
    expect(await codes(bench)).toEqual([]);
  });

  it('E4 what arrived all the same is found by its name and adopted, not made again', async () => {
    const bench = await withOpenCreate();
    const now = new Date(bench.ports.clock.now()).toISOString();
    const MetaData = { CreateTime: now, LastUpdatedTime: now };
    const arrived = { Id: '7', SyncToken: '0', DisplayName: 'Ann Lee', Active: true, MetaData };
    bench.qbo.records.set('Customer/7', arrived);
    await bench.ports.clock.advance(6 * MINUTE_MS);
    await replayChanges(bench.ports, TENANT);
    expect((await bench.eventsOf('customer', 'b.ann')).at(-1)).toMatchObject({
      type: 'WriteConfirmed',
      data: { sideId: '7', adopted: true },
    });
    expect(bench.qbo.records.size).toBe(1);
  });

  it('G6 a record that moved meanwhile is decided again from what it holds', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    bench.qbo.whims.refuse = neverSettled;
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    const stored = bench.qbo.records.get('Customer/100') ?? {};
    bench.qbo.records.set('Customer/100', { ...stored, SyncToken: '3', CompanyName: 'Lee Ltd' });
    await bench.ports.clock.advance(6 * MINUTE_MS);
    bench.qbo.whims.refuse = (write) => (write.body['SyncToken'] === '0' ? neverSettled(write) : undefined);
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.records.get('Customer/100')).toMatchObject({
      CompanyName: 'Lee Ltd',
      PrimaryPhone: { FreeFormNumber: '555' },
    });
    expect(await codes(bench)).toEqual([]);
  });

  it('F5 H2 holds what needs the record, by name, and releases it once the outcome is known', async () => {
    const bench = await withOpenCreate();
    bench.qbo.whims.store = (record) => ({ TotalAmt: 40, Balance: 40, ...record });
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    await bench.ports.clock.advance(6 * MINUTE_MS);
    await replayChanges(bench.ports, TENANT);
    const [held] = await bench.eventsOf('invoice', 'b.i');
    expect(held?.data).toMatchObject({
      code: 'dependency-blocked',
      cause: { recordId: 'b.ann', code: 'outcome-unknown' },
    });
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit', { memo: 'again' }));
    expect(await replayChanges(bench.ports, TENANT)).toBe(2);
    delete bench.qbo.whims.refuse;
    await checkReplay(bench.ports, TENANT);
    const entities = bench.qbo.sent.slice(-3).map(({ entity, operation }) => `${entity} ${operation}`);
    expect(entities).toEqual(['Customer create', 'Customer update', 'Invoice create']);
  });

  it('F9 of a batch only the item that is not settled is set aside', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.refuse = neverSettled;
    for (const name of ['Ann Lee', 'Ben', 'Cy']) bench.bpro.put('customer', name.slice(0, 3), customer(name));
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('qbo-unavailable');
    await bench.ports.clock.advance(6 * MINUTE_MS);
    await replayChanges(bench.ports, TENANT);
    expect([...bench.qbo.records.values()].map((record) => record['DisplayName'])).toEqual(['Ben', 'Cy']);
    expect(await codes(bench, 'b.Ann')).toEqual([['NoteRaised', 'outcome-unknown']]);
    bench.qbo.whims = {};
    await checkReplay(bench.ports, TENANT);
    expect(bench.qbo.records.size).toBe(3);
  });

  it('F9 so has one that BPro does not settle although it answers', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    const stored = bench.qbo.records.get('Customer/100') ?? {};
    bench.qbo.records.set('Customer/100', { ...stored, SyncToken: '3', CompanyName: 'Lee Ltd' });
    const { update, feedHead } = bench.ports.bpro;
    bench.ports.bpro.update = () => Promise.reject(new BproUnavailable('no answer', true));
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('bpro-unavailable');
    await bench.ports.clock.advance(6 * MINUTE_MS);
    bench.ports.bpro.feedHead = () => Promise.reject(new BproUnavailable('away', false));
    await expect(replayChanges(bench.ports, TENANT)).rejects.toThrow('bpro-unavailable');
    expect(await codes(bench)).toEqual([]);

    bench.ports.bpro.feedHead = feedHead;
    bench.bpro.put('customer', 'ben', customer('Ben'));
    await replayChanges(bench.ports, TENANT);
    expect(await codes(bench)).toEqual([['NoteRaised', 'outcome-unknown']]);
    expect(bench.qbo.sent.at(-1)?.body).toMatchObject({ DisplayName: 'Ben' });
    bench.ports.bpro.update = update;
    await checkReplay(bench.ports, TENANT);
    expect(bench.bpro.record('customer', 'ann').data).toMatchObject({ companyName: 'Lee Ltd', phone: '555' });
    expect((await codes(bench)).at(-1)).toEqual(['NoteCleared', 'outcome-unknown']);
  });

  it('E1 E4 a full sync goes on without the record, and its last step tries once more', async () => {
    const bench = await syncBench();
    const tc = await bench.context('execute');
    bench.qbo.whims.refuse = neverSettled;
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('customer', 'ben', customer('Ben'));
    const seeds = ['ann', 'ben'].map((bproId) => ({ recordId: `b.${bproId}`, bproId }));
    const page = (): Promise<ReadonlyMap<string, unknown>> =>
      reconcilePage(bench.ports, tc, MAPPINGS.customer, seeds, () => ({ match: { kind: 'none' } }));
    await expect(page()).rejects.toThrow('qbo-unavailable');
    await expect(page()).rejects.toThrow('another writer');
    await bench.ports.clock.advance(6 * MINUTE_MS);
    await recoverOpenIntents(bench.ports, tc);
    expect([...(await page()).keys()]).toEqual(['b.ben']);
    bench.qbo.whims = {};
    expect(await recoverOpenIntents(bench.ports, tc)).toEqual([]);
    expect(await recoverOpenIntents(bench.ports, tc, { andSetAside: true })).toHaveLength(1);
    expect(bench.qbo.records.size).toBe(2);
  });
});
