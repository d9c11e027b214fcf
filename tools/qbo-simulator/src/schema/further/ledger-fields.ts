import {
  any,
  boolean,
  choice,
  computed,
  date,
  type Fields,
  list,
  number,
  object,
  party,
  ref,
  text,
} from '../field.js';
import { SALES_FORM } from '../transaction-fields.js';
import { DOCUMENT, LINE_COMMON, taxCalculation } from './document-fields.js';
import { SALES_FORM_EXTRAS } from './extras.js';

export const JOURNAL_ENTRY: Fields = {
  ...DOCUMENT,
  Adjustment: boolean,
  HomeCurrencyAdjustment: boolean,
  EnteredInHomeCurrency: boolean,
  GlobalTaxCalculation: taxCalculation,
  TotalAmt: computed,
  HomeTotalAmt: computed,
  JournalEntryEx: any,
  Line: list({
    ...LINE_COMMON,
    JournalEntryLineDetail: object({
      PostingType: choice('Debit', 'Credit'),
      AccountRef: ref('Account'),
      Entity: object({ Type: choice('Customer', 'Vendor', 'Employee'), EntityRef: ref() }),
      ClassRef: ref('Class'),
      DepartmentRef: ref('Department'),
      TaxCodeRef: ref(),
      TaxApplicableOn: choice('Sales', 'Purchase'),
      TaxAmount: number,
      TaxInclusiveAmt: number,
      BillableStatus: choice('Billable', 'NotBillable', 'HasBeenBilled'),
    }),
    DescriptionLineDetail: object({ TaxCodeRef: ref(), ServiceDate: date }),
  }),
};

export const TRANSFER: Fields = {
  ...DOCUMENT,
  FromAccountRef: ref('Account'),
  ToAccountRef: ref('Account'),
  Amount: number,
  ClassRef: ref('Class'),
  Line: any,
  TransferEx: any,
};

export const DEPOSIT: Fields = {
  ...DOCUMENT,
  DepositToAccountRef: ref('Account'),
  CashBack: object({ AccountRef: ref('Account'), Amount: number, Memo: text() }),
  GlobalTaxCalculation: taxCalculation,
  TotalAmt: computed,
  HomeTotalAmt: computed,
  DepositEx: any,
  Line: list({
    ...LINE_COMMON,
    CustomField: any,
    DepositLineDetail: object({
      AccountRef: ref('Account'),
      PaymentMethodRef: ref('PaymentMethod'),
      ClassRef: ref('Class'),
      CheckNum: text(),
      TaxCodeRef: ref('TaxCode'),
      TaxApplicableOn: choice('Sales', 'Purchase'),
      TxnType: text(),
      Entity: party,
    }),
  }),
};

export const ESTIMATE: Fields = {
  ...SALES_FORM_EXTRAS,
  ...SALES_FORM,
  TxnStatus: choice('Pending', 'Accepted', 'Closed', 'Rejected', 'Converted'),
  ExpirationDate: date,
  AcceptedBy: text(),
  AcceptedDate: date,
  EstimateEx: any,
};
