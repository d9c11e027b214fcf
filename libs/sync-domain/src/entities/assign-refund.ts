import type { Fields } from '../fields.js';
import type { MappingContext, QboContent } from '../mapping.js';
import type { Cents } from '../money.js';
import type { RecordType } from '../record-types.js';
import { matchText } from '../text.js';
import { qboRefund } from './refund-lines.js';

/** A BPro payment that a QuickBooks refund may give back. Ids are our record ids, amounts are cents. */
export interface RefundCandidate {
  readonly paymentId: string;
  readonly invoiceId: string | null;
  readonly invoiceNumber?: string;
  readonly customer: string;
  readonly method: string | null;
  readonly date: string;
  readonly amount: Cents;
  /** What BPro's refunds have given back of it already. */
  readonly refunded: Cents;
}

export type RefundAssignment =
  | { readonly kind: 'one'; readonly candidate: RefundCandidate }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly candidates: readonly RefundCandidate[] };

/**
 * The BPro payment that a refund found only in QuickBooks belongs to (rule F11): of the same customer, taken before,
 * by the same method where both name one, with enough left to give back. QuickBooks has no link from a refund to its
 * invoice; `text`, what is written on the refund, decides between several when it names exactly one's order.
 */
export function assignRefund(
  refund: Fields,
  candidates: readonly RefundCandidate[],
  text = '',
): RefundAssignment {
  const fitting = candidates.filter(
    (c) =>
      c.customer === refund['customer'] &&
      c.date <= String(refund['date']) &&
      (c.method === null || refund['method'] === null || c.method === refund['method']) &&
      Number(refund['amount']) <= c.amount - c.refunded,
  );
  const words = new Set(matchText(text).split(/[^\p{L}\p{N}-]+/u));
  const named = fitting.filter((c) => c.invoiceNumber !== undefined && words.has(matchText(c.invoiceNumber)));
  const [only, ...more] = fitting.length > 1 && named.length > 0 ? named : fitting;
  if (only === undefined) return { kind: 'none' };
  return more.length === 0
    ? { kind: 'one', candidate: only }
    : { kind: 'several', candidates: [only, ...more] };
}

/** The refund as one that was put onto a payment; what a mapping of refunds reads of it afterwards. */
export const assignedTo = (
  content: QboContent,
  { paymentId, invoiceId }: Pick<RefundCandidate, 'paymentId' | 'invoiceId'>,
): QboContent => ({ ...content, _assignment: { payment: paymentId, invoice: invoiceId } });

/** The refund as QuickBooks has it. */
export function withoutAssignment({ _assignment: _, ...content }: QboContent): QboContent {
  return content;
}

/** Our ids of the records that a refund was put onto, with their types. */
export function assignedRecords(content: QboContent): { type: RecordType; recordId: string }[] {
  const assignment = content['_assignment'] as { payment?: string; invoice?: string | null } | undefined;
  return (['payment', 'invoice'] as const).flatMap((type) => {
    const recordId = assignment?.[type];
    return typeof recordId === 'string' ? [{ type, recordId }] : [];
  });
}

/** The number of an order as BPro has it, or else QuickBooks: what a refund's text may name. */
export function orderNumber(invoice: string, context: MappingContext): string | undefined {
  const number =
    context.content('invoice', 'bpro', invoice)?.['number'] ??
    context.content('invoice', 'qbo', invoice)?.['DocNumber'];
  return typeof number === 'string' ? number : undefined;
}

/** What is written on a refund: its number, notes and the descriptions of its lines. */
export function refundText(content: QboContent): string {
  const { DocNumber, PrivateNote, CustomerMemo, Line } = qboRefund.parse(content);
  const texts = [DocNumber, PrivateNote, CustomerMemo?.value, ...Line.map((line) => line.Description)];
  return texts.filter((text) => text !== undefined).join(' ');
}
