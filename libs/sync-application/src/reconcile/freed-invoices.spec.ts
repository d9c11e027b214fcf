import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  customer,
  order,
  payment,
  product,
  syncBench,
  TENANT,
  type SyncBench,
} from '../testing/sync-bench.js';
import { replayChanges } from '../replay/replay-changes.js';

describe('an order that is open again', () => {
  let bench: SyncBench;
  const replay = (): Promise<number> => replayChanges(bench.ports, TENANT);
  /** What the payments that were sent last say they pay. */
  const lastSent = (count: number): unknown[] =>
    bench.qbo.sent.slice(-count).map(({ operation, body }) => [operation, body['Line'] ?? []]);
  const pays = (amount: number): unknown => ({
    Amount: amount,
    LinkedTxn: [{ TxnId: '102', TxnType: 'Invoice' }],
  });

  beforeEach(async () => {
    bench = await syncBench();
    await bench.completeFullSync('0');
    bench.qbo.whims.store = ({ TotalAmt = 40, ...record }) => ({ TotalAmt, Balance: TotalAmt, ...record });
    bench.bpro.put('product', 'fit', product('Fitting'));
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('invoice', 'i', order('1001', 'ann', 'fit'));
    bench.bpro.put('payment', 'first', payment('40.00'));
    await replay();
    bench.bpro.put('payment', 'second', payment('30.00'));
    await replay();
  });

  it('F13 is paid by money that had stayed on account, when what had paid it is voided', async () => {
    expect(lastSent(2)).toEqual([
      ['create', [pays(40)]],
      ['create', []],
    ]);
    bench.bpro.put('payment', 'first', payment('40.00'), { state: 'voided' });
    await replay();
    expect(lastSent(2)).toEqual([
      ['void', []],
      ['update', [pays(30)]],
    ]);
  });

  it('F13 by as much as is open, when what had paid it becomes less', async () => {
    bench.bpro.put('payment', 'first', payment('25.00'));
    await replay();
    expect(lastSent(2)).toEqual([
      ['update', [pays(25)]],
      ['update', [pays(15)]],
    ]);
  });

  it('F13 when what had paid it was for another order; who paid nothing is left alone', async () => {
    bench.bpro.put('payment', 'third', payment('5.00', { invoiceId: null }));
    await replay();
    const before = bench.qbo.sent.length;
    bench.bpro.put('payment', 'first', payment('40.00', { invoiceId: null }));
    await replay();
    expect(lastSent(bench.qbo.sent.length - before)).toEqual([
      ['update', []],
      ['update', [pays(30)]],
    ]);
  });

  it('E7 and nothing more is sent then', async () => {
    bench.bpro.put('payment', 'first', payment('40.00'), { state: 'voided' });
    await replay();
    const before = bench.qbo.sent.length;
    bench.bpro.put('payment', 'second', { ...payment('30.00'), note: 'said on the phone' });
    await replay();
    expect(bench.qbo.sent).toHaveLength(before);
  });
});
