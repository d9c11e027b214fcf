import { beforeEach, describe, expect, it } from '@jest/globals';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import type { BproRecord } from '@bpro-qbo-sync/sync-domain';
import { BproSimulator, type UserActions } from './index.js';
import { ANN, booksOf } from './fixtures.js';

const PRODUCT = {
  name: 'Bell',
  number: null,
  description: null,
  kind: 'retail',
  tracksInventory: false,
  cost: null,
  price: '10.00',
  categoryId: null,
  taxable: false,
};

describe('a person in BPro', () => {
  let clock: VirtualClock;
  let simulator: BproSimulator;
  let user: UserActions;
  let customer: BproRecord;
  let invoice: BproRecord;

  const invoiceData = (number: string, productId: string): BproRecord['data'] => ({
    number,
    customerId: customer.id,
    date: '2025-03-01',
    dueDate: '2025-03-01',
    salesTermId: null,
    taxGroupId: null,
    lines: [
      {
        id: '1',
        productId,
        description: '',
        quantity: '1',
        unitPrice: '10.00',
        amount: '10.00',
        taxable: false,
      },
    ],
    discount: '0.00',
    taxTotal: '0.00',
    total: '10.00',
    memo: null,
  });
  const pay = (invoiceId: string | null): BproRecord =>
    user.create('payment', {
      customerId: customer.id,
      invoiceId,
      methodId: null,
      date: '2025-03-01',
      amount: '10.00',
      tip: '0.00',
      reference: null,
      note: null,
    });
  const refusal = (doing: () => unknown): string => {
    try {
      doing();
      return 'done';
    } catch (error) {
      return error instanceof BproRefused ? error.code : String(error);
    }
  };

  beforeEach(() => {
    clock = new VirtualClock();
    simulator = new BproSimulator({ clock, random: () => 0.5 });
    simulator.loadBooks('demo', booksOf());
    user = simulator.user('demo');
    customer = user.create('customer', ANN);
    invoice = user.create('invoice', invoiceData('1001', user.create('product', PRODUCT).id));
  });

  it('leaves the origin bpro, the time of the clock and a version that counts up', async () => {
    await clock.advance(60_000);
    const changed = user.update('customer', customer.id, { phone: '555-0100' });
    expect(changed).toMatchObject({ version: 2, origin: 'bpro', createdAt: customer.createdAt });
    expect(Date.parse(changed.updatedAt)).toBe(clock.now());
  });

  it('an update that changes nothing is no change', async () => {
    const head = await simulator.port().feedHead('demo');
    expect(user.update('customer', customer.id, { taxExempt: false })).toEqual(customer);
    expect(await simulator.port().feedHead('demo')).toBe(head);
  });

  it('G1 the payments of a voided invoice become money on account, told in the same order', async () => {
    const payment = pay(invoice.id);
    const head = await simulator.port().feedHead('demo');
    user.void('invoice', invoice.id);
    const { changes } = await simulator.port().changes('demo', head, 10);
    expect(changes.map((c) => [c.type, c.id, c.kind])).toEqual([
      ['invoice', invoice.id, 'voided'],
      ['payment', payment.id, 'updated'],
    ]);
    const freed = await simulator.port().read('demo', 'payment', payment.id);
    expect(freed.data).toMatchObject({ invoiceId: null, amount: '10.00' });
    expect(refusal(() => pay(invoice.id))).toBe('invoice-voided');
  });

  it('what others refer to cannot be deleted', () => {
    expect(refusal(() => user.remove('customer', customer.id))).toBe('in-use');
    const payment = pay(null);
    user.remove('payment', payment.id);
    user.remove('invoice', invoice.id);
    expect(user.remove('customer', customer.id).state).toBe('deleted');
  });

  it('a deleted invoice gives its number back, a voided one keeps it', async () => {
    const data = { ...invoice.data };
    user.void('invoice', invoice.id);
    expect(refusal(() => user.create('invoice', data))).toBe('invoice-number-taken');
    expect(await simulator.port().acceptsInvoiceNumber('demo', '1001')).toBe(false);
    user.remove('invoice', invoice.id);
    expect(await simulator.port().acceptsInvoiceNumber('demo', '1001')).toBe(true);
    expect(user.create('invoice', data).data['number']).toBe('1001');
  });

  it('transactions are voided, the rest is made inactive and active again', () => {
    expect(refusal(() => user.deactivate('invoice', invoice.id))).toBe('wrong-type');
    expect(refusal(() => user.void('customer', customer.id))).toBe('wrong-type');
    expect(user.deactivate('customer', customer.id).state).toBe('inactive');
    expect(refusal(() => user.deactivate('customer', customer.id))).toBe('wrong-state');
    expect(user.reactivate('customer', customer.id).state).toBe('active');
  });

  it('a voided or deleted record is not edited any more', () => {
    user.void('invoice', invoice.id);
    expect(refusal(() => user.update('invoice', invoice.id, { memo: 'x' }))).toBe('wrong-state');
  });

  it('D2 the five sales terms are fixed', () => {
    const term = { name: 'Net 7', dueDays: 7, discountPercent: null, discountDays: null };
    expect(refusal(() => user.create('sales-term', term))).toBe('sales-terms-fixed');
    expect(refusal(() => user.update('sales-term', 'trm-1', { name: 'Now' }))).toBe('sales-terms-fixed');
    expect(refusal(() => user.remove('sales-term', 'trm-1'))).toBe('sales-terms-fixed');
  });

  it('the same actions give the same ids', () => {
    const again = new BproSimulator({ clock: new VirtualClock(), random: () => 0.1 });
    again.loadBooks('demo', booksOf());
    expect(again.user('demo').create('customer', ANN).id).toBe(customer.id);
  });
});
