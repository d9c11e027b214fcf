import { subtotalOf, taxRoundedPerRate, totalOf } from '../world/taxation.js';
import {
  type CreditMemoFields,
  type CustomerFields,
  type Entity,
  type InvoiceFields,
  type PaymentFields,
  qboFields,
} from '../world/entities.js';
import type { World } from '../world/world.js';
import { createdInQbo, touched } from './frame.js';

type Customer = Entity<CustomerFields>;
type Invoice = Entity<InvoiceFields>;
type Payment = Entity<PaymentFields>;
type CreditMemo = Entity<CreditMemoFields>;

/** One Payment record of QuickBooks: the BPro payments that it stands for (rule F14). */
export interface Receipt {
  readonly payments: readonly Payment[];
  readonly created: number;
}

export interface InvoiceState {
  /** Cents still open. */
  balance: number;
  /** Ids of the payments applied, in order. */
  readonly links: string[];
  /** When they were applied. */
  readonly postings: number[];
}

/** What follows from the documents: balances in cents, links, and the Ids of all transactions. */
export interface Ledger {
  readonly receipts: readonly Receipt[];
  /** Cents of a payment that are applied to its invoice. */
  readonly applied: ReadonlyMap<Payment, number>;
  readonly invoices: ReadonlyMap<Invoice, InvoiceState>;
  readonly customerBalance: ReadonlyMap<Customer, number>;
  readonly customerPosting: ReadonlyMap<Customer, number>;
  /** Ids of the zero-amount payments that link credit memos to invoices. */
  readonly linkPaymentId: ReadonlyMap<CreditMemo, string>;
  readonly receivable: number;
}

export const creditTotal = (memo: CreditMemoFields): number =>
  subtotalOf([memo.line]) + taxRoundedPerRate({ lines: [memo.line], discount: 0, taxGroup: memo.taxGroup });

/** Numbers every transaction by its time and works out what is paid and owed. */
export function keepLedger(world: World): Ledger {
  const receipts = receiptsOf(world);
  const linkPaymentId = numberTransactions(world, receipts);
  const invoices = new Map<Invoice, InvoiceState>();
  const customerBalance = new Map<Customer, number>();
  const customerPosting = new Map<Customer, number>();
  const applied = new Map<Payment, number>();
  let receivable = 0;
  const owe = (customer: Customer, cents: number, at: number): void => {
    customerBalance.set(customer, (customerBalance.get(customer) ?? 0) + cents);
    customerPosting.set(customer, Math.max(customerPosting.get(customer) ?? 0, at));
    receivable += cents;
  };
  const settle = (invoice: Invoice, cents: number, by: string, at: number): void => {
    const state = invoices.get(invoice);
    if (!state) throw new Error('a payment before its invoice was entered');
    state.balance -= cents;
    state.links.push(by);
    state.postings.push(at);
  };

  for (const invoice of world.inQbo('invoice')) {
    const fields = qboFields(invoice);
    const balance = invoice.qboState === 'voided' ? 0 : totalOf(fields);
    invoices.set(invoice, { balance, links: [], postings: [] });
    owe(fields.customer, balance, touched(invoice));
  }
  for (const memo of world.inQbo('creditMemo')) {
    owe(memo.fields.customer, -creditTotal(memo.fields), touched(memo));
    for (const { invoice, amount } of memo.fields.applied)
      settle(invoice, amount, linkPaymentId.get(memo) ?? '', createdInQbo(memo));
  }
  for (const { payments } of receipts)
    for (const payment of payments) {
      const { invoice, amount, tip, customer } = qboFields(payment);
      if (payment.qboState === 'voided') continue;
      const open = invoice ? Math.max(0, invoices.get(invoice)?.balance ?? 0) : 0;
      const cents = Math.min(amount - tip, open);
      applied.set(payment, cents);
      if (invoice && cents > 0) settle(invoice, cents, payment.qboId, createdInQbo(payment));
      owe(customer, -amount, touched(payment));
    }
  return { receipts, applied, invoices, customerBalance, customerPosting, linkPaymentId, receivable };
}

const receiptsOf = (world: World): Receipt[] => {
  const groups = new Map<number, Payment[]>();
  const receipts: Receipt[] = [];
  for (const payment of world.inQbo('payment')) {
    const { group } = payment.fields;
    const open = group === null ? undefined : groups.get(group);
    if (open) {
      open.push(payment);
      continue;
    }
    const payments = [payment];
    if (group !== null) groups.set(group, payments);
    receipts.push({ payments, created: createdInQbo(payment) });
  }
  return receipts.sort((a, b) => a.created - b.created);
};

/** All transactions share one counter; a link payment comes right after its credit memo. */
const numberTransactions = (world: World, receipts: readonly Receipt[]): Map<CreditMemo, string> => {
  const linkPaymentId = new Map<CreditMemo, string>();
  const one = (entity: Entity<unknown>): { at: number; give: (id: string) => void } => ({
    at: createdInQbo(entity),
    give: (id) => {
      entity.qboId = id;
    },
  });
  const timeline = [
    ...world.inQbo('invoice').map(one),
    ...world.inQbo('refund').map(one),
    ...world.inQbo('salesReceipt').map(one),
    ...world.inQbo('creditMemo').map(one),
    ...world
      .inQbo('creditMemo')
      .filter((memo) => memo.fields.applied.length > 0)
      .map((memo) => ({
        at: createdInQbo(memo),
        give: (id: string) => {
          linkPaymentId.set(memo, id);
        },
      })),
    ...receipts.map(({ payments, created }) => ({
      at: created,
      give: (id: string) => {
        for (const payment of payments) payment.qboId = id;
      },
    })),
  ].sort((a, b) => a.at - b.at);
  for (const [i, { give }] of timeline.entries()) give(String(i + 1));
  return linkPaymentId;
};
