import { describe, expect, it } from '@jest/globals';
import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { BY_MANAGER } from '../nest/testing/nest-ports.js';
import { reconcilePage } from '../reconcile/reconcile-page.js';
import { customer, order, product, RUN, syncBench, TENANT, type SyncBench } from '../testing/sync-bench.js';
import { rerunRecord } from './note-commands.js';

const NONE = { match: { kind: 'none' } } as const;

const reconcile = async (bench: SyncBench, type: RecordType, id: string): Promise<string | undefined> => {
  const tc = await bench.context('execute');
  const seeds = [{ recordId: `b.${id}`, bproId: id }];
  const done = await reconcilePage(bench.ports, tc, MAPPINGS[type], seeds, () => NONE);
  const result = done.get(`b.${id}`);
  const row = { type, recordId: `b.${id}`, bproId: id, qboId: undefined };
  const { action = 'blocked', reason = '' } = result?.decision ?? {};
  await bench.ports.records.plans.put(tc.scope, RUN, [{ ...row, action, reason, detail: { counted: {} } }]);
  return result?.performed.handle.state.note?.code;
};

const noteOf = async (bench: SyncBench, type: RecordType, id: string): Promise<unknown> => {
  const [row] = await bench.ports.records.links.get({ tenant: TENANT, generation: 1 }, type, [`b.${id}`]);
  return (row?.state['note'] as { code?: string } | undefined)?.code;
};

describe('running a record again', () => {
  it('H2 fixing the cause releases all that it blocked', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('product', 'fit', product('Fitting: large'));
    await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'));
    await bench.mirrorBpro('invoice', 'j', order('1002', 'ann', 'fit'));
    expect(await reconcile(bench, 'customer', 'ann')).toBeUndefined();
    expect(await reconcile(bench, 'product', 'fit')).toBe('name-invalid');
    for (const id of ['i', 'j']) expect(await reconcile(bench, 'invoice', id)).toBe('dependency-blocked');

    bench.qbo.whims.store = (record) => ({ TotalAmt: 40, ...record });
    await bench.mirrorBpro('product', 'fit', product('Fitting, large'));
    await rerunRecord(bench.ports, TENANT, { type: 'product', recordId: 'b.fit' }, BY_MANAGER);
    const notes = [
      await noteOf(bench, 'product', 'fit'),
      await noteOf(bench, 'invoice', 'i'),
      await noteOf(bench, 'invoice', 'j'),
    ];
    expect(notes).toEqual([undefined, undefined, undefined]);
    expect(bench.qbo.sent.map(({ entity }) => entity)).toEqual(['Customer', 'Item', 'Invoice', 'Invoice']);
  });

  it('H2 while the cause stands what it blocks waits', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
    await bench.mirrorBpro('product', 'fit', product('Fitting: large'));
    await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'));
    await reconcile(bench, 'customer', 'ann');
    await reconcile(bench, 'product', 'fit');
    await reconcile(bench, 'invoice', 'i');
    await rerunRecord(bench.ports, TENANT, { type: 'product', recordId: 'b.fit' }, BY_MANAGER);
    expect(await noteOf(bench, 'product', 'fit')).toBe('name-invalid');
    expect(await noteOf(bench, 'invoice', 'i')).toBe('dependency-blocked');
    expect(bench.qbo.sent.map(({ entity }) => entity)).toEqual(['Customer']);
  });
});
