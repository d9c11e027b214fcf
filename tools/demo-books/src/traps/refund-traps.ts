import { totalOf } from '../world/taxation.js';
import type { TrapKit } from './trap-kit.js';

export function addRefundTraps(kit: TrapKit): void {
  const { store } = kit;
  kit.each((at) => {
    const invoice = kit.invoice('both', at);
    const payment = store.payment('both', kit.after(at), invoice, totalOf(invoice.fields));
    const part = Math.floor(payment.fields.amount / 4);
    const refunds = [1, 2].map((days) => store.refund('both', kit.after(at, days), payment, part));
    kit.tag('severalRefundsOnOneOrder', invoice, payment, ...refunds);
  });
  kit.each((at) => {
    const invoice = kit.invoice('bpro', at);
    const payment = store.payment('bpro', kit.after(at), invoice, totalOf(invoice.fields));
    kit.tag('wholeRefund', store.refund('bpro', kit.after(at, 1), payment, payment.fields.amount), payment);
    const other = kit.invoice('bpro', at);
    const open = store.payment('bpro', kit.after(at), other, totalOf(other.fields), { method: null });
    kit.tag('refundWithoutMethod', store.refund('bpro', kit.after(at, 1), open, 100, { reference: null }));
  });
  kit.each((at) => {
    const customer = kit.customer('bpro', at);
    const method = store.lists.methods[2] ?? null;
    const deposit = store.world.add('payment', 'bpro', at, {
      customer,
      invoice: null,
      method,
      date: store.day(at),
      amount: 4000,
      tip: 0,
      reference: store.numbering.payment(method),
      note: 'Deposit',
      group: null,
    });
    kit.tag('refundOfADeposit', store.refund('bpro', kit.after(at, 1), deposit, 4000), deposit);
  });
  kit.each((at) => {
    const customer = kit.customer('both', at);
    const lines = [store.line(kit.taxedProduct(), customer, { quantity: '1' })];
    const [first, second] = [0, 1].map(() => {
      const invoice = kit.invoice('both', at, { customer, lines, discount: 0 });
      return store.payment('both', kit.after(at), invoice, totalOf(invoice.fields), {
        method: store.lists.methods[2] ?? null,
      });
    });
    if (!first || !second) throw new RangeError('two orders are needed');
    const refund = store.refund('qbo', kit.after(at, 1), first, 100, { note: 'Goodwill' });
    kit.tag('refundThatFitsTwoOrders', refund, first, second);
  });
}
