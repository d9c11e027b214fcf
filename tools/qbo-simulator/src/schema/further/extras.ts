import { any, boolean, choice, computed, date, type Fields, ignored, number, ref, text } from '../field.js';

/** What the published schema gives every transaction beside its own properties, and nobody writes. */
export const TRANSACTION_EXTRAS: Fields = {
  TxnSubType: ignored,
  TxnStatus: text(),
  TaxFormType: text(),
  TaxFormNum: text(),
  Tag: ignored,
  TxnApprovalInfo: ignored,
  RecurDataRef: ignored,
  RecurringInfo: ignored,
  TotalCostAmount: computed,
  HomeTotalCostAmount: computed,
};

/** What the published schema gives sales forms beside what the reference has. */
export const SALES_FORM_EXTRAS: Fields = {
  ...TRANSACTION_EXTRAS,
  AutoDocNumber: boolean,
  RemitToRef: ref(),
  SalesTermRef: ref('Term'),
  DueDate: date,
  SalesRepRef: ref(),
  PONumber: text(),
  FOB: text(),
  ShippingTaxIncludedInTotalTax: boolean,
  TemplateRef: ref(),
  ARAccountRef: ref('Account'),
  FinanceCharge: boolean,
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(21),
  PaymentType: choice('Cash', 'Check', 'CreditCard', 'Other'),
  DepositToAccountRef: ref('Account'),
  DiscountRate: number,
  DiscountAmt: number,
  GovtTxnRefIdentifier: text(),
  CheckPayment: any,
  CreditCardPayment: any,
};
