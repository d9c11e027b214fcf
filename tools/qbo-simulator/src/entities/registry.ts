import type { EntityName } from '../schema/entity-names.js';
import { invoiceRules } from './invoice.js';
import { itemRules } from './item.js';
import { paymentRules } from './payment.js';
import { customerRules, employeeRules, vendorRules } from './person.js';
import { creditMemoRules, depositRules, refundReceiptRules, salesReceiptRules } from './receipts.js';
import type { EntityRules } from './rules.js';
import {
  accountRules,
  keptRules,
  numberedRules,
  paymentMethodRules,
  taxAgencyRules,
  termRules,
} from './small-lists.js';

const RULES: Partial<Record<EntityName, EntityRules>> = {
  Account: accountRules,
  CreditMemo: creditMemoRules,
  Customer: customerRules,
  Deposit: depositRules,
  Employee: employeeRules,
  Estimate: numberedRules('estimate-number'),
  Invoice: invoiceRules,
  Item: itemRules,
  Payment: paymentRules,
  PaymentMethod: paymentMethodRules,
  PurchaseOrder: numberedRules('order-number'),
  RefundReceipt: refundReceiptRules,
  SalesReceipt: salesReceiptRules,
  TaxAgency: taxAgencyRules,
  Term: termRules,
  Vendor: vendorRules,
};

export const rulesOf = (entity: EntityName): EntityRules => RULES[entity] ?? keptRules;
