import type { EntityMapping } from '../mapping.js';
import type { RecordType } from '../record-types.js';
import { customerMapping } from './customer.js';
import { invoiceMapping } from './invoice.js';
import { paymentMethodMapping } from './payment-method.js';
import { paymentMapping } from './payment.js';
import { productCategoryMapping } from './product-category.js';
import { productMapping } from './product.js';
import { refundMapping } from './refund.js';
import { salesTermMapping } from './sales-term.js';
import { taxMapping } from './tax.js';

/** The mapping of every record type, in dependency order (rule E2). */
export const MAPPINGS: Readonly<Record<RecordType, EntityMapping>> = {
  'sales-term': salesTermMapping,
  'payment-method': paymentMethodMapping,
  tax: taxMapping,
  'product-category': productCategoryMapping,
  product: productMapping,
  customer: customerMapping,
  invoice: invoiceMapping,
  payment: paymentMapping,
  refund: refundMapping,
};
