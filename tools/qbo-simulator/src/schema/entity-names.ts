export const ENTITY_NAMES = [
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

export type EntityName = (typeof ENTITY_NAMES)[number];

const BY_LOWER_CASE = new Map<string, EntityName>(
  ENTITY_NAMES.map((entity) => [entity.toLowerCase(), entity]),
);

/** The entity of a name in any case (queries and batches), undefined when there is none. */
export const entityNamed = (name: string): EntityName | undefined => BY_LOWER_CASE.get(name.toLowerCase());

/** The entity of a resource name in a path, which must be lower case. */
export const entityOfPath = (resource: string): EntityName | undefined =>
  resource === resource.toLowerCase() ? BY_LOWER_CASE.get(resource) : undefined;
