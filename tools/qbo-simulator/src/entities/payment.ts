import { refuse } from '../api/service-fault.js';
import { fromCents } from '../model/money.js';
import { type Draft, list, type QboRecord, refId, text } from '../model/record.js';
import { pacificDate } from '../model/time.js';
import { accountOfSubType } from '../store/find-account.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { applyPayment, RECEIVABLE } from './applications.js';
import { transactionCurrency } from './currency.js';
import type { EntityRules } from './rules.js';
import { booksOpenFor, requireOpenBooks } from './sales-form.js';
import { completeSettlement } from './settlement.js';

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
    const customer = work.get('Customer', refId(draft, 'CustomerRef') ?? '');
    const { payment, rest } = completeSettlement(context, RECEIVABLE, draft, (target) =>
      mayPayFor(work, refId(draft, 'CustomerRef'), refId(target, 'CustomerRef')),
    );
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

/** The customer itself, or the parent that is billed for it. */
function mayPayFor(work: UnitOfWork, payer: string | undefined, billed: string | undefined): boolean {
  if (payer === billed) return true;
  const customer = billed === undefined ? undefined : work.get('Customer', billed);
  return customer?.['BillWithParent'] === true && refId(customer, 'ParentRef') === payer;
}
