import { describe, expect, it } from '@jest/globals';
import {
  customer,
  order,
  payment,
  product,
  syncBench,
  TENANT,
  type SyncBench,
} from '../testing/sync-bench.js';
import { refusal } from '../testing/pretend-systems.js';
import { replayChanges } from './replay-changes.js';

const onAccount = payment('10.00', { invoiceId: null });
const OLD = { createdAt: '2025-06-01T12:00:00.000Z' };
const sent = ({ qbo }: SyncBench): string[] =>
  qbo.sent.map(({ entity, operation }) => `${entity} ${operation}`);

describe('what a change needs', () => {
  const put = (
    { bpro }: SyncBench,
    what: 'order' | 'payment of it' | 'payment on account',
    more = {},
  ): void => {
    if (what === 'order') bpro.put('invoice', 'i', order('1001', 'ann', 'fit'), more);
    else bpro.put('payment', 'p', what === 'payment of it' ? payment('10.00') : onAccount, more);
  };

  it.each([
    ['an order from before it', [['order', OLD]], false],
    ['a payment of an order from before it', [['order', OLD], ['payment of it']], false],
    ['a payment whose method is unchecked', [['payment on account']], true],
  ] as const)('C2 C3 C5 a customer from before the date is not brought by %s', async (_, changes, none) => {
    const bench = await syncBench();
    await bench.completeFullSync('0', {
      fromDate: '2026-01-01',
      uncheckedMethods: { bpro: [], qbo: [], none },
    });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'), OLD);
    bench.bpro.put('product', 'fit', product('Fitting'));
    for (const [what, age] of changes) put(bench, what, age);
    await replayChanges(bench.ports, TENANT);
    expect(sent(bench)).toEqual(['Item create']);
  });

  it('C3 and is brought by an order that syncs', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { fromDate: '2026-01-01' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'), OLD);
    bench.bpro.put('product', 'fit', product('Fitting'));
    put(bench, 'order');
    await replayChanges(bench.ports, TENANT);
    expect(sent(bench)).toEqual(['Item create', 'Customer create', 'Invoice create']);
  });
});

describe('what BPro uses again', () => {
  it('F3 F8 is used again in QuickBooks, and what was edited meanwhile follows', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee'), { state: 'inactive' });
    await replayChanges(bench.ports, TENANT);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1' }), { state: 'inactive' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1' }));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent.slice(-2).map(({ body }) => [body['Active'], body['PrimaryPhone']])).toEqual([
      [true, undefined],
      [undefined, { FreeFormNumber: '555-1' }],
    ]);
    const before = bench.qbo.sent.length;
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1', nickname: 'A' }));
    await replayChanges(bench.ports, TENANT);
    expect(bench.qbo.sent).toHaveLength(before);
  });
});

describe('what is not in QuickBooks any more', () => {
  it('E4 F8 a create that QuickBooks remembers is held against what is there, when the answer comes late', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.qbo.whims.loseAnswer = true;
    await replayChanges(bench.ports, TENANT).catch(() => undefined);
    bench.qbo.whims.loseAnswer = false;
    bench.qbo.records.clear();
    await bench.ports.clock.advance(61_000);
    await replayChanges(bench.ports, TENANT);
    const before = bench.qbo.sent.length;
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1' }));
    await replayChanges(bench.ports, TENANT);
    const events = await bench.eventsOf('customer', 'b.ann');
    expect(events.slice(-2).map(({ type, data }) => [type, data['code']])).toEqual([
      ['SideGone', undefined],
      ['NoteRaised', 'qbo-gone'],
    ]);
    expect(bench.qbo.sent).toHaveLength(before);
  });

  it('F5 F8 what ended in BPro, too, is nothing that its documents wait for', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0', { refundAccountId: '35' });
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    bench.bpro.put('payment', 'p', onAccount);
    await replayChanges(bench.ports, TENANT);
    for (const key of bench.qbo.records.keys()) if (key.startsWith('Payment/')) bench.qbo.records.delete(key);
    bench.qbo.whims.refuse = ({ entity }) => (entity === 'Payment' ? refusal('610', 'not-found') : undefined);
    bench.bpro.put('payment', 'p', { ...onAccount, amount: '12.00' });
    bench.bpro.put('refund', 'r', { ...onAccount, paymentId: 'p', tip: undefined });
    await replayChanges(bench.ports, TENANT);
    const noted = async (): Promise<unknown> =>
      (await bench.eventsOf('refund', 'b.r')).map(({ type, data }) => [type, data['code']]);
    expect(await noted()).toEqual([['NoteRaised', 'dependency-blocked']]);

    bench.bpro.put('payment', 'p', onAccount, { state: 'voided' });
    await replayChanges(bench.ports, TENANT);
    expect(await noted()).toEqual([
      ['NoteRaised', 'dependency-blocked'],
      ['NoteCleared', 'dependency-blocked'],
    ]);
  });

  it('F8 G6 an edit in BPro finds that out by reading it, and has the note that says so', async () => {
    const bench = await syncBench();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    await replayChanges(bench.ports, TENANT);
    bench.qbo.records.clear();
    bench.qbo.whims.refuse = () => refusal('610', 'not-found');
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555-1' }));
    await replayChanges(bench.ports, TENANT);
    const events = await bench.eventsOf('customer', 'b.ann');
    expect(events.slice(-3).map(({ type, data }) => [type, data['code'] ?? data['why']])).toEqual([
      ['WriteAbandoned', 'stale'],
      ['SideGone', undefined],
      ['NoteRaised', 'qbo-gone'],
    ]);
  });
});
