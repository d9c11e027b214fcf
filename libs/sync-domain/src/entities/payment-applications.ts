import { z } from 'zod';
import type { QboContent, QboUnit } from '../mapping.js';
import { splitByWeight, toCents, type Cents } from '../money.js';
import { qboRef } from '../qbo-record.js';
import { isVoided, qboTransaction, transactionUnit } from './qbo-transaction.js';

const paymentLine = z.looseObject({
  Amount: z.number().optional(),
  LinkedTxn: z.array(z.looseObject({ TxnId: z.string(), TxnType: z.string() })).default([]),
});
type PaymentLine = z.infer<typeof paymentLine>;

const application = z.object({ invoiceId: z.string().nullable(), amount: z.int(), of: z.int() });

/**
 * The part of a payment that is one record for us (rule F14). `invoiceId`: QuickBooks' id; null: not applied.
 * `amount` in cents. `of`: how many parts the payment has.
 */
export type Application = Readonly<z.infer<typeof application>>;

/** The fields of a QuickBooks payment that the sync reads (qbo API, Payment), and which part of it a unit is. */
export const qboPayment = qboTransaction.extend({
  CustomerRef: qboRef,
  PaymentMethodRef: qboRef.optional(),
  PaymentRefNum: z.string().optional(),
  UnappliedAmt: z.number().optional(),
  Line: z.array(paymentLine).default([]),
  LinkedTxn: z.array(z.looseObject({ TxnType: z.string() })).optional(),
  _application: application.optional(),
});
export type QboPayment = z.infer<typeof qboPayment>;

/**
 * QuickBooks' id of the payment that a unit is part of: units are named `145`, `145/131` and `145/rest`, by what they
 * were when they were first seen.
 */
export const paymentIdOf = (unitId: string): string => unitId.split('/', 1)[0] ?? unitId;

/** Names of units by the id of their payment. */
export function partsByPayment(unitIds: Iterable<string>): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const unitId of unitIds) {
    const id = paymentIdOf(unitId);
    parts.set(id, [...(parts.get(id) ?? []), unitId]);
  }
  return parts;
}

/** Which part of its payment a unit is; for a payment that was not taken apart, the first. */
export const applicationOf = (content: QboContent): Application =>
  application.safeParse(content['_application']).data ??
  applicationsOf(qboPayment.parse(content))[0] ?? { invoiceId: null, amount: 0, of: 1 };

const invoiceOf = (line: PaymentLine): string | undefined =>
  line.LinkedTxn.find((linked) => linked.TxnType === 'Invoice')?.TxnId;

/** Lines that are not applications to an invoice: credits that the payment uses up. */
export const otherLines = (payment: QboPayment): PaymentLine[] =>
  payment.Line.filter((line) => invoiceOf(line) === undefined);

export const sumOfLines = (lines: readonly PaymentLine[]): Cents =>
  lines.reduce((sum, line) => sum + toCents(line.Amount ?? 0), 0);

/** Ids of QuickBooks are numbers as text; the lower is the older. */
const older = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/**
 * The payment's money by invoice, the oldest invoice first. A payment on at most one invoice is one part of all
 * that was taken, tip and overpayment included (rule F13); over several, a part is what each invoice got of the money
 * (credits that the payment used up are no money), and what is not applied is a part too. `records`: how many records
 * it is linked to; several stay several, whatever it is applied to now.
 */
export function applicationsOf(payment: QboPayment, records = 1): Application[] {
  const total = toCents(payment.TotalAmt);
  const applied = new Map<string, Cents>();
  for (const line of payment.Line) {
    const invoiceId = invoiceOf(line);
    if (invoiceId !== undefined)
      applied.set(invoiceId, (applied.get(invoiceId) ?? 0) + toCents(line.Amount ?? 0));
  }
  const invoiceIds = [...applied.keys()].sort(older);
  if (invoiceIds.length <= 1 && records <= 1)
    return [{ invoiceId: invoiceIds[0] ?? null, amount: total, of: 1 }];

  const weights = invoiceIds.map((id) => applied.get(id) ?? 0);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const unapplied =
    payment.UnappliedAmt === undefined
      ? Math.max(0, total - all + sumOfLines(otherLines(payment)))
      : toCents(payment.UnappliedAmt);
  const money = Math.max(0, Math.min(all, total - unapplied));
  const parts = splitByWeight(money, weights).map((amount, i) => ({
    invoiceId: invoiceIds[i] ?? null,
    amount,
  }));
  const rest = { invoiceId: null, amount: total - money };
  const given = [...parts, rest].filter((part) => part.amount > 0);
  return given.map((part) => ({ ...part, of: Math.max(given.length, invoiceIds.length, records) }));
}

/**
 * A payment as our records (rules F13, F14). The first part keeps the payment's own id, whatever it is applied to,
 * so that the link holds when a deposit finds its invoice; the others are named by their invoice. Payments without
 * money, with which QuickBooks links credits to invoices, are none. `linked`: names under which parts are linked
 * already. A part keeps its name when its application goes or moves: it is the same money.
 */
export function paymentUnits(raw: QboContent, linked: readonly string[] = []): QboUnit[] {
  const payment = qboPayment.parse(raw);
  if (isVoided(raw)) {
    const _application: Application = { invoiceId: null, amount: 0, of: 1 };
    return [{ ...transactionUnit(raw), content: { ...raw, _application } }];
  }
  if (toCents(payment.TotalAmt) === 0) return [];
  const parts = applicationsOf(payment, linked.length);
  const names = namesOf(payment.Id, parts, linked);
  return parts.map((part, i) => ({
    ...transactionUnit(raw),
    id: names[i] ?? payment.Id,
    content: { ...raw, _application: part },
  }));
}

/**
 * The name of each part: the linked one of its invoice; the payment's own for the first part without one; of the linked
 * names that are left, one for each of the last parts, where what is not applied stands; else a new one.
 */
function namesOf(paymentId: string, parts: readonly Application[], linked: readonly string[]): string[] {
  const newName = ({ invoiceId }: Application): string => `${paymentId}/${invoiceId ?? 'rest'}`;
  const free = new Set(linked.filter((name) => name !== paymentId).sort(older));
  const names = parts.map((part) => {
    const name = newName(part);
    return free.delete(name) ? name : undefined;
  });
  const first = names.indexOf(undefined);
  if (first >= 0) names[first] = paymentId;
  const left = [...free];
  for (let i = names.length - 1; i >= 0; i--) names[i] ??= left.pop();
  return parts.map((part, i) => names[i] ?? newName(part));
}
