import { refuse } from '../api/service-fault.js';
import { cents, fromCents } from '../model/money.js';
import { amount, list, type QboRecord, refId, text } from '../model/record.js';
import { pacificDate } from '../model/time.js';
import { linksOf, type UnitOfWork } from '../store/unit-of-work.js';
import { releasePayments, settled } from './applications.js';
import { transactionCurrency } from './currency.js';
import { depositAccount, requireMoneyAccount } from './payment.js';
import type { EntityRules } from './rules.js';
import { booksOpenFor, completeSalesForm, requireOpenBooks, voidedForm } from './sales-form.js';

/** Money given back: paid from a bank or other current asset account. */
export const refundReceiptRules: EntityRules = {
  complete(context, draft) {
    requireMoneyAccount(context.work, refId(draft, 'DepositToAccountRef') ?? '');
    const form = completeSalesForm(context, draft);
    const print = text(form, 'PrintStatus');
    const number = text(draft, 'PaymentRefNum');
    if (print === 'PrintComplete' && number === undefined) throw refuse.missing('PaymentRefNum');
    return {
      ...form,
      ...(draft['PrintStatus'] === 'NeedToPrint' ? { PaymentRefNum: 'To Print' } : {}),
      DepositToAccountRef: { value: refId(draft, 'DepositToAccountRef') },
      Balance: 0,
    };
  },
  beforeDelete: booksOpenFor,
};

export const salesReceiptRules: EntityRules = {
  complete: (context, draft) => ({
    ...completeSalesForm(context, draft),
    DepositToAccountRef: depositAccount(context.work, draft),
    Balance: 0,
  }),
  beforeDelete: booksOpenFor,
  void(context) {
    booksOpenFor(context);
    return voidedForm(context.stored);
  },
};

/** Store credit: open until payments link it to invoices. */
export const creditMemoRules: EntityRules = {
  complete(context, draft) {
    const form = completeSalesForm(context, draft);
    const open = fromCents(cents(amount(form, 'TotalAmt')) - settled(context.stored));
    if (open < 0) throw refuse.business('The credit memo is applied for more than this amount.');
    const LinkedTxn = context.stored ? list(context.stored, 'LinkedTxn') : [];
    return { ...form, Balance: open, RemainingCredit: open, LinkedTxn };
  },
  beforeDelete(context) {
    booksOpenFor(context);
    releasePayments(context.work, 'CreditMemo', context.stored);
  },
};

/** Deposits: take payments and receipts out of Undeposited Funds, which then cannot change (6540). */
export const depositRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const date = text(draft, 'TxnDate') ?? pacificDate(work.now);
    requireOpenBooks(work, date, stored && text(stored, 'TxnDate'));
    const account = work.get('Account', refId(draft, 'DepositToAccountRef') ?? '');
    if (account?.['AccountType'] !== 'Bank') throw refuse.business('Select a bank account for this deposit');
    const lines = list(draft, 'Line');
    for (const line of lines)
      for (const { type, id } of linksOf(line))
        if ((type === 'Payment' || type === 'SalesReceipt') && !work.get(type, id))
          throw refuse.notFound('Line.LinkedTxn');
    const total = lines.reduce((sum, line) => sum + cents(amount(line, 'Amount')), 0);
    return {
      ...draft,
      TxnDate: date,
      ...transactionCurrency(work.company, draft, undefined),
      TotalAmt: fromCents(total),
    };
  },
  follow({ work, id, stored }, record) {
    markDeposited(work, id, stored, false);
    markDeposited(work, id, record, true);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    markDeposited(context.work, context.id, context.stored, false);
  },
};

function markDeposited(
  work: UnitOfWork,
  depositId: string,
  deposit: QboRecord | undefined,
  on: boolean,
): void {
  if (!deposit) return;
  for (const line of list(deposit, 'Line'))
    for (const { type, id } of linksOf(line)) {
      const record = type === 'Payment' || type === 'SalesReceipt' ? work.get(type, id) : undefined;
      if (!record || (type !== 'Payment' && type !== 'SalesReceipt')) continue;
      const others = list(record, 'LinkedTxn').filter((link) => link['TxnType'] !== 'Deposit');
      const LinkedTxn = on ? [...others, { TxnId: depositId, TxnType: 'Deposit' }] : others;
      work.derive(type, { ...record, LinkedTxn }, { bump: false });
    }
}
