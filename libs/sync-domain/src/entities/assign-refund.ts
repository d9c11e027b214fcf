import type { Fields } from '../fields.js';
import type { QboContent } from '../mapping.js';
import type { Cents } from '../money.js';
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

/** What is written on a refund: its number, notes and the descriptions of its lines. */
export function refundText(content: QboContent): string {
  const { DocNumber, PrivateNote, CustomerMemo, Line } = qboRefund.parse(content);
  const texts = [DocNumber, PrivateNote, CustomerMemo?.value, ...Line.map((line) => line.Description)];
  return texts.filter((text) => text !== undefined).join(' ');
}
