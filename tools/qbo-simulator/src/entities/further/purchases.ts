import { fromCents } from '../../model/money.js';
import { type Draft, isObject, list, type QboRecord, refId, text } from '../../model/record.js';
import { refuse } from '../../api/service-fault.js';
import { accountOfType } from '../../store/find-account.js';
import { releaseExcess, releasePayments, settled } from '../applications.js';
import { dueByTerm } from '../invoice.js';
import type { EntityRules, WriteContext } from '../rules.js';
import { booksOpenFor } from '../sales-form.js';
import { completeDocument, completeParty, type Dated, requireAccountType } from './documents.js';
import { completeExpenses } from './expense-lines.js';

/** What a bill, a vendor credit and a purchase order have in common; `total` in cents. */
function completeVendorForm(
  context: WriteContext,
  draft: Draft,
): { readonly form: Dated; readonly total: number } {
  const { work, stored } = context;
  requireAccountType(work, draft, 'APAccountRef', ['Accounts Payable']);
  const vendor = work.get('Vendor', refId(draft, 'VendorRef') ?? '');
  const { Line, total } = completeExpenses(work, draft, stored);
  const payables = refId(draft, 'APAccountRef') ?? accountOfType(work.company, 'Accounts Payable');
  const form = {
    ...completeDocument(context, draft, vendor),
    APAccountRef: payables === undefined ? undefined : { value: payables },
    Line,
    TotalAmt: fromCents(total),
  };
  return { form, total };
}

/** Bills: open until bill payments pay them; due by their own term. */
export const billRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const { form, total } = completeVendorForm(context, draft);
    const open = total - settled(stored);
    return {
      ...form,
      DueDate: text(draft, 'DueDate') ?? dueByTerm(work, refId(draft, 'SalesTermRef'), form.TxnDate),
      LinkedTxn: stored ? list(stored, 'LinkedTxn') : [],
      Balance: fromCents(Math.max(0, open)),
    };
  },
  follow({ work, stored }, record) {
    if (stored) releaseExcess(work, 'Bill', stored, record);
  },
  beforeDelete(context) {
    booksOpenFor(context);
    releasePayments(context.work, 'Bill', context.stored);
  },
};

/** Vendor credits: open until bill payments use them. */
export const vendorCreditRules: EntityRules = {
  complete(context, draft) {
    const { stored } = context;
    const { form, total } = completeVendorForm(context, draft);
    const open = total - settled(stored);
    if (open < 0) throw refuse.business('The vendor credit is applied for more than this amount.');
    return { ...form, LinkedTxn: stored ? list(stored, 'LinkedTxn') : [], Balance: fromCents(open) };
  },
  beforeDelete(context) {
    booksOpenFor(context);
    releasePayments(context.work, 'VendorCredit', context.stored);
  },
};

/** Purchase orders: a promise; nothing is booked. */
export const purchaseOrderRules: EntityRules = {
  complete: (context, draft) => ({
    POStatus: 'Open',
    EmailStatus: 'NotSet',
    PrintStatus: 'NotSet',
    ...completeVendorForm(context, draft).form,
  }),
  beforeDelete: booksOpenFor,
};

/** The accounts that a purchase of each kind is paid from. */
const PAID_FROM: Readonly<Record<string, readonly string[]>> = {
  Check: ['Bank'],
  CreditCard: ['Credit Card'],
  Cash: ['Bank', 'Other Current Asset', 'Credit Card'],
};

/** Purchases: paid at once by check, card or cash; `Credit` true is money that comes back. */
export const purchaseRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    requireAccountType(work, draft, 'AccountRef', PAID_FROM[text(draft, 'PaymentType') ?? ''] ?? []);
    const { Line, total } = completeExpenses(work, draft, stored);
    const entity = draft['EntityRef'];
    const EntityRef = isObject(entity) ? completeParty(work, entity, 'EntityRef') : undefined;
    return {
      Credit: false,
      ...completeDocument(context, draft, currencyHolder(context, EntityRef)),
      EntityRef,
      Line,
      TotalAmt: fromCents(total),
    };
  },
  beforeDelete: booksOpenFor,
};

const currencyHolder = ({ work }: WriteContext, party: QboRecord | undefined): QboRecord | undefined =>
  party?.['type'] === 'Vendor' ? work.get('Vendor', String(party['value'])) : undefined;
