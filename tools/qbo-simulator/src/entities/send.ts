import { refuse } from '../api/service-fault.js';
import { child, type QboRecord, text } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { checkShape } from '../schema/check-shape.js';
import type { EntityDefinition } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import { nextToken, type UnitOfWork } from '../store/unit-of-work.js';

/** The forms that QuickBooks e-mails, with the property that holds the address. */
const ADDRESS_OF: Partial<Record<EntityName, string>> = {
  CreditMemo: 'BillEmail',
  Estimate: 'BillEmail',
  Invoice: 'BillEmail',
  PurchaseOrder: 'POEmail',
  RefundReceipt: 'BillEmail',
  SalesReceipt: 'BillEmail',
};

/**
 * `POST /invoice/ID/send?sendTo=`: EmailStatus becomes EmailSent, DeliveryInfo says when, and the address that was
 * sent to is kept. Without `to` the form's own address is used; without either 2020. Nothing is e-mailed.
 */
export function sendRecord(
  work: UnitOfWork,
  definition: EntityDefinition,
  id: string,
  to: string | undefined,
): QboRecord {
  const property = ADDRESS_OF[definition.name];
  if (property === undefined) throw refuse.unsupportedOperation(`SEND ${definition.name.toUpperCase()}`);
  const stored = work.get(definition.name, id);
  if (!stored) throw refuse.notFound();
  const address = to ?? text(child(stored, property), 'Address');
  if (address === undefined) throw refuse.missing(property);
  const email = checkShape(definition, { [property]: { ...child(stored, property), Address: address } });
  const now = pacificTime(work.now);
  const record: QboRecord = {
    ...stored,
    ...email,
    EmailStatus: 'EmailSent',
    ...(definition.name === 'PurchaseOrder'
      ? {}
      : { DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: now } }),
    SyncToken: nextToken(stored),
    MetaData: { ...child(stored, 'MetaData'), LastUpdatedTime: now },
  };
  work.put(definition.name, record);
  return record;
}
