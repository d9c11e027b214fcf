import { refuse } from '../../api/service-fault.js';
import { cents, fromCents } from '../../model/money.js';
import { amount, child, isObject, list, type QboRecord, refId, text } from '../../model/record.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import { lineIds } from '../line-ids.js';
import type { EntityRules } from '../rules.js';
import { booksOpenFor } from '../sales-form.js';
import { completeDocument, completeParty, requireAccountType, requirePartyOfAccount } from './documents.js';

/** Accounts whose balance stands: those of the balance sheet, without receivables and payables. */
const TRANSFERABLE = [
  'Bank',
  'Other Current Asset',
  'Fixed Asset',
  'Other Asset',
  'Credit Card',
  'Other Current Liability',
  'Long Term Liability',
  'Equity',
];

export const transferRules: EntityRules = {
  complete(context, draft) {
    const { work } = context;
    const moved = cents(amount(draft, 'Amount'));
    if (moved <= 0) throw refuse.business('Transaction amount must be greater than 0.');
    for (const side of ['FromAccountRef', 'ToAccountRef'])
      requireAccountType(work, draft, side, TRANSFERABLE);
    if (refId(draft, 'FromAccountRef') === refId(draft, 'ToAccountRef'))
      throw refuse.business('Choose two different accounts for the transfer.');
    return { ...completeDocument(context, draft, undefined), Amount: fromCents(moved) };
  },
  beforeDelete: booksOpenFor,
};

/** Journal entries: two lines at least, and as much debit as credit. */
export const journalEntryRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const identify = lineIds(stored);
    const Line = list(draft, 'Line').map((line) => ({ ...journalLine(work, line), Id: identify(line) }));
    const booked = Line.filter((line: QboRecord) => line['DetailType'] === 'JournalEntryLineDetail');
    if (booked.length < 2) throw refuse.business('You must fill out at least two detail lines.');
    if (booked.reduce((sum, line) => sum + debit(line), 0) !== 0)
      throw refuse.business('Please balance debits and credits.');
    return { Adjustment: false, ...completeDocument(context, draft, undefined), Line };
  },
  beforeDelete: booksOpenFor,
};

/** Cents, negative for a credit. */
const debit = (line: QboRecord): number => {
  const credit = child(line, 'JournalEntryLineDetail')['PostingType'] === 'Credit';
  return (credit ? -1 : 1) * cents(amount(line, 'Amount'));
};

function journalLine(work: UnitOfWork, line: QboRecord): QboRecord {
  const type = text(line, 'DetailType');
  if (type === undefined) throw refuse.missing('Line.DetailType');
  if (type === 'DescriptionOnly') return line;
  if (type !== 'JournalEntryLineDetail') throw refuse.unsupportedProperty('Line.DetailType');
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  const detail = child(line, type);
  for (const needed of ['PostingType', 'AccountRef'])
    if (detail[needed] === undefined) throw refuse.missing(`Line.${type}.${needed}`);
  const entity = detail['Entity'];
  const Entity = isObject(entity) ? completeEntity(work, entity) : undefined;
  requirePartyOfAccount(work, refId(detail, 'AccountRef'), Entity?.Type);
  return {
    ...line,
    Amount: fromCents(cents(amount(line, 'Amount'))),
    [type]: { ...detail, ...(Entity ? { Entity } : {}) },
  };
}

function completeEntity(
  work: UnitOfWork,
  entity: QboRecord,
): { readonly Type: unknown; readonly EntityRef: QboRecord } {
  const element = 'Line.JournalEntryLineDetail.Entity.EntityRef';
  const reference = child(entity, 'EntityRef');
  if (refId(entity, 'EntityRef') === undefined) throw refuse.missing(element);
  const { value, type } = completeParty(work, { ...reference, type: entity['Type'] }, element);
  return { Type: type, EntityRef: { value } };
}
