import type { QboRecord } from '../model/record.js';

/** A property of a record type as Intuit's reference has it, with two values that it may hold. */
export interface FieldRow {
  /** Goes through objects: `BillAddr.City`. */
  readonly path: string;
  /** At its greatest length where it has one. */
  readonly first: unknown;
  readonly second: unknown;
  readonly max?: number;
  /** What clears it in a sparse update: a text, a reference. */
  readonly clear?: unknown;
}

export interface FieldTable {
  readonly base: QboRecord;
  /** The property of `base` that must be another each time. */
  readonly unique?: string;
  readonly rows: readonly FieldRow[];
  /** Sent, they are ignored. */
  readonly readOnly: readonly string[];
}

const text = (path: string, max?: number): FieldRow =>
  max === undefined
    ? { path, first: 'First', second: 'Second', clear: '' }
    : { path, first: 'x'.repeat(max), second: 'y', max, clear: '' };
const part = (path: string, max: number): FieldRow => ({ path, first: 'x'.repeat(max), second: 'y', max });
const mail = (path: string): FieldRow => ({
  path: `${path}.Address`,
  first: `${'x'.repeat(88)}@example.com`,
  second: 'y@example.com',
  max: 100,
});
const number = (path: string, first = 12.5, second = 7): FieldRow => ({ path, first, second });
const flag = (path: string, first = true): FieldRow => ({ path, first, second: !first });
const date = (path: string): FieldRow => ({ path, first: '2026-04-01', second: '2026-04-02' });
const ref = (path: string, first: string, second: string): FieldRow => ({
  path: `${path}.value`,
  first,
  second,
});
const address = (path: string): FieldRow[] => [
  ...['Line1', 'Line2', 'Line3', 'Line4', 'Line5'].map((line) => part(`${path}.${line}`, 500)),
  ...['City', 'Country', 'CountrySubDivisionCode'].map((line) => part(`${path}.${line}`, 255)),
  part(`${path}.PostalCode`, 30),
];
const phones = ['PrimaryPhone', 'AlternatePhone', 'Mobile', 'Fax'];

const CUSTOMER: FieldTable = {
  base: {},
  unique: 'DisplayName',
  rows: [
    text('Title', 16),
    text('GivenName', 100),
    text('MiddleName', 100),
    text('FamilyName', 100),
    text('Suffix', 16),
    text('CompanyName', 100),
    text('Notes', 2000),
    text('ResaleNum', 16),
    text('GSTIN', 15),
    text('GSTRegistrationType', 15),
    text('BusinessNumber', 10),
    { ...text('PrintOnCheckName', 110) },
    text('PrimaryTaxIdentifier'),
    text('SecondaryTaxIdentifier'),
    text('Source'),
    mail('PrimaryEmailAddr'),
    ...phones.map((phone) => part(`${phone}.FreeFormNumber`, 30)),
    part('WebAddr.URI', 1000),
    ...address('BillAddr'),
    ...address('ShipAddr'),
    { path: 'PreferredDeliveryMethod', first: 'Email', second: 'None' },
    flag('Taxable', false),
    flag('BillWithParent'),
    date('OpenBalanceDate'),
    ref('SalesTermRef', '1', '2'),
    ref('PaymentMethodRef', '1', '2'),
    ref('DefaultTaxCodeRef', '3', '2'),
    ref('CustomerTypeRef', '1', '2'),
    number('TaxExemptionReasonId', 3, 4),
  ],
  readOnly: ['FullyQualifiedName', 'Level', 'IsProject', 'BalanceWithJobs'],
};

const ITEM: FieldTable = {
  base: { Type: 'Service', IncomeAccountRef: { value: '1' } },
  unique: 'Name',
  rows: [
    text('Sku', 100),
    text('Description', 4000),
    text('PurchaseDesc', 1000),
    text('UQCDisplayText', 25),
    text('UQCId'),
    text('ServiceType'),
    text('Source'),
    number('UnitPrice', 99_999_999_999),
    number('PurchaseCost', 99_999_999_999),
    number('AbatementRate'),
    number('ReverseChargeRate'),
    number('ReorderPoint'),
    flag('Taxable'),
    flag('SalesTaxIncluded'),
    flag('PurchaseTaxIncluded'),
    ref('SalesTaxCodeRef', '2', '3'),
    ref('PurchaseTaxCodeRef', '2', '3'),
    ref('TaxClassificationRef', '1', '2'),
  ],
  readOnly: ['FullyQualifiedName', 'Level'],
};

