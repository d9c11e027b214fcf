import { refuse } from '../api/service-fault.js';
import { cents, fromCents } from '../model/money.js';
import { amount, list, refId, text } from '../model/record.js';
import { releasePayments, settled } from './applications.js';
import { depositAccount, requireMoneyAccount } from './payment.js';
import type { EntityRules } from './rules.js';
import { booksOpenFor, completeSalesForm, voidedForm } from './sales-form.js';
import { formLinks } from './source-links.js';

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
    LinkedTxn: formLinks(context, draft),
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
