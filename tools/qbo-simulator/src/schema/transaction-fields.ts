import {
  any,
  boolean,
  choice,
  date,
  type Field,
  type Fields,
  computed,
  ignored,
  list,
  money,
  number,
  object,
  ref,
  text,
} from './field.js';
import { SALES_FORM_EXTRAS } from './further/extras.js';
import { address, COMMON, email } from './name-fields.js';

export const LINK: Fields = { TxnId: text(), TxnType: text(), TxnLineId: text() };
const LINKED: Field = list(LINK, 'TxnId', 'TxnType');

const MARKUP = object({ PriceLevelRef: ref(), Percent: number, MarkUpIncomeAccountRef: ignored });

const SALES_ITEM_DETAIL: Field = object({
  TaxInclusiveAmt: number,
  DiscountAmt: number,
  DiscountRate: number,
  ItemRef: ref('Item'),
  ClassRef: ref('Class'),
  TaxCodeRef: ref(),
  MarkupInfo: MARKUP,
  ItemAccountRef: ref('Account'),
  ServiceDate: date,
  Qty: number,
  UnitPrice: number,
  TaxClassificationRef: ignored,
  DeferredRevenue: boolean,
});

const LINE: Fields = {
  Id: text(),
  LineNum: number,
  Description: text(4000),
  Amount: money,
  DetailType: text(),
  LinkedTxn: LINKED,
  CustomExtensions: ignored,
  SalesItemLineDetail: SALES_ITEM_DETAIL,
  GroupLineDetail: object({
    Quantity: number,
    GroupItemRef: ref('Item'),
    Line: list({
      Id: text(),
      LineNum: number,
      Description: text(4000),
      Amount: number,
      DetailType: text(),
      CustomExtensions: ignored,
      SalesItemLineDetail: SALES_ITEM_DETAIL,
    }),
    ServiceDate: date,
  }),
  DescriptionLineDetail: object({ TaxCodeRef: ref(), ServiceDate: date }),
  DiscountLineDetail: object({
    ClassRef: ref('Class'),
    TaxCodeRef: ref(),
    DiscountAccountRef: ref('Account'),
    PercentBased: boolean,
    DiscountPercent: number,
  }),
  SubTotalLineDetail: object({ ItemRef: ref('Item') }),
  SubtotalLineDetail: object({ ItemRef: ref('Item') }),
};

export const TAX_DETAIL: Field = object({
  TxnTaxCodeRef: ref('TaxCode'),
  TotalTax: number,
  TaxLine: list({
    Amount: number,
    DetailType: text(),
    TaxLineDetail: object({
      TaxRateRef: ref('TaxRate'),
      NetAmountTaxable: number,
      PercentBased: boolean,
      TaxInclusiveAmount: number,
      OverrideDeltaAmount: number,
      TaxPercent: number,
    }),
  }),
});

const TRANSACTION: Fields = {
  ...COMMON,
  TxnDate: date,
  DocNumber: text(21),
  PrivateNote: text(4000),
  CurrencyRef: ref(),
  ExchangeRate: number,
  DepartmentRef: ref('Department'),
  ClassRef: ref('Class'),
  ProjectRef: ref(),
  TransactionLocationType: text(),
  TxnSource: text(),
  LinkedTxn: { kind: 'list', of: LINK, readOnly: true },
  RecurDataRef: ignored,
  TaxExemptionRef: ignored,
  HomeBalance: computed,
  HomeTotalAmt: computed,
  Tag: ignored,
  status: ignored,
};

export const SALES_FORM: Fields = {
  ...TRANSACTION,
  CustomerRef: ref('Customer'),
  CustomerMemo: object({ value: text(1000) }, 'value'),
  Line: list(LINE),
  TxnTaxDetail: TAX_DETAIL,
  GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
  ApplyTaxAfterDiscount: boolean,
  BillAddr: address,
  ShipAddr: address,
  ShipFromAddr: address,
  FreeFormAddress: ignored,
  BillEmail: email,
  BillEmailCc: email,
  BillEmailBcc: email,
  PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
  EmailStatus: choice('NotSet', 'NeedToSend', 'EmailSent'),
  ShipMethodRef: ref(),
  ShipDate: date,
  TrackingNum: text(),
  DeliveryInfo: ignored,
  TotalAmt: computed,
  Balance: computed,
};

export const CARD: Field = object({
  CreditChargeInfo: object({
    Type: text(),
    NameOnAcct: text(),
    CcExpiryMonth: number,
    CcExpiryYear: number,
    BillAddrStreet: text(255),
    PostalCode: text(30),
    Amount: number,
    ProcessPayment: boolean,
  }),
  CreditChargeResponse: object({
    Status: text(),
    AuthCode: text(100),
    TxnAuthorizationTime: text(),
    CCTransId: text(100),
  }),
});

export const INVOICE: Fields = {
  ...SALES_FORM,
  LinkedTxn: LINKED,
  DueDate: date,
  SalesTermRef: ref('Term'),
  Deposit: number,
  DepositToAccountRef: ref('Account'),
  AllowOnlineACHPayment: boolean,
  AllowOnlineCreditCardPayment: boolean,
  AllowOnlinePayment: boolean,
  AllowIPNPayment: boolean,
  EInvoiceStatus: ignored,
  InvoiceLink: ignored,
};

export const CREDIT_MEMO: Fields = {
  ...SALES_FORM_EXTRAS,
  ...SALES_FORM,
  CreditCardPayment: CARD,
  PaymentMethodRef: ignored,
  InvoiceRef: ref('Invoice'),
  RemainingCredit: computed,
  CreditMemoEx: any,
};

export const SALES_RECEIPT: Fields = {
  ...SALES_FORM_EXTRAS,
  ...SALES_FORM,
  LinkedTxn: LINKED,
  CreditCardPayment: CARD,
  LessCIS: number,
  SalesReceiptEx: any,
};

export const REFUND_RECEIPT: Fields = {
  ...SALES_FORM,
  DepositToAccountRef: ref('Account'),
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(100),
  PaymentType: choice('Cash', 'Check', 'CreditCard', 'Other'),
  CheckPayment: object({
    CheckNum: text(),
    Status: text(),
    NameOnAcct: text(),
    AcctNum: text(),
    BankName: text(),
  }),
  CreditCardPayment: CARD,
};

export const PAYMENT: Fields = {
  ...TRANSACTION,
  CustomerRef: ref('Customer'),
  TotalAmt: number,
  UnappliedAmt: computed,
  ProcessPayment: boolean,
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(21),
  DepositToAccountRef: ref('Account'),
  ARAccountRef: ref('Account'),
  CreditCardPayment: CARD,
  PaymentType: text(),
  Line: list({
    Id: text(),
    LineNum: number,
    Amount: number,
    Description: text(4000),
    DetailType: text(),
    LinkedTxn: LINKED,
    LineEx: ignored,
  }),
};