const TERM: FieldTable = {
  base: { DueDays: 10 },
  unique: 'Name',
  rows: [
    number('DueDays', 999, 0),
    number('DiscountPercent', 100, 0),
    number('DiscountDays', 999, 1),
    number('DayOfMonthDue', 31, 1),
    number('DueNextMonthDays', 20, 1),
    number('DiscountDayOfMonth', 31, 1),
  ],
  readOnly: ['Type'],
};

const FORM: readonly FieldRow[] = [
  text('PrivateNote', 4000),
  text('TrackingNum'),
  text('TxnSource'),
  text('TransactionLocationType'),
  part('CustomerMemo.value', 1000),
  date('TxnDate'),
  date('ShipDate'),
  { path: 'DocNumber', first: 'x'.repeat(21), second: 'y', max: 21 },
  { path: 'PrintStatus', first: 'NotSet', second: 'PrintComplete' },
  ref('ShipMethodRef', '1', '2'),
  ref('ProjectRef', '1', '2'),
  flag('ApplyTaxAfterDiscount'),
  mail('BillEmail'),
  ...address('BillAddr'),
  ...address('ShipAddr'),
];
const COMPUTED = ['TotalAmt', 'Balance', 'HomeBalance', 'HomeTotalAmt', 'RecurDataRef', 'TaxExemptionRef'];
const LINE = {
  DetailType: 'SalesItemLineDetail',
  Amount: 10,
  SalesItemLineDetail: { ItemRef: { value: '1' } },
};

const INVOICE: FieldTable = {
  base: { Line: [LINE] },
  rows: [
    ...FORM,
    ...address('ShipFromAddr'),
    mail('BillEmailCc'),
    mail('BillEmailBcc'),
    date('DueDate'),
    number('Deposit'),
    ref('SalesTermRef', '1', '2'),
    flag('AllowOnlineACHPayment'),
    flag('AllowOnlineCreditCardPayment'),
    flag('AllowOnlinePayment'),
    flag('AllowIPNPayment'),
  ],
  readOnly: [...COMPUTED, 'InvoiceLink', 'DeliveryInfo', 'FreeFormAddress'],
};

const CARD = 'CreditCardPayment';
const PAYMENT: FieldTable = {
  base: { TotalAmt: 10 },
  rows: [
    text('PrivateNote', 4000),
    text('PaymentRefNum', 21),
    text('TxnSource'),
    text('TransactionLocationType'),
    date('TxnDate'),
    number('TotalAmt'),
    ref('PaymentMethodRef', '1', '2'),
    ref('ProjectRef', '1', '2'),
    part(`${CARD}.CreditChargeInfo.PostalCode`, 30),
    part(`${CARD}.CreditChargeInfo.BillAddrStreet`, 255),
    text(`${CARD}.CreditChargeInfo.NameOnAcct`),
    number(`${CARD}.CreditChargeInfo.CcExpiryMonth`, 12, 1),
    number(`${CARD}.CreditChargeInfo.CcExpiryYear`, 2030, 2031),
    part(`${CARD}.CreditChargeResponse.AuthCode`, 100),
    part(`${CARD}.CreditChargeResponse.CCTransId`, 100),
  ],
  readOnly: ['UnappliedAmt', 'TaxExemptionRef'],
};

export const FIELD_TABLES: Readonly<Record<string, FieldTable>> = {
  Customer: CUSTOMER,
  Item: ITEM,
  PaymentMethod: {
    base: {},
    unique: 'Name',
    rows: [{ path: 'Type', first: 'CREDIT_CARD', second: 'NON_CREDIT_CARD' }],
    readOnly: [],
  },
  Term: TERM,
  Invoice: INVOICE,
  Payment: PAYMENT,
};
