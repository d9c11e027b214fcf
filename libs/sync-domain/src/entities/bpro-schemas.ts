import type { z } from 'zod';
import type { RecordType } from '../record-types.js';
import { bproCustomer } from './customer.js';
import { bproInvoice } from './invoice.js';
import { bproPaymentMethod } from './payment-method.js';
import { bproPayment } from './payment.js';
import { bproProductCategory } from './product-category.js';
import { bproProduct } from './product.js';
import { bproRefund } from './refund.js';
import { bproSalesTerm } from './sales-term.js';
import { bproTax } from './tax.js';

/** What `data` looks like per record type: the contract between BPro and the sync. */
export const BPRO_SCHEMAS = {
  'sales-term': bproSalesTerm,
  'payment-method': bproPaymentMethod,
  tax: bproTax,
  'product-category': bproProductCategory,
  product: bproProduct,
  customer: bproCustomer,
  invoice: bproInvoice,
  payment: bproPayment,
  refund: bproRefund,
} as const satisfies Record<RecordType, z.ZodType>;
