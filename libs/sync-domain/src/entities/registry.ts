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

const FORMS = {
  'sales-term': salesTermMapping,
  'payment-method': paymentMethodMapping,
  tax: taxMapping,
  'product-category': productCategoryMapping,
  product: productMapping,
  customer: customerMapping,
  invoice: invoiceMapping,
  payment: paymentMapping,
  refund: refundMapping,
} as const satisfies Record<RecordType, EntityMapping>;

/** The mapping of every record type, in dependency order (rule E2). */
export const MAPPINGS: Readonly<Record<RecordType, EntityMapping>> = FORMS;

type BproSchemas = { readonly [T in RecordType]: (typeof FORMS)[T]['bproSchema'] };

/** What `data` looks like per record type: the contract between BPro and the sync. */
export const BPRO_SCHEMAS = Object.fromEntries(
  Object.entries(FORMS).map(([type, { bproSchema }]) => [type, bproSchema]),
) as unknown as BproSchemas;
