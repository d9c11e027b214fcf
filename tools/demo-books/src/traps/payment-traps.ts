import { totalOf } from '../world/taxation.js';
import type { Entity, InvoiceFields, PaymentFields, Presence } from '../world/entities.js';
import type { TrapKit } from './trap-kit.js';

const PRESENCES = ['both', 'bpro', 'qbo'] as const;

export function addPaymentTraps(kit: TrapKit): void {
  addAmounts(kit);
  addApplications(kit);
  addMethods(kit);
  addStates(kit);
}

const presenceOf = (i: number): Presence => PRESENCES[i % PRESENCES.length] ?? 'both';

const addAmounts = (kit: TrapKit): void => {
  const { store } = kit;
  kit.each((at, i) => {
    const presence = i % 2 === 0 ? 'both' : 'bpro';
    const tipped = kit.invoice(presence, at);
    const tip = 500;
    kit.tag(
      'tip',
      store.payment(presence, kit.after(at), tipped, totalOf(tipped.fields) + tip, { tip }),
      tipped,
    );
    const overpaid = kit.invoice(presence, at);
    kit.tag(
      'overpayment',
      store.payment(presence, kit.after(at), overpaid, totalOf(overpaid.fields) + 1000),
      overpaid,
    );
  });
  kit.each((at) => {
    const invoice = kit.invoice('both', at);
    const part = Math.floor(totalOf(invoice.fields) / 4);
    const paid = [0, 1, 2].map((n) => store.payment('both', kit.after(at, n * 7), invoice, part));
    kit.tag('severalPaymentsOnOneOrder', invoice, ...paid);
  });
};

const addApplications = (kit: TrapKit): void => {
  const { store } = kit;
  kit.each((at, i) => {
    const presence = i % 2 === 0 ? 'both' : 'qbo';
    const customer = kit.customer(presence, at);
    const invoices = [0, 1, 2].map(() => kit.invoice(presence, at, { customer }));
    const method = store.lists.methods[1] ?? null;
    const more = {
      group: store.numbering.paymentGroup(),
      method,
      reference: store.numbering.payment(method),
    };
    const paid = invoices.map((invoice) =>
      store.payment(presence, kit.after(at, 3), invoice, totalOf(invoice.fields), more),
    );
    kit.tag('onePaymentOverSeveralInvoices', ...paid, ...invoices);
  });
  kit.each((at, i) => {
    const presence = presenceOf(i);
    const customer = kit.customer(presence, at);
    const ordered = kit.after(at, 4);
    const invoice = kit.invoice(presence, ordered, { customer });
    const deposit = store.payment(presence, at, invoice, Math.floor(totalOf(invoice.fields) / 2));
    kit.tag('depositBeforeTheInvoice', deposit, invoice);
    kit.tag('depositWithoutInvoice', onAccount(kit, presence, at));
  });
  kit.each((at) => {
    const invoice = kit.invoice('both', at);
    const [cash] = store.lists.methods;
    const half = Math.floor(totalOf(invoice.fields) / 2);
    const twins = [0, 1].map(() =>
      store.payment('both', kit.after(at), invoice, half, { method: cash ?? null }),
    );
    kit.tag('twinCashPayments', ...twins, invoice);
  });
  kit.each((at) => {
    const invoice = kit.invoice('both', at);
    const third = Math.floor(totalOf(invoice.fields) / 3);
    kit.tag('paidOnlyInBpro', store.payment('bpro', kit.after(at), invoice, third), invoice);
    kit.tag('paidOnlyInQuickBooks', store.payment('qbo', kit.after(at, 1), invoice, third), invoice);
  });
};

const addMethods = (kit: TrapKit): void => {
  const { store } = kit;
  const pay = (presence: Presence, at: number, more: Partial<PaymentFields>): Entity<PaymentFields> => {
    const invoice = kit.invoice(presence, at);
    return store.payment(presence, kit.after(at), invoice, totalOf(invoice.fields), more);
  };
  const named = (name: string): PaymentFields['method'] =>
    store.world.all('method').find((m) => m.fields.name === name) ?? null;
  kit.each((at, i) => {
    kit.tag('withoutMethod', pay(presenceOf(i), at, { method: null }));
    kit.tag('methodThatQuickBooksLacks', pay('bpro', at, { method: named('Gift card') }));
    kit.tag('methodThatBproLacks', pay('qbo', at, { method: named('Discover') }));
    kit.tag('referenceTooLong', pay('bpro', at, { reference: `TERMINAL-4-BATCH-2025-000${String(i)}` }));
  });
};

const addStates = (kit: TrapKit): void => {
  const { store } = kit;
  kit.each((at) => {
    const paid = (invoice: Entity<InvoiceFields>): number => totalOf(invoice.fields);
    const first = kit.invoice('both', at);
    const edited = kit.after(at, 1);
    kit.tag(
      'paymentVoidedInBpro',
      store.payment(
        'both',
        kit.after(at),
        first,
        paid(first),
        {},
        { bproState: 'voided', bproEdited: edited },
      ),
    );
    const second = kit.invoice('both', at);
    kit.tag(
      'paymentVoidedInQuickBooks',
      store.payment(
        'both',
        kit.after(at),
        second,
        paid(second),
        {},
        { qboState: 'voided', qboEdited: edited },
      ),
    );
  });
};

/** Money taken without an order. */
const onAccount = (kit: TrapKit, presence: Presence, at: number): Entity<PaymentFields> => {
  const method = kit.store.lists.methods[2] ?? null;
  return kit.store.world.add('payment', presence, at, {
    customer: kit.customer(presence, at),
    invoice: null,
    method,
    date: kit.store.day(at),
    amount: 5000,
    tip: 0,
    reference: kit.store.numbering.payment(method),
    note: 'Deposit',
    group: null,
  });
};
