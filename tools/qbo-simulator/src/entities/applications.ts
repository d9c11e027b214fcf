import { applicationsOf, isCredit, linksOf, unapplied } from '../model/links.js';
import { cents, fromCents } from '../model/money.js';
import { amount, idOf, list, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import type { UnitOfWork } from '../store/unit-of-work.js';

/** What settles what: payments settle invoices and use credit memos, bill payments bills and vendor credits. */
export interface Side {
  readonly payment: 'Payment' | 'BillPayment';
  readonly charge: 'Invoice' | 'Bill';
  readonly credit: 'CreditMemo' | 'VendorCredit';
  /** The TxnType by which a settled document names the payment. */
  linkType(payment: QboRecord): string;
}

export const RECEIVABLE: Side = {
  payment: 'Payment',
  charge: 'Invoice',
  credit: 'CreditMemo',
  linkType: () => 'Payment',
};

export const PAYABLE: Side = {
  payment: 'BillPayment',
  charge: 'Bill',
  credit: 'VendorCredit',
  linkType: (payment) => (payment['PayType'] === 'CreditCard' ? 'BillPaymentCreditCard' : 'BillPaymentCheck'),
};

const sideOf = (document: EntityName): Side =>
  document === 'Bill' || document === 'VendorCredit' ? PAYABLE : RECEIVABLE;

/** Whether a payment's line to this type lowers an open balance that the simulator keeps. */
export const isApplicable = (type: string, { charge, credit }: Side): boolean =>
  type === charge || type === credit;

/** The link of a document to a payment that settled it: TxnType is the payment's, or one of its kinds. */
const leadsToPayment = (link: QboRecord, { payment }: Side): boolean =>
  String(link['TxnType']).startsWith(payment);

/**
 * Brings the balances and links of charges and credits in line with a payment's new lines. Each one that changes gets
 * a new SyncToken and time (recorded). `except`: a document whose balance somebody else sets.
 */
export function applyPayment(
  work: UnitOfWork,
  side: Side,
  before: QboRecord | undefined,
  after: QboRecord | undefined,
  except?: string,
): void {
  const payment = after ?? before;
  if (!payment) return;
  const old = applicationsOf(before);
  const now = applicationsOf(after);
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const delta = (now.get(key) ?? 0) - (old.get(key) ?? 0);
    const linked = now.has(key);
    if (key === except || (delta === 0 && linked === old.has(key))) continue;
    const [type, target] = key.split('/') as [EntityName, string];
    const record = isApplicable(type, side) ? work.get(type, target) : undefined;
    if (record) work.derive(type, withApplication(record, side, payment, delta, linked), { bump: true });
  }
}

function withApplication(
  record: QboRecord,
  side: Side,
  payment: QboRecord,
  delta: number,
  linked: boolean,
): QboRecord {
  const id = idOf(payment);
  const others = list(record, 'LinkedTxn').filter(
    (link) => !(leadsToPayment(link, side) && link['TxnId'] === id),
  );
  const balance = fromCents(cents(amount(record, 'Balance')) - delta);
  return {
    ...record,
    LinkedTxn: linked ? [...others, { TxnId: id, TxnType: side.linkType(payment) }] : others,
    Balance: balance,
    ...('RemainingCredit' in record ? { RemainingCredit: balance } : {}),
  };
}

/**
 * Takes up to `excess` cents of applications to a document back from its payments, newest first (all of them when
 * `excess` is undefined: the document is voided or deleted). Payments keep their money as unapplied; what credits
 * and charges settled through them without money is undone, and a payment of nothing that links nothing is gone.
 */
export function releasePayments(
  work: UnitOfWork,
  entity: Side['charge'] | Side['credit'],
  document: QboRecord,
  excess = Infinity,
): void {
  const side = sideOf(entity);
  const key = `${entity}/${idOf(document)}`;
  let left = excess;
  for (const link of [...list(document, 'LinkedTxn')].reverse()) {
    const payment = leadsToPayment(link, side) ? work.get(side.payment, String(link['TxnId'])) : undefined;
    if (!payment || left <= 0) continue;
    const released = takeBack(payment, (line) => linesTo(line, key), left);
    left -= (applicationsOf(payment).get(key) ?? 0) - (applicationsOf(released).get(key) ?? 0);
    settlePayment(work, side, payment, evened(released), key);
  }
}

function settlePayment(
  work: UnitOfWork,
  side: Side,
  before: QboRecord,
  after: QboRecord,
  except: string,
): void {
  applyPayment(work, side, before, after, except);
  if (amount(after, 'TotalAmt') === 0 && list(after, 'Line').length === 0)
    work.remove(side.payment, idOf(before));
  else {
    const rest = side.payment === 'Payment' ? { UnappliedAmt: fromCents(unapplied(after)) } : {};
    work.derive(side.payment, { ...after, ...rest }, { bump: true });
  }
}

/** A payment that applies neither more than it has nor credits that nothing uses. */
function evened(payment: QboRecord): QboRecord {
  const rest = unapplied(payment);
  const idle = rest - cents(amount(payment, 'TotalAmt'));
  if (rest < 0) return takeBack(payment, (line) => !usesCredit(line), -rest);
  return idle > 0 ? takeBack(payment, usesCredit, idle) : payment;
}

const usesCredit = (line: QboRecord): boolean => linksOf(line).some(({ type }) => isCredit(type));

const linesTo = (line: QboRecord, key: string): boolean =>
  linksOf(line).some(({ id, type }) => `${type}/${id}` === key);

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

/**
 * What a charge whose total fell keeps of its payments: what is too much goes back to them, and those that no longer
 * pay it are unlinked.
 */
export function releaseExcess(
  work: UnitOfWork,
  entity: Side['charge'],
  stored: QboRecord,
  record: QboRecord,
): void {
  const excess = settled(stored) - cents(amount(record, 'TotalAmt'));
  if (excess <= 0) return;
  const side = sideOf(entity);
  releasePayments(work, entity, record, excess);
  const LinkedTxn = list(record, 'LinkedTxn').filter((link) => {
    if (!leadsToPayment(link, side)) return true;
    const payment = work.get(side.payment, String(link['TxnId']));
    return applicationsOf(payment).has(`${entity}/${idOf(record)}`);
  });
  work.put(entity, { ...record, LinkedTxn });
}

/** Cents of a document that payments have settled. */
export const settled = (document: QboRecord | undefined): number =>
  document ? cents(amount(document, 'TotalAmt')) - cents(amount(document, 'Balance')) : 0;

/** The note of the zero-amount payments that QuickBooks makes to link credits (recorded). */
export const LINK_PAYMENT_NOTE = 'Created by QB Online to link credits to charges.';
