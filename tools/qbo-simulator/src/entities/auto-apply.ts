import { unapplied } from '../model/links.js';
import { cents, fromCents } from '../model/money.js';
import { amount, idOf, type QboRecord, refId, text } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { applyPayment, LINK_PAYMENT_NOTE, RECEIVABLE } from './applications.js';

/**
 * "Automatically apply credits": a new invoice takes the customer's unapplied payments and credit memos, oldest
 * first. A credit memo is linked by a payment of zero without a deposit account (recorded).
 */
export function applyCredits(work: UnitOfWork, invoice: QboRecord): void {
  const customer = refId(invoice, 'CustomerRef');
  if (customer === undefined) return;
  for (const payment of work.where('Payment', 'CustomerRef', customer)) {
    const value = Math.min(openBalance(work, invoice), unapplied(payment));
    if (value > 0) extendPayment(work, payment, idOf(invoice), value);
  }
  for (const memo of work.where('CreditMemo', 'CustomerRef', customer)) {
    const value = Math.min(openBalance(work, invoice), cents(amount(memo, 'Balance')));
    if (value > 0) linkCredit(work, memo, invoice, value);
  }
}

const openBalance = (work: UnitOfWork, invoice: QboRecord): number =>
  cents(amount(work.get('Invoice', idOf(invoice)) ?? invoice, 'Balance'));

const paymentLine = (type: 'Invoice' | 'CreditMemo', id: string, value: number): QboRecord => ({
  Amount: fromCents(value),
  LinkedTxn: [{ TxnId: id, TxnType: type }],
});

function extendPayment(work: UnitOfWork, payment: QboRecord, invoiceId: string, value: number): void {
  const lines = Array.isArray(payment['Line']) ? (payment['Line'] as QboRecord[]) : [];
  const extended = { ...payment, Line: [...lines, paymentLine('Invoice', invoiceId, value)] };
  const after = { ...extended, UnappliedAmt: fromCents(unapplied(extended)) };
  work.derive('Payment', after, { bump: true });
  applyPayment(work, RECEIVABLE, payment, after);
}

function linkCredit(work: UnitOfWork, memo: QboRecord, invoice: QboRecord, value: number): void {
  const now = pacificTime(work.now);
  const id = String(work.next('transaction'));
  const payment: QboRecord = {
    Id: id,
    SyncToken: '0',
    domain: 'QBO',
    sparse: false,
    MetaData: { CreateTime: now, LastUpdatedTime: now },
    TxnDate: text(invoice, 'TxnDate'),
    CustomerRef: invoice['CustomerRef'],
    CurrencyRef: invoice['CurrencyRef'],
    TotalAmt: 0,
    UnappliedAmt: 0,
    ProcessPayment: false,
    PrivateNote: LINK_PAYMENT_NOTE,
    LinkedTxn: [],
    Line: [paymentLine('Invoice', idOf(invoice), value), paymentLine('CreditMemo', idOf(memo), value)],
  };
  work.put('Payment', payment);
  applyPayment(work, RECEIVABLE, undefined, payment);
}
