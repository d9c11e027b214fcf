import { choice, date, type Field, type Fields, ignored, list, number, object, ref, text } from '../field.js';
import { COMMON } from '../name-fields.js';
import { LINK, TAX_DETAIL } from '../transaction-fields.js';
import { TRANSACTION_EXTRAS } from './extras.js';

export const taxCalculation: Field = choice('TaxExcluded', 'TaxInclusive', 'NotApplicable');

/** A transaction that is no sales form. */
export const DOCUMENT: Fields = {
  ...COMMON,
  ...TRANSACTION_EXTRAS,
  TxnDate: date,
  DocNumber: text(21),
  PrivateNote: text(4000),
  DepartmentRef: ref('Department'),
  CurrencyRef: ref(),
  ExchangeRate: number,
  LinkedTxn: { kind: 'list', of: LINK, readOnly: true },
  TxnTaxDetail: TAX_DETAIL,
  TxnSource: text(),
  TransactionLocationType: text(),
  ProjectRef: ref(),
};

const MARKUP: Field = object({ PriceLevelRef: ref(), Percent: number, MarkUpIncomeAccountRef: ignored });
const billable: Field = choice('Billable', 'NotBillable', 'HasBeenBilled');

const ACCOUNT_EXPENSE: Field = object({
  AccountRef: ref('Account'),
  CustomerRef: ref('Customer'),
  ClassRef: ref('Class'),
  TaxCodeRef: ref(),
  TaxAmount: number,
  TaxInclusiveAmt: number,
  MarkupInfo: MARKUP,
  BillableStatus: billable,
});

const ITEM_EXPENSE: Field = object({
  ItemRef: ref('Item'),
  CustomerRef: ref('Customer'),
  ClassRef: ref('Class'),
  TaxCodeRef: ref(),
  PriceLevelRef: ref(),
  TaxInclusiveAmt: number,
  MarkupInfo: MARKUP,
  BillableStatus: billable,
  Qty: number,
  UnitPrice: number,
});

/** What every line has. */
export const LINE_COMMON: Fields = {
  Id: text(),
  LineNum: number,
  Description: text(4000),
  Amount: number,
  DetailType: text(),
  LinkedTxn: list(LINK),
  ProjectRef: ref(),
  CustomExtensions: ignored,
};

/** The lines of what is bought: by account, by item. */
export const EXPENSE_LINES: Field = list({
  ...LINE_COMMON,
  AccountBasedExpenseLineDetail: ACCOUNT_EXPENSE,
  ItemBasedExpenseLineDetail: ITEM_EXPENSE,
  DescriptionLineDetail: object({ TaxCodeRef: ref(), ServiceDate: date }),
});
