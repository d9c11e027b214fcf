import { refuse } from '../../api/service-fault.js';
import { applicationsOf, linksOf, unapplied } from '../../model/links.js';
import { cents, fromCents } from '../../model/money.js';
import { amount, child, type Draft, list, omit, type QboRecord, refId } from '../../model/record.js';
import type { EntityName } from '../../schema/entity-names.js';
import { accountOfType } from '../../store/find-account.js';
import { applyPayment, isApplicable, PAYABLE } from '../applications.js';
import type { EntityRules, WriteContext } from '../rules.js';
import { booksOpenFor } from '../sales-form.js';
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
    if (amount(draft, 'TotalAmt') < 0) throw refuse.business('Transaction amount must be 0 or greater.');
    const Line = list(draft, 'Line').map(completeLine);
    const payment = { ...draft, Line, TotalAmt: fromCents(cents(amount(draft, 'TotalAmt'))) };
    for (const [key, value] of applicationsOf(payment)) checkApplication(context, draft, key, value);
    if (unapplied(payment) < 0)
      throw refuse.business('The amount applied is more than the amount of the payment.');
    return {
      ...completeDocument(context, payment, work.get('Vendor', refId(draft, 'VendorRef') ?? '')),
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

function completeLine(line: QboRecord): QboRecord {
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  if (linksOf(line).length === 0) throw refuse.missing('Line.LinkedTxn');
  return { ...omit(line, 'LineEx'), Amount: fromCents(cents(amount(line, 'Amount'))) };
}

/** What a line links must exist (610), be the vendor's (620) and be open for that amount. */
function checkApplication(context: WriteContext, draft: Draft, key: string, value: number): void {
  const { work, stored } = context;
  const [type, id] = key.split('/') as [EntityName, string];
  if (value < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  if (!isApplicable(type, PAYABLE)) return;
  const target = work.get(type, id);
  if (!target) throw refuse.notFound('Line.LinkedTxn');
  if (refId(target, 'VendorRef') !== refId(draft, 'VendorRef')) throw refuse.cannotLink();
  const before = applicationsOf(stored).get(key) ?? 0;
  if (value - before > cents(amount(target, 'Balance')))
    throw refuse.business('The amount applied to a transaction is more than its open balance.');
}
