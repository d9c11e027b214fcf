import { refuse } from '../api/service-fault.js';
import { applicationsOf, linksOf, unapplied } from '../model/links.js';
import { cents, fromCents } from '../model/money.js';
import { amount, type Draft, list, omit, type QboRecord, refId, text } from '../model/record.js';
import { pacificDate } from '../model/time.js';
import type { EntityName } from '../schema/entity-names.js';
import { accountOfSubType } from '../store/find-account.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { applyPayment, isApplicable, RECEIVABLE } from './applications.js';
import { transactionCurrency } from './currency.js';
import type { EntityRules, WriteContext } from './rules.js';
import { booksOpenFor, requireOpenBooks } from './sales-form.js';

const MONEY_ACCOUNTS = ['Bank', 'Other Current Asset'];

/** Refuses an account that money cannot be put into or paid from (6430). */
export function requireMoneyAccount(work: UnitOfWork, id: string): void {
  const account = work.get('Account', id);
  if (account && !MONEY_ACCOUNTS.includes(text(account, 'AccountType') ?? '')) throw refuse.accountType();
}

/** The account that money goes to when none is named: Undeposited Funds. */
export function depositAccount(work: UnitOfWork, draft: Draft): QboRecord | undefined {
  const sent = refId(draft, 'DepositToAccountRef');
  if (sent !== undefined) {
    requireMoneyAccount(work, sent);
    return { value: sent };
  }
  const undeposited = accountOfSubType(work.company, 'UndepositedFunds');
  return undeposited === undefined ? undefined : { value: undeposited };
}

/** Payments: applied to invoices by their lines; what is left stays unapplied. */
export const paymentRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const date = text(draft, 'TxnDate') ?? pacificDate(work.now);
    requireOpenBooks(work, date, stored && text(stored, 'TxnDate'));
    if (amount(draft, 'TotalAmt') < 0) throw refuse.business('Transaction amount must be 0 or greater.');
    const customer = work.get('Customer', refId(draft, 'CustomerRef') ?? '');
    const Line = list(draft, 'Line').map(completeLine);
    const payment: Draft = { ...draft, Line, TotalAmt: fromCents(cents(amount(draft, 'TotalAmt'))) };
    for (const [key, value] of applicationsOf(payment)) checkApplication(context, draft, key, value);
    const rest = unapplied(payment);
    if (rest < 0) throw refuse.business('The amount applied is more than the amount of the payment.');
    const linkOnly = payment['TotalAmt'] === 0 && refId(draft, 'DepositToAccountRef') === undefined;
    return {
      ProcessPayment: false,
      ...payment,
      TxnDate: date,
      ...transactionCurrency(work.company, draft, customer),
      UnappliedAmt: fromCents(rest),
      DepositToAccountRef: linkOnly ? undefined : depositAccount(work, draft),
      LinkedTxn: stored ? list(stored, 'LinkedTxn') : [],
    };
  },
  follow: ({ work, stored }, record) => {
    applyPayment(work, RECEIVABLE, stored, record);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    applyPayment(context.work, RECEIVABLE, context.stored, undefined);
  },
  void(context) {
    booksOpenFor(context);
    const voided = { ...context.stored, TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: 'Voided' };
    applyPayment(context.work, RECEIVABLE, context.stored, voided);
    return voided;
  },
};

function completeLine(line: QboRecord): QboRecord {
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  if (linksOf(line).length === 0) throw refuse.missing('Line.LinkedTxn');
  return { ...omit(line, 'LineEx'), Amount: fromCents(cents(amount(line, 'Amount'))) };
}

/** What a line links must exist (610), be the customer's (620) and be open for that amount. */
function checkApplication(context: WriteContext, draft: Draft, key: string, value: number): void {
  const { work, stored } = context;
  const [type, id] = key.split('/') as [EntityName, string];
  if (value < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  if (!isApplicable(type, RECEIVABLE)) return;
  const target = work.get(type, id);
  if (!target) throw refuse.notFound('Line.LinkedTxn');
  if (!mayPayFor(work, refId(draft, 'CustomerRef'), refId(target, 'CustomerRef'))) throw refuse.cannotLink();
  const before = applicationsOf(stored).get(key) ?? 0;
  if (value - before > cents(amount(target, 'Balance')))
    throw refuse.business('The amount applied to a transaction is more than its open balance.');
}

/** The customer itself, or the parent that is billed for it. */
function mayPayFor(work: UnitOfWork, payer: string | undefined, billed: string | undefined): boolean {
  if (payer === billed) return true;
  const customer = billed === undefined ? undefined : work.get('Customer', billed);
  return customer?.['BillWithParent'] === true && refId(customer, 'ParentRef') === payer;
}
