import type { EntityName } from '../schema/entity-names.js';
import { attachableRules, estimateRules, timeActivityRules } from './further/activities.js';
import { billPaymentRules } from './further/bill-payment.js';
import { companyInfoRules, preferencesRules } from './further/company.js';
import { depositRules } from './further/deposit.js';
import { journalEntryRules, transferRules } from './further/money.js';
import { billRules, purchaseOrderRules, purchaseRules, vendorCreditRules } from './further/purchases.js';
import { invoiceRules } from './invoice.js';
import { itemRules } from './item.js';
import { paymentRules } from './payment.js';
import { customerRules, employeeRules, vendorRules } from './person.js';
import { creditMemoRules, refundReceiptRules, salesReceiptRules } from './receipts.js';
import type { EntityRules } from './rules.js';
import {
  accountRules,
  keptRules,
  paymentMethodRules,
  taxAgencyRules,
  termRules,
  treeRules,
} from './small-lists.js';

const RULES: Partial<Record<EntityName, EntityRules>> = {
  Account: accountRules,
  Attachable: attachableRules,
  Bill: billRules,
  BillPayment: billPaymentRules,
  Class: treeRules('SubClass'),
  CompanyInfo: companyInfoRules,
  CreditMemo: creditMemoRules,
  Customer: customerRules,
  Department: treeRules('SubDepartment'),
  Deposit: depositRules,
  Employee: employeeRules,
  Estimate: estimateRules,
  Invoice: invoiceRules,
  Item: itemRules,
  JournalEntry: journalEntryRules,
  Payment: paymentRules,
  PaymentMethod: paymentMethodRules,
  Preferences: preferencesRules,
  Purchase: purchaseRules,
  PurchaseOrder: purchaseOrderRules,
  RefundReceipt: refundReceiptRules,
  SalesReceipt: salesReceiptRules,
  TaxAgency: taxAgencyRules,
  Term: termRules,
  TimeActivity: timeActivityRules,
  Transfer: transferRules,
  Vendor: vendorRules,
  VendorCredit: vendorCreditRules,
};

export const rulesOf = (entity: EntityName): EntityRules => RULES[entity] ?? keptRules;
