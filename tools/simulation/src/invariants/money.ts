import { applicationOf, paymentIdOf, toCents, type Cents, type QboContent } from '@bpro-qbo-sync/sync-domain';
import {
  nameOf,
  pairsOf,
  unitsOf,
  type Books,
  type Evidence,
  type Pair,
  type Violation,
} from './evidence.js';

interface PaymentLine {
  readonly Amount?: number;
  readonly LinkedTxn?: readonly { readonly TxnId: string; readonly TxnType: string }[];
}

const cents = (value: unknown): Cents =>
  toCents(typeof value === 'number' || typeof value === 'string' ? value : 0);

const refOf = (record: QboContent, field: string): string | undefined =>
  (record[field] as { readonly value?: string } | undefined)?.value;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Sums by key, on both sides. */
class Sums {
  private readonly ours = new Map<string, Cents>();
  private readonly theirs = new Map<string, Cents>();

  add(side: 'bpro' | 'qbo', key: string | undefined, amount: Cents): void {
    const sums = side === 'bpro' ? this.ours : this.theirs;
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + amount);
  }

  differences(): { readonly key: string; readonly ours: Cents; readonly theirs: Cents }[] {
    return [...new Set([...this.ours.keys(), ...this.theirs.keys()])]
      .map((key) => ({ key, ours: this.ours.get(key) ?? 0, theirs: this.theirs.get(key) ?? 0 }))
      .filter(({ ours, theirs }) => ours !== theirs);
  }
}

const unequal = (what: string, sums: Sums): Violation[] =>
  sums.differences().map(({ key, ours, theirs }) => ({
    invariant: 'I4',
    what: `${what} ${key}: BPro ${String(ours)}, QuickBooks ${String(theirs)} cents`,
  }));

/** Our name of the record that a side's id stands for. */
const naming = (records: Evidence['records'], type: string): { bpro: Naming; qbo: Naming } => {
  const bpro = new Map<string, string>();
  const qbo = new Map<string, string>();
  for (const { type: its, recordId, state } of records) {
    if (its !== type) continue;
    if (state.bproId !== undefined) bpro.set(state.bproId, recordId);
    if (state.qboId !== undefined) qbo.set(state.qboId, recordId);
  }
  const named =
    (ids: Map<string, string>, side: string): Naming =>
    (id) =>
      id === undefined ? undefined : (ids.get(id) ?? `${side} ${id}, not linked`);
  return { bpro: named(bpro, 'bpro'), qbo: named(qbo, 'qbo') };
};
type Naming = (id: string | undefined) => string | undefined;

/**
 * I4: per invoice the carried payments, and per customer the carried payments and refunds, add up to the same. What
 * paid an invoice that has ended in either system is unapplied in QuickBooks, and so is what found its invoice paid by
 * others.
 */
export function carriedSumsAreEqual(evidence: Evidence): Violation[] {
  const inQbo = new Map(unitsOf(evidence.qbo, 'invoice').map((unit) => [unit.id, unit.state]));
  const ended = new Set([
    ...evidence.bpro.filter((r) => r.type === 'invoice' && r.state !== 'active').map(({ id }) => id),
    ...evidence.records.flatMap(({ type, state: { bproId, qboId } }) =>
      type === 'invoice' && bproId !== undefined && qboId !== undefined && inQbo.get(qboId) !== 'active'
        ? [bproId]
        : [],
    ),
  ]);
  const full = new Set(
    pairsOf(evidence, 'invoice')
      .filter(({ qbo }) => cents(qbo.content['Balance']) === 0)
      .map(({ bpro }) => bpro.id),
  );
  const invoice = naming(evidence.records, 'invoice');
  const customer = naming(evidence.records, 'customer');
  const byInvoice = new Sums();
  const byCustomer = { payment: new Sums(), refund: new Sums() };
  for (const { bpro, qbo } of pairsOf(evidence, 'payment')) {
    const { invoiceId, amount } = applicationOf(qbo.content);
    const paid = textOf(bpro.data['invoiceId']);
    if (paid === undefined || !(ended.has(paid) || (invoiceId === null && full.has(paid)))) {
      byInvoice.add('bpro', invoice.bpro(paid), cents(bpro.data['amount']));
      byInvoice.add('qbo', invoice.qbo(invoiceId ?? undefined), amount);
    }
    byCustomer.payment.add('qbo', customer.qbo(refOf(qbo.content, 'CustomerRef')), amount);
    byCustomer.payment.add(
      'bpro',
      customer.bpro(textOf(bpro.data['customerId'])),
      cents(bpro.data['amount']),
    );
  }
  for (const { bpro, qbo } of pairsOf(evidence, 'refund')) {
    const theirs = cents(qbo.content['TotalAmt']);
    byCustomer.refund.add('qbo', customer.qbo(refOf(qbo.content, 'CustomerRef')), theirs);
    byCustomer.refund.add('bpro', customer.bpro(textOf(bpro.data['customerId'])), cents(bpro.data['amount']));
  }
  return [
    ...unequal('the payments of invoice', byInvoice),
    ...unequal('the payments of customer', byCustomer.payment),
    ...unequal('the refunds of customer', byCustomer.refund),
  ];
}

