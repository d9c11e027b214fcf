import { refuse } from '../../api/service-fault.js';
import { child, list, refId } from '../../model/record.js';
import { accountOfType } from '../../store/find-account.js';
import { applyPayment, PAYABLE } from '../applications.js';
import type { EntityRules } from '../rules.js';
import { booksOpenFor } from '../sales-form.js';
import { completeSettlement } from '../settlement.js';
import { completeDocument, requireAccountType } from './documents.js';

const SOURCES = {
  Check: { property: 'CheckPayment', account: 'BankAccountRef', type: 'Bank', other: 'CreditCardPayment' },
  CreditCard: {
    property: 'CreditCardPayment',
    account: 'CCAccountRef',
    type: 'Credit Card',
    other: 'CheckPayment',
  },
} as const;

/** Bill payments: by check or card, applied to bills and vendor credits by their lines. */
export const billPaymentRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const source = SOURCES[draft['PayType'] === 'CreditCard' ? 'CreditCard' : 'Check'];
    const paidFrom = child(draft, source.property);
    if (refId(paidFrom, source.account) === undefined)
      throw refuse.missing(`${source.property}.${source.account}`);
    requireAccountType(work, paidFrom, source.account, [source.type]);
    requireAccountType(work, draft, 'APAccountRef', ['Accounts Payable']);
    const payables = refId(draft, 'APAccountRef') ?? accountOfType(work.company, 'Accounts Payable');
    const vendor = refId(draft, 'VendorRef');
    const { payment } = completeSettlement(
      context,
      PAYABLE,
      draft,
      (target) => refId(target, 'VendorRef') === vendor,
    );
    return {
      ...completeDocument(context, payment, work.get('Vendor', vendor ?? '')),
      APAccountRef: payables === undefined ? undefined : { value: payables },
      [source.other]: undefined,
      LinkedTxn: stored ? list(stored, 'LinkedTxn') : [],
    };
  },
  follow({ work, stored }, record) {
    applyPayment(work, PAYABLE, stored, record);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    applyPayment(context.work, PAYABLE, context.stored, undefined);
  },
  void(context) {
    booksOpenFor(context);
    const voided = { ...context.stored, TotalAmt: 0, Line: [], PrivateNote: 'Voided' };
    applyPayment(context.work, PAYABLE, context.stored, voided);
    return voided;
  },
};
