import {
  any,
  boolean,
  choice,
  computed,
  date,
  type Fields,
  ignored,
  list,
  number,
  object,
  party,
  ref,
  text,
} from '../field.js';
import { address, email } from '../name-fields.js';
import { CARD } from '../transaction-fields.js';
import { DOCUMENT, EXPENSE_LINES, LINE_COMMON, taxCalculation } from './document-fields.js';

/** What is bought from a vendor, paid now or later. */
const VENDOR_FORM: Fields = {
  ...DOCUMENT,
  VendorRef: ref('Vendor'),
  APAccountRef: ref('Account'),
  VendorAddr: address,
  Line: EXPENSE_LINES,
  GlobalTaxCalculation: taxCalculation,
  TotalAmt: computed,
  BillEmail: email,
  ReplyEmail: email,
  Memo: text(),
};

export const BILL: Fields = {
  ...VENDOR_FORM,
  PayerRef: ref(),
  SalesTermRef: ref('Term'),
  DueDate: date,
  RemitToAddr: address,
  ShipAddr: address,
  Balance: computed,
  HomeBalance: computed,
  BillEx: any,
  LessCIS: number,
  IncludeInAnnualTPAR: boolean,
};

export const VENDOR_CREDIT: Fields = {
  ...VENDOR_FORM,
  VendorCreditEx: any,
  Balance: computed,
  IncludeInAnnualTPAR: boolean,
};

export const PURCHASE_ORDER: Fields = {
  ...VENDOR_FORM,
  TaxCodeRef: ref('TaxCode'),
  ClassRef: ref('Class'),
  ReimbursableInfoRef: ref(),
  SalesTermRef: ref('Term'),
  DueDate: date,
  ExpectedDate: date,
  ShipTo: ref(),
  DropShipToEntity: ref(),
  InventorySiteRef: ref(),
  ShipAddr: address,
  ShipMethodRef: ref(),
  FOB: text(),
  POEmail: email,
  TemplateRef: ref(),
  PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
  EmailStatus: choice('NotSet', 'NeedToSend', 'EmailSent'),
  ManuallyClosed: boolean,
  POStatus: choice('Open', 'Closed'),
  PurchaseOrderEx: any,
};

export const BILL_PAYMENT: Fields = {
  ...DOCUMENT,
  VendorRef: ref('Vendor'),
  VendorAddr: address,
  APAccountRef: ref('Account'),
  PayType: choice('Check', 'CreditCard'),
  CheckPayment: object({
    BankAccountRef: ref('Account'),
    PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
    CheckDetail: any,
    PayeeAddr: address,
  }),
  CreditCardPayment: object({ CCAccountRef: ref('Account'), CCDetail: any }),
  TotalAmt: number,
  Line: list({ ...LINE_COMMON, LineEx: ignored }),
  BillPaymentEx: any,
};

export const PURCHASE: Fields = {
  ...DOCUMENT,
  AccountRef: ref('Account'),
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(),
  PaymentType: choice('Cash', 'Check', 'CreditCard'),
  CheckPayment: any,
  CreditCardPayment: CARD,
  EntityRef: party,
  Credit: boolean,
  RemitToAddr: ignored,
  TotalAmt: computed,
  Memo: text(),
  PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
  GlobalTaxCalculation: taxCalculation,
  Line: EXPENSE_LINES,
  PurchaseEx: any,
  LessCIS: number,
  IncludeInAnnualTPAR: boolean,
};
