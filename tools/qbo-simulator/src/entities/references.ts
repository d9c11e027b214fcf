import { refuse } from '../api/service-fault.js';
import { isActive, isObject, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { type Field, type Fields, partyTypeNamed } from '../schema/field.js';
import type { UnitOfWork } from '../store/unit-of-work.js';

/** What QuickBooks calls the lists in its texts. */
const LIST_NAMES: Partial<Record<EntityName, string>> = {
  Account: 'Accounts',
  Class: 'Klasses',
  Customer: 'Names',
  Department: 'Departments',
  Employee: 'Names',
  Item: 'Items',
  PaymentMethod: 'PaymentMethods',
  TaxAgency: 'TaxAgencies',
  TaxCode: 'TaxCodes',
  TaxRate: 'TaxRates',
  Term: 'Terms',
  Vendor: 'Names',
};

/** The pseudo item of a shipping line. */
export const SHIPPING_ITEM = 'SHIPPING_ITEM_ID';

/**
 * Refuses references to records that do not exist (2500) or are inactive (2500 for a customer, else 610). What the
 * stored record already refers to is not checked again.
 */
export function checkReferences(
  fields: Fields,
  sent: QboRecord,
  stored: QboRecord | undefined,
  work: UnitOfWork,
): void {
  const known = new Set<string>();
  if (stored) for (const { to, id } of referencesOf(fields, stored)) known.add(`${to}/${id}`);
  for (const { to, id, element } of referencesOf(fields, sent)) {
    if (id === '' || known.has(`${to}/${id}`) || (to === 'Item' && id === SHIPPING_ITEM)) continue;
    const target = work.get(to, id);
    if (!target) throw refuse.invalidReference(`${LIST_NAMES[to] ?? to} element id ${id} not found`, element);
    if (isActive(target)) continue;
    if (to === 'Customer')
      throw refuse.invalidReference(
        'Customer assigned to this transaction has been deleted. Before you can modify this transaction, you must restore the customer.',
        element,
      );
    throw refuse.notFound(element);
  }
}

/** A reference inside a record: `element` is its path, such as `Line.SalesItemLineDetail.ItemRef`. */
export interface FoundReference {
  readonly to: EntityName;
  readonly id: string;
  readonly element: string;
}

/** The references that a record holds to types of the table. */
export function* referencesOf(fields: Fields, record: QboRecord, path = ''): Generator<FoundReference> {
  for (const [key, value] of Object.entries(record)) {
    const field = fields[key];
    if (field) yield* referencesIn(field, value, `${path}${key}`);
  }
}

function* referencesIn(field: Field, value: unknown, element: string): Generator<FoundReference> {
  if (field.kind === 'ref' && isObject(value)) {
    const id = value['value'];
    const to = field.party ? partyTypeNamed(value['type']) : field.to;
    if (to && (typeof id === 'string' || typeof id === 'number')) yield { to, id: String(id), element };
  } else if (field.kind === 'object' && isObject(value))
    yield* referencesOf(field.fields, value, `${element}.`);
  else if (field.kind === 'list' && Array.isArray(value))
    for (const item of value) if (isObject(item)) yield* referencesOf(field.of, item, `${element}.`);
}
