import type { BproRecord, RecordType } from '@bpro-qbo-sync/sync-domain';

/** One record naming another: `field` is the path inside `data`. */
export interface Reference {
  readonly field: string;
  readonly type: RecordType;
  readonly id: string;
}

/** Which single-valued fields of a type name records of which other type. */
const FIELDS: Readonly<Partial<Record<RecordType, Readonly<Record<string, RecordType>>>>> = {
  'product-category': { parentId: 'product-category' },
  product: { categoryId: 'product-category' },
  customer: { salesTermId: 'sales-term' },
  invoice: { customerId: 'customer', salesTermId: 'sales-term', taxGroupId: 'tax' },
  payment: { customerId: 'customer', invoiceId: 'invoice', methodId: 'payment-method' },
  refund: { customerId: 'customer', invoiceId: 'invoice', paymentId: 'payment', methodId: 'payment-method' },
};

/** Everything that a record refers to; empty references are left out. */
export function referencesOf(record: Pick<BproRecord, 'type' | 'data'>): Reference[] {
  const found: Reference[] = [];
  for (const [field, type] of Object.entries(FIELDS[record.type] ?? {})) {
    const id = record.data[field];
    if (typeof id === 'string') found.push({ field, type, id });
  }
  if (record.type === 'invoice') {
    const lines = record.data['lines'] as readonly { readonly productId: string }[];
    for (const [i, line] of lines.entries())
      found.push({ field: `lines.${String(i)}.productId`, type: 'product', id: line.productId });
  }
  return found;
}

/** The key under which references to a record are counted. */
export const referenceKey = (type: RecordType, id: string): string => `${type}/${id}`;
