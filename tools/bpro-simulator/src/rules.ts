import { BPRO_SCHEMAS, type BproRecord, type RecordType } from '@bpro-qbo-sync/sync-domain';
import Big from 'big.js';
import type { z } from 'zod';
import type { TenantBooks } from './tenant-books.js';
import { referencesOf } from './references.js';

/** A rule of BPro that a record breaks. The texts carry no value of the record. */
export interface Breach {
  readonly code: string;
  /** Path inside `data`. */
  readonly field: string;
  readonly message: string;
}

type Shape<T extends RecordType> = z.infer<(typeof BPRO_SCHEMAS)[T]>;

type Candidate = Pick<BproRecord, 'type' | 'id' | 'data'>;

const STRICT = Object.fromEntries(
  Object.entries(BPRO_SCHEMAS).map(([type, schema]) => [type, schema.strict()]),
) as unknown as typeof BPRO_SCHEMAS;

export type Shaped =
  { readonly ok: true; readonly data: BproRecord['data'] } | { readonly ok: false; readonly breach: Breach };

/** `data` in its type's shape (defaults filled in), or the first field that breaks it. Unknown fields break it. */
export function checkShape(type: RecordType, data: unknown): Shaped {
  const parsed = STRICT[type].safeParse(data);
  if (parsed.success) return { ok: true, data: parsed.data };
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? (issue?.path ?? []).map(String).join('.');
  const message = unknown === undefined ? (issue?.message ?? 'not understood') : 'no such field';
  return { ok: false, breach: { code: 'invalid-field', field, message } };
}

/** What of BPro's rules a well-shaped record breaks; `others` are the books that it will lie in. */
export function checkRules(record: Candidate, others: TenantBooks): Breach | undefined {
  return checkReferences(record, others) ?? checkType(record, others);
}

const checkReferences = (record: Candidate, others: TenantBooks): Breach | undefined => {
  for (const { field, type, id } of referencesOf(record)) {
    const found = others.find(type, id);
    if (!found) return { code: 'unknown-reference', field, message: `there is no such ${type}` };
    if (found.state === 'deleted')
      return { code: 'deleted-reference', field, message: `that ${type} is deleted` };
  }
  return undefined;
};

const checkType = (record: Candidate, others: TenantBooks): Breach | undefined => {
  switch (record.type) {
    case 'product-category':
      return checkCategory(record, others);
    case 'invoice':
      return checkInvoice(record, others);
    case 'payment':
      return checkPayment(record.data as unknown as Shape<'payment'>, others);
    case 'refund':
      return checkRefund(record.data as unknown as Shape<'refund'>, others);
    default:
      return undefined;
  }
};

const checkCategory = (record: Candidate, others: TenantBooks): Breach | undefined => {
  const seen = new Set([record.id]);
  for (let parent = record.data['parentId']; typeof parent === 'string';) {
    if (seen.has(parent))
      return { code: 'category-cycle', field: 'parentId', message: 'a category cannot lie in itself' };
    seen.add(parent);
    parent = others.find('product-category', parent)?.data['parentId'];
  }
  return undefined;
};

/** Amounts are rounded half up to the cent. */
const HALF_UP = 1;

const checkInvoice = (record: Candidate, others: TenantBooks): Breach | undefined => {
  const invoice = record.data as unknown as Shape<'invoice'>;
  const holder = others.invoiceIdOf(invoice.number);
  if (holder !== undefined && holder !== record.id)
    return { code: 'invoice-number-taken', field: 'number', message: 'another invoice has this number' };
  if (invoice.number.length > others.settings.invoiceNumberMaxLength)
    return { code: 'invoice-number-too-long', field: 'number', message: 'the invoice number is too long' };
  let sum = new Big(0);
  for (const [i, line] of invoice.lines.entries()) {
    const amount = new Big(line.quantity).times(line.unitPrice).round(2, HALF_UP);
    if (!amount.eq(line.amount))
      return {
        code: 'line-arithmetic',
        field: `lines.${String(i)}.amount`,
        message: 'the amount is not quantity × unit price rounded to the cent',
      };
    sum = sum.plus(line.amount);
  }
  if (sum.lt(invoice.discount))
    return { code: 'discount-too-large', field: 'discount', message: 'the discount is more than the lines' };
  if (!sum.minus(invoice.discount).plus(invoice.taxTotal).eq(invoice.total))
    return { code: 'total-arithmetic', field: 'total', message: 'the total is not lines − discount + tax' };
  return undefined;
};

const checkPayment = (payment: Shape<'payment'>, others: TenantBooks): Breach | undefined => {
  if (new Big(payment.tip).gt(payment.amount))
    return { code: 'tip-too-large', field: 'tip', message: 'the tip is more than the payment' };
  return checkCustomer(payment.customerId, payment.invoiceId, 'invoice', 'invoiceId', others);
};

const checkRefund = (refund: Shape<'refund'>, others: TenantBooks): Breach | undefined =>
  checkCustomer(refund.customerId, refund.invoiceId, 'invoice', 'invoiceId', others) ??
  checkCustomer(refund.customerId, refund.paymentId, 'payment', 'paymentId', others);

const checkCustomer = (
  customerId: string,
  id: string | null,
  type: 'invoice' | 'payment',
  field: string,
  others: TenantBooks,
): Breach | undefined =>
  id === null || others.find(type, id)?.data['customerId'] === customerId
    ? undefined
    : { code: 'customer-mismatch', field, message: `that ${type} is another customer's` };
