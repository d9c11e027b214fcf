/** The nine record types in dependency order: a type refers only to types before it (rule E2). */
export const RECORD_TYPES = [
  'sales-term',
  'payment-method',
  'tax',
  'product-category',
  'product',
  'customer',
  'invoice',
  'payment',
  'refund',
] as const;

export type RecordType = (typeof RECORD_TYPES)[number];

export type Side = 'bpro' | 'qbo';

export const otherSide = (side: Side): Side => (side === 'bpro' ? 'qbo' : 'bpro');

export const isRecordType = (value: string): value is RecordType =>
  (RECORD_TYPES as readonly string[]).includes(value);
