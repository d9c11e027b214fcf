import { cents, fromCents } from '../model/money.js';
import { amount, idOf, list, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { linksOf, type UnitOfWork } from '../store/unit-of-work.js';

/** The types whose open balance a payment's line can lower. */
export const APPLICABLE: readonly EntityName[] = ['Invoice', 'CreditMemo'];

/** Cents that a payment applies, by `Invoice/<id>` or `CreditMemo/<id>`. */
export function applicationsOf(payment: QboRecord | undefined): Map<string, number> {
  const applied = new Map<string, number>();
  if (!payment) return applied;
  for (const line of list(payment, 'Line'))
    for (const { type, id } of linksOf(line)) {
      const key = `${type}/${id}`;
      applied.set(key, (applied.get(key) ?? 0) + cents(amount(line, 'Amount')));
    }
  return applied;
}

/** Cents of this payment that no invoice uses: its total plus the credits it links, less what it applies. */
export function unapplied(payment: QboRecord): number {
  let rest = cents(amount(payment, 'TotalAmt'));
  for (const [key, applied] of applicationsOf(payment))
    rest += key.startsWith('CreditMemo/') ? applied : -applied;
  return rest;
}

/**
 * Brings the balances and links of invoices and credit memos in line with a payment's new lines. Each one that
 * changes gets a new SyncToken and time (recorded). `except`: a document whose balance somebody else sets.
 */
export function applyPayment(
  work: UnitOfWork,
  id: string,
  before: QboRecord | undefined,
  after: QboRecord | undefined,
  except?: string,
): void {
  const old = applicationsOf(before);
  const now = applicationsOf(after);
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const delta = (now.get(key) ?? 0) - (old.get(key) ?? 0);
    const linked = now.has(key);
    if (key === except || (delta === 0 && linked === old.has(key))) continue;
    const [type, target] = key.split('/') as [EntityName, string];
    const record = APPLICABLE.includes(type) ? work.get(type, target) : undefined;
    if (record) work.derive(type, withApplication(record, id, delta, linked), { bump: true });
  }
}

function withApplication(record: QboRecord, paymentId: string, delta: number, linked: boolean): QboRecord {
  const others = list(record, 'LinkedTxn').filter(
    (link) => !(link['TxnType'] === 'Payment' && link['TxnId'] === paymentId),
  );
  const balance = fromCents(cents(amount(record, 'Balance')) - delta);
  return {
    ...record,
    LinkedTxn: linked ? [...others, { TxnId: paymentId, TxnType: 'Payment' }] : others,
    Balance: balance,
    ...('RemainingCredit' in record ? { RemainingCredit: balance } : {}),
  };
}

/**
 * Takes up to `excess` cents of applications to a document back from its payments, newest first (all of them when
 * `excess` is undefined: the document is voided or deleted). Payments keep their money as unapplied; what credits
 * and invoices settled through them without money is undone, and a payment of nothing that links nothing is gone.
 */
export function releasePayments(
  work: UnitOfWork,
  entity: 'Invoice' | 'CreditMemo',
  document: QboRecord,
  excess = Infinity,
): void {
  const key = `${entity}/${idOf(document)}`;
  let left = excess;
  for (const link of [...list(document, 'LinkedTxn')].reverse()) {
    const payment = link['TxnType'] === 'Payment' ? work.get('Payment', String(link['TxnId'])) : undefined;
    if (!payment || left <= 0) continue;
    const released = takeBack(payment, (line) => linesTo(line, key), left);
    left -= (applicationsOf(payment).get(key) ?? 0) - (applicationsOf(released).get(key) ?? 0);
    settlePayment(work, payment, evened(released), key);
  }
}

function settlePayment(work: UnitOfWork, before: QboRecord, after: QboRecord, except: string): void {
  const id = idOf(before);
  applyPayment(work, id, before, after, except);
  if (amount(after, 'TotalAmt') === 0 && list(after, 'Line').length === 0) work.remove('Payment', id);
  else work.derive('Payment', { ...after, UnappliedAmt: fromCents(unapplied(after)) }, { bump: true });
}

/** A payment that applies neither more than it has nor credits that no invoice uses. */
function evened(payment: QboRecord): QboRecord {
  const rest = unapplied(payment);
  const idle = rest - cents(amount(payment, 'TotalAmt'));
  if (rest < 0) return takeBack(payment, (line) => !linesTo(line, 'CreditMemo/'), -rest);
  return idle > 0 ? takeBack(payment, (line) => linesTo(line, 'CreditMemo/'), idle) : payment;
}

const linesTo = (line: QboRecord, prefix: string): boolean =>
  linksOf(line).some(({ id, type }) => `${type}/${id}` === prefix || `${type}/` === prefix);

/** The payment with up to `most` cents less in the lines that are chosen, the last ones first. */
function takeBack(payment: QboRecord, chosen: (line: QboRecord) => boolean, most: number): QboRecord {
  let left = most;
  const Line: QboRecord[] = [];
  for (const line of [...list(payment, 'Line')].reverse()) {
    const value = cents(amount(line, 'Amount'));
    const taken = chosen(line) ? Math.min(value, left) : 0;
    left -= taken;
    if (value - taken > 0 || !chosen(line)) Line.unshift({ ...line, Amount: fromCents(value - taken) });
  }
  return { ...payment, Line };
}

/** Cents of a document that payments have settled. */
export const settled = (document: QboRecord | undefined): number =>
  document ? cents(amount(document, 'TotalAmt')) - cents(amount(document, 'Balance')) : 0;

/** The note of the zero-amount payments that QuickBooks makes to link credits (recorded). */
export const LINK_PAYMENT_NOTE = 'Created by QB Online to link credits to charges.';
