/** The record types with rules of their own. */
export const RULED_ENTITIES = [
  'Account',
  'CompanyInfo',
  'CreditMemo',
  'Customer',
  'Deposit',
  'Employee',
  'Invoice',
  'Item',
  'Payment',
  'PaymentMethod',
  'Preferences',
  'RefundReceipt',
  'SalesReceipt',
  'TaxAgency',
  'TaxCode',
  'TaxRate',
  'Term',
  'Vendor',
] as const;

/** Record types that are accepted, kept and returned without rules. */
export const KEPT_ENTITIES = [
  'Attachable',
  'Bill',
  'BillPayment',
  'Class',
  'Department',
  'Estimate',
  'JournalEntry',
  'Purchase',
  'PurchaseOrder',
  'TimeActivity',
  'Transfer',
  'VendorCredit',
] as const;

export type EntityName = (typeof RULED_ENTITIES)[number] | (typeof KEPT_ENTITIES)[number];

export const ENTITY_NAMES: readonly EntityName[] = [...RULED_ENTITIES, ...KEPT_ENTITIES];

const BY_LOWER_CASE = new Map(ENTITY_NAMES.map((entity) => [entity.toLowerCase(), entity]));

/** The entity of a name in any case (queries and batches), undefined when there is none. */
export const entityNamed = (name: string): EntityName | undefined => BY_LOWER_CASE.get(name.toLowerCase());

/** The entity of a resource name in a path, which must be lower case. */
export const entityOfPath = (resource: string): EntityName | undefined =>
  resource === resource.toLowerCase() ? BY_LOWER_CASE.get(resource) : undefined;
