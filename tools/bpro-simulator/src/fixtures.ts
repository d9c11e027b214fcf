import { BOOKS_FORMAT, type BproBooks } from './books.js';

type FileRecord = BproBooks['records'][number];

const CREATED = '2025-01-02T09:00:00.000Z';

/** The five sales terms that a demo BPro has (not published which five; these are this project's choice). */
export const FIVE_SALES_TERMS: readonly FileRecord[] = (
  [
    ['trm-1', 'Due on receipt', 0],
    ['trm-2', 'Net 10', 10],
    ['trm-3', 'Net 15', 15],
    ['trm-4', 'Net 30', 30],
    ['trm-5', 'Net 60', 60],
  ] as const
).map(([id, name, dueDays]) => ({
  type: 'sales-term',
  id,
  createdAt: CREATED,
  data: { name, dueDays, discountPercent: null, discountDays: null },
}));

/** A customer with a name and nothing else. */
export const ANN: FileRecord['data'] = {
  displayName: 'Ann Archer',
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
};

/** Books with the five sales terms and the given records. */
export const booksOf = (...records: readonly FileRecord[]): BproBooks => ({
  format: BOOKS_FORMAT,
  settings: { timeZone: 'America/Los_Angeles', currency: 'USD', invoiceNumberMaxLength: 40 },
  records: [...FIVE_SALES_TERMS, ...records],
});
