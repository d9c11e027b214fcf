import { describe, expect, it } from '@jest/globals';
import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { customer, order, payment, product, syncBench, type SyncBench } from '../testing/sync-bench.js';
import { reconcilePage } from './reconcile-page.js';
import { recoverOpenIntents } from './recover.js';

const reconcile = async (bench: SyncBench, type: RecordType, id: string): Promise<void> => {
  const seeds = [{ recordId: `b.${id}`, bproId: id }];
  const context = await bench.context('execute');
  await reconcilePage(bench.ports, context, MAPPINGS[type], seeds, () => ({ match: { kind: 'none' } }));
};

/** An order of 40.00 in QuickBooks, and two payments of it that are not there yet: 10.00 and 30.00. */
const orderWithPayments = async (): Promise<SyncBench> => {
  const bench = await syncBench();
  bench.qbo.whims.store = (record) =>
    record['DocNumber'] === undefined ? record : { ...record, TotalAmt: 40, Balance: 40 };
  await bench.mirrorBpro('customer', 'ann', customer('Ann Lee'));
  await bench.mirrorBpro('product', 'fit', product('Fitting'));
  await bench.mirrorBpro('invoice', 'i', order('1001', 'ann', 'fit'));
  await bench.mirrorBpro('payment', 'first', payment('10.00'));
  await bench.mirrorBpro('payment', 'second', payment('30.00'));
  for (const [type, id] of [
    ['customer', 'ann'],
    ['product', 'fit'],
    ['invoice', 'i'],
  ] as const)
    await reconcile(bench, type, id);
  return bench;
};

const openOnInvoice = async (bench: SyncBench): Promise<unknown> => {
  const { scope } = await bench.context('execute');
  const [row] = await bench.ports.records.mirror.page(scope, 'qbo', 'invoice', undefined, 10);
  return [row?.version, row?.content['SyncToken'], row?.content['Balance']];
};

const applied = (bench: SyncBench): unknown[] =>
  [...bench.qbo.records.values()].flatMap((record) =>
    record['TotalAmt'] !== undefined && record['DocNumber'] === undefined ? [record['Line']] : [],
  );

describe('a payment moves its invoice', () => {
  it('F13 the mirrored balance goes down and the version up, as in QuickBooks', async () => {
    const bench = await orderWithPayments();
    await reconcile(bench, 'payment', 'first');
    expect(await openOnInvoice(bench)).toEqual(['1', '1', 30]);
  });

  it.each(['mirror.put', 'links.claim'] as const)(
    'E4 F13 once, when the process died around %s and the write is settled after it',
    async (where) => {
      const bench = await orderWithPayments();
      const { mirror, links } = bench.ports.records;
      const put = mirror.put.bind(mirror);
      const claim = links.claim.bind(links);
      const dies = (): Promise<never> => Promise.reject(new Error('killed'));
      if (where === 'mirror.put') mirror.put = dies;
      else links.claim = (...all) => (all[1] === 'payment' && all[2] === 'qbo' ? dies() : claim(...all));
      await expect(reconcile(bench, 'payment', 'first')).rejects.toThrow('killed');
      mirror.put = put;
      links.claim = claim;

      expect(await recoverOpenIntents(bench.ports, await bench.context('execute'))).toHaveLength(1);
      expect(await openOnInvoice(bench)).toEqual(['1', '1', 30]);
      await reconcile(bench, 'payment', 'second');
      const to = [{ TxnId: '102', TxnType: 'Invoice' }];
      expect(applied(bench)).toEqual([[{ Amount: 10, LinkedTxn: to }], [{ Amount: 30, LinkedTxn: to }]]);
    },
  );
});