/** Something in QuickBooks that moved an invoice's balance and is not a payment of BPro's. */
export interface BalanceMover {
  /** Our name of the invoice. */
  readonly invoice: string;
  readonly amount: Cents;
  /** QuickBooks' id of the payment that did it. */
  readonly paymentId: string;
  readonly why: 'not synced' | 'credit' | 'not applied in full';
}

const appliedTo = (payment: QboContent, invoiceId: string): Cents =>
  ((payment['Line'] ?? []) as readonly PaymentLine[])
    .filter((line) => line.LinkedTxn?.some((t) => t.TxnType === 'Invoice' && t.TxnId === invoiceId))
    .reduce((sum, line) => sum + cents(line.Amount), 0);

const invoicesOf = (payment: QboContent): Set<string> =>
  new Set(
    ((payment['Line'] ?? []) as readonly PaymentLine[]).flatMap((line) =>
      (line.LinkedTxn ?? []).filter((t) => t.TxnType === 'Invoice').map((t) => t.TxnId),
    ),
  );

/** I4: a linked invoice is open for the same amount on both sides, but for what is named. */
export function balancesAreNamed(evidence: Evidence): {
  readonly violations: Violation[];
  readonly movers: BalanceMover[];
} {
  const carried = pairsOf(evidence, 'payment');
  const byBproInvoice = new Map<string, Pair[]>();
  const carriedParts = new Map<string, Pair>();
  for (const pair of carried) {
    const invoiceId = textOf(pair.bpro.data['invoiceId']) ?? '';
    byBproInvoice.set(invoiceId, [...(byBproInvoice.get(invoiceId) ?? []), pair]);
    carriedParts.set(
      `${paymentIdOf(pair.qbo.id)}/${String(applicationOf(pair.qbo.content).invoiceId)}`,
      pair,
    );
  }
  const byQboInvoice = new Map<string, QboContent[]>();
  for (const payment of evidence.qbo['Payment'] ?? [])
    for (const id of invoicesOf(payment)) byQboInvoice.set(id, [...(byQboInvoice.get(id) ?? []), payment]);
  const violations: Violation[] = [];
  const movers: BalanceMover[] = [];
  for (const { life, bpro, qbo } of pairsOf(evidence, 'invoice')) {
    const invoice = nameOf(life);
    const paidInBpro = byBproInvoice.get(bpro.id) ?? [];
    const paid = paidInBpro.reduce((sum, { bpro: payment }) => sum + cents(payment.data['amount']), 0);
    const mine: BalanceMover[] = [];
    for (const payment of byQboInvoice.get(qbo.id) ?? []) {
      const paymentId = String(payment['Id']);
      const applied = appliedTo(payment, qbo.id);
      const pair = carriedParts.get(`${paymentId}/${qbo.id}`);
      const why = pair ? 'not applied in full' : cents(payment['TotalAmt']) === 0 ? 'credit' : 'not synced';
      const amount = pair ? cents(pair.bpro.data['amount']) - applied : -applied;
      if (amount !== 0) mine.push({ invoice, amount, paymentId, why: pair && amount < 0 ? 'credit' : why });
    }
    for (const { qbo: unit, bpro: payment } of paidInBpro)
      if (applicationOf(unit.content).invoiceId !== qbo.id)
        mine.push({
          invoice,
          amount: cents(payment.data['amount']),
          paymentId: paymentIdOf(unit.id),
          why: 'not applied in full',
        });
    const difference = cents(qbo.content['Balance']) - (cents(bpro.data['total']) - paid);
    const named = mine.reduce((sum, { amount }) => sum + amount, 0);
    if (difference !== named)
      violations.push({
        invariant: 'I4',
        what: `${invoice} is open for ${String(difference)} cents more in QuickBooks, of which ${String(named)} have a name`,
      });
    movers.push(...mine);
  }
  return { violations, movers };
}

/**
 * I4, rule F13: a payment that the sync sent pays its invoice as far as that is open; `before` holds what was there.
 * For runs in which nobody else touches QuickBooks: a user may free a part of the invoice later. What pays its
 * invoice in part is not applied further when another payment of it is voided (ADR 16).
 */
export function paymentsPayWhatIsOpen(evidence: Evidence, before: Books): Violation[] {
  const old = new Set((before.qbo['Payment'] ?? []).map((payment) => payment['Id']));
  const invoices = new Map(pairsOf(evidence, 'invoice').map(({ bpro, qbo }) => [bpro.id, qbo.content]));
  const freed = new Set(
    evidence.bpro
      .filter(({ type, state }) => type === 'payment' && state !== 'active')
      .map(({ data }) => textOf(data['invoiceId'])),
  );
  return pairsOf(evidence, 'payment').flatMap(({ life, bpro, qbo }) => {
    if (freed.has(textOf(bpro.data['invoiceId'])) && applicationOf(qbo.content).invoiceId !== null) return [];
    const invoice = invoices.get(textOf(bpro.data['invoiceId']) ?? '');
    const open = Math.min(cents(qbo.content['UnappliedAmt']), cents(invoice?.['Balance']));
    return open <= 0 || old.has(qbo.content['Id'])
      ? []
      : [{ invariant: 'I4', what: `${nameOf(life)} leaves ${String(open)} cents of its invoice unpaid` }];
  });
}
