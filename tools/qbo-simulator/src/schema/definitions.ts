import type { EntityName } from './entity-names.js';
import type { Fields } from './field.js';
import { FURTHER_DEFINITIONS } from './further/definitions.js';
import * as lists from './list-fields.js';
import * as names from './name-fields.js';
import * as transactions from './transaction-fields.js';

export type Operation = 'create' | 'update' | 'delete' | 'void';

/** Which counter numbers new records: names share one, transactions share another (recorded id ranges). */
export type Counter =
  | 'name'
  | 'transaction'
  | 'item'
  | 'account'
  | 'payment-method'
  | 'term'
  | 'tax-rate'
  | 'tax-code'
  | 'tax-agency'
  | 'list';

/** What the machinery needs to know of a record type; its behaviour stands in `entities/`. */
export interface EntityDefinition {
  readonly name: EntityName;
  readonly fields: Fields;
  readonly kind: 'name' | 'list' | 'transaction' | 'single';
  readonly counter: Counter;
  /** The property that holds the record's name. */
  readonly nameField: 'DisplayName' | 'Name' | undefined;
  readonly required: readonly string[];
  /** What sparse updates must repeat (reported by integrators). */
  readonly requiredInUpdates: readonly string[];
  readonly operations: readonly Operation[];
  readonly sparse: boolean;
  /** Whether a query's answer carries totalCount (recorded per type). */
  readonly totalCount: boolean;
  readonly queryable: readonly string[];
  readonly captured: boolean;
  readonly deletedSuffix: string;
}

const TRANSACTION_QUERY = [
  'DocNumber',
  'TxnDate',
  'CustomerRef',
  'DueDate',
  'TotalAmt',
  'Balance',
  'ProjectRef',
];
const WITH_TOTAL = new Set<EntityName>([
  'Invoice',
  'Bill',
  'BillPayment',
  'Deposit',
  'JournalEntry',
  'PurchaseOrder',
  'RefundReceipt',
]);

const define = (
  name: EntityName,
  fields: Fields,
  definition: Partial<EntityDefinition> & Pick<EntityDefinition, 'kind'>,
): EntityDefinition => ({
  name,
  fields,
  counter: definition.kind === 'transaction' ? 'transaction' : 'list',
  nameField: undefined,
  required: [],
  requiredInUpdates: [],
  operations: definition.kind === 'transaction' ? ['create', 'update', 'delete'] : ['create', 'update'],
  sparse: true,
  totalCount: WITH_TOTAL.has(name),
  queryable:
    definition.kind === 'transaction'
      ? TRANSACTION_QUERY.filter((property) => property in fields)
      : ['Name', 'Active'],
  captured: true,
  deletedSuffix: ' (deleted)',
  ...definition,
});

const person = (name: EntityName, fields: Fields, queryable: readonly string[]): EntityDefinition =>
  define(name, fields, { kind: 'name', counter: 'name', nameField: 'DisplayName', queryable });

const named = (
  name: EntityName,
  fields: Fields,
  definition: Partial<EntityDefinition> = {},
): EntityDefinition =>
  define(name, fields, { kind: 'list', nameField: 'Name', required: ['Name'], ...definition });

const transaction = (
  name: EntityName,
  fields: Fields,
  required: readonly string[],
  more: Partial<EntityDefinition> = {},
): EntityDefinition => define(name, fields, { kind: 'transaction', required, ...more });

const RULED: readonly EntityDefinition[] = [
  person('Customer', names.CUSTOMER, [
    'DisplayName',
    'GivenName',
    'MiddleName',
    'FamilyName',
    'FullyQualifiedName',
    'PrimaryEmailAddr',
    'Active',
    'Balance',
  ]),
  person('Vendor', names.VENDOR, [
    'DisplayName',
    'GivenName',
    'MiddleName',
    'FamilyName',
    'Active',
    'Balance',
  ]),
  person('Employee', names.EMPLOYEE, ['DisplayName', 'GivenName', 'MiddleName', 'FamilyName', 'Active']),
  named('Item', lists.ITEM, {
    counter: 'item',
    queryable: ['Name', 'Sku', 'Type', 'Active', 'Description', 'UnitPrice', 'FullyQualifiedName'],
  }),
  named('PaymentMethod', lists.PAYMENT_METHOD, {
    counter: 'payment-method',
    deletedSuffix: ' (Deleted)',
  }),
  named('Term', lists.TERM, { counter: 'term' }),
  named('Account', lists.ACCOUNT, {
    counter: 'account',
    queryable: ['Name', 'AccountType', 'Classification', 'Active', 'FullyQualifiedName'],
  }),
  named('TaxCode', lists.TAX_CODE, { counter: 'tax-code', operations: [], captured: false }),
  named('TaxRate', lists.TAX_RATE, { counter: 'tax-rate', operations: [], captured: false }),
  define('TaxAgency', lists.TAX_AGENCY, {
    kind: 'list',
    counter: 'tax-agency',
    nameField: 'DisplayName',
    required: ['DisplayName'],
    operations: ['create'],
    captured: false,
    queryable: ['DisplayName'],
  }),
  transaction('Invoice', transactions.INVOICE, ['Line', 'CustomerRef'], {
    operations: ['create', 'update', 'delete', 'void'],
  }),
  transaction('Payment', transactions.PAYMENT, ['TotalAmt', 'CustomerRef'], {
    operations: ['create', 'update', 'delete', 'void'],
  }),
  transaction('SalesReceipt', transactions.SALES_RECEIPT, ['Line'], {
    operations: ['create', 'update', 'delete', 'void'],
  }),
  transaction('RefundReceipt', transactions.REFUND_RECEIPT, ['Line', 'DepositToAccountRef'], {
    sparse: false,
  }),
  transaction('CreditMemo', transactions.CREDIT_MEMO, ['Line', 'CustomerRef']),
  define('CompanyInfo', lists.COMPANY_INFO, { kind: 'single', operations: ['update'], queryable: [] }),
];

const FURTHER = FURTHER_DEFINITIONS.map(({ name, fields, ...rest }) => define(name, fields, rest));

export const DEFINITIONS: ReadonlyMap<EntityName, EntityDefinition> = new Map(
  [...RULED, ...FURTHER].map((definition) => [definition.name, definition]),
);

export function definitionOf(name: EntityName): EntityDefinition {
  const definition = DEFINITIONS.get(name);
  if (!definition) throw new Error(`No definition of ${name}`);
  return definition;
}
