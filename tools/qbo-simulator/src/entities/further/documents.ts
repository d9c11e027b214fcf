import { refuse } from '../../api/service-fault.js';
import { type Draft, type QboRecord, refId, text } from '../../model/record.js';
import { pacificDate } from '../../model/time.js';
import { PARTIES } from '../../schema/field.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import { transactionCurrency } from '../currency.js';
import { documentNumber } from '../document-number.js';
import type { WriteContext } from '../rules.js';
import { requireOpenBooks } from '../sales-form.js';

export interface Dated extends Draft {
  TxnDate: string;
}

/** Date, currency and number of a transaction; closed books refuse it. `name`: whom it is with. */
export function completeDocument(context: WriteContext, draft: Draft, name: QboRecord | undefined): Dated {
  const { work, stored } = context;
  const TxnDate = text(draft, 'TxnDate') ?? pacificDate(work.now);
  requireOpenBooks(work, TxnDate, stored && text(stored, 'TxnDate'));
  return {
    ...draft,
    TxnDate,
    ...transactionCurrency(work.company, draft, name),
    DocNumber: documentNumber(context, draft),
  };
}

/** Refuses an account that is not of one of these types (6430). */
export function requireAccountType(
  work: UnitOfWork,
  record: QboRecord,
  property: string,
  types: readonly string[],
): void {
  const id = refId(record, property);
  const account = id === undefined ? undefined : work.get('Account', id);
  if (account && !types.includes(text(account, 'AccountType') ?? '')) throw refuse.accountType();
}

/** A reference to a customer, vendor or employee with its type; 2500 when there is no such name. */
export function completeParty(work: UnitOfWork, reference: QboRecord, element: string): QboRecord {
  const id = text(reference, 'value') ?? '';
  const said = reference['type'];
  const type = PARTIES.find((each) => (said === undefined || said === each) && work.get(each, id));
  if (type === undefined) throw refuse.invalidReference(`Names element id ${id} not found`, element);
  return { value: id, type };
}

/** Lines on accounts receivable need a customer, those on accounts payable a vendor. */
export function requirePartyOfAccount(work: UnitOfWork, accountId: string | undefined, party: unknown): void {
  const account = accountId === undefined ? undefined : work.get('Account', accountId);
  const needs = (kind: string, who: string): Error =>
    refuse.business(`When you use Accounts ${kind}, you must choose a ${who} in the Name field.`);
  if (account?.['AccountType'] === 'Accounts Receivable' && party !== 'Customer')
    throw needs('Receivable', 'customer');
  if (account?.['AccountType'] === 'Accounts Payable' && party !== 'Vendor') throw needs('Payable', 'vendor');
}
