import type { RecordType } from '@bpro-qbo-sync/sync-domain';

/** What the page calls the records of a type. */
export const LABELS: Readonly<Record<RecordType, string>> = {
  'sales-term': 'Sales terms',
  'payment-method': 'Payment methods',
  tax: 'Taxes',
  'product-category': 'Product categories',
  product: 'Products',
  customer: 'Customers',
  invoice: 'Invoices',
  payment: 'Payments',
  refund: 'Refunds',
};
