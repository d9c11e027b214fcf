import { refuse } from '../../api/service-fault.js';
import { amount, child, type Draft, list, refId, text } from '../../model/record.js';
import { pacificDate, parseTime } from '../../model/time.js';
import { entityNamed } from '../../schema/entity-names.js';
import type { EntityRules } from '../rules.js';
import { booksOpenFor, completeSalesForm, requireOpenBooks } from '../sales-form.js';

/** Estimates: sales forms that book nothing. */
export const estimateRules: EntityRules = {
  complete: (context, draft) => ({ TxnStatus: 'Pending', ...completeSalesForm(context, draft) }),
  beforeDelete: booksOpenFor,
};

/** Work of an employee or vendor: so long, or from when to when. */
export const timeActivityRules: EntityRules = {
  complete(context, draft) {
    const { work, stored } = context;
    const TxnDate = text(draft, 'TxnDate') ?? pacificDate(work.now);
    requireOpenBooks(work, TxnDate, stored && text(stored, 'TxnDate'));
    const worker = draft['NameOf'] === 'Vendor' ? 'VendorRef' : 'EmployeeRef';
    if (draft['NameOf'] !== 'Other' && refId(draft, worker) === undefined) throw refuse.missing(worker);
    requireDuration(draft);
    if (draft['BillableStatus'] === 'Billable' && refId(draft, 'CustomerRef') === undefined)
      throw refuse.missing('CustomerRef');
    return { BillableStatus: 'NotBillable', Taxable: false, HourlyRate: 0, ...draft, TxnDate };
  },
  beforeDelete: booksOpenFor,
};

function requireDuration(draft: Draft): void {
  for (const property of ['StartTime', 'EndTime'] as const) {
    const time = text(draft, property);
    if (time !== undefined && Number.isNaN(parseTime(time))) throw refuse.unsupportedProperty(property);
  }
  const timed = text(draft, 'StartTime') !== undefined && text(draft, 'EndTime') !== undefined;
  if (!timed && draft['Hours'] === undefined && draft['Minutes'] === undefined) throw refuse.missing('Hours');
  if (amount(draft, 'Hours') < 0 || amount(draft, 'Minutes') < 0 || amount(draft, 'Minutes') > 59)
    throw refuse.business('Enter a valid duration.');
}

/** Notes and what is known of attached files; what they are attached to must exist. */
export const attachableRules: EntityRules = {
  complete({ work }, draft) {
    if (text(draft, 'FileName') === undefined && text(draft, 'Note') === undefined)
      throw refuse.missing('Note');
    for (const link of list(draft, 'AttachableRef')) {
      const reference = child(link, 'EntityRef');
      const entity = entityNamed(text(reference, 'type') ?? '');
      const id = text(reference, 'value') ?? '';
      if (entity === undefined || !work.get(entity, id))
        throw refuse.invalidReference(`Element id ${id} not found`, 'AttachableRef.EntityRef');
    }
    return draft;
  },
};
