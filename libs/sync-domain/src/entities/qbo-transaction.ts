import { z } from 'zod';
import type { MappingContext, Problem, QboContent, QboUnit } from '../mapping.js';
import type { NoteCode } from '../notes.js';
import { qboRecord, qboRef, wholeUnit } from '../qbo-record.js';
import type { Side } from '../record-types.js';

/** The fields that invoices, payments and refunds of QuickBooks have in common. */
export const qboTransaction = qboRecord.extend({
  TxnDate: z.string(),
  TotalAmt: z.number(),
  CurrencyRef: qboRef.optional(),
  PrivateNote: z.string().optional(),
});

/** A voided document stays, with all amounts zero and `Voided` in front of its note (qbo API, void). */
export const isVoided = (raw: QboContent): boolean =>
  raw['TotalAmt'] === 0 && typeof raw['PrivateNote'] === 'string' && raw['PrivateNote'].startsWith('Voided');

export const transactionUnit = (raw: QboContent): QboUnit =>
  wholeUnit(raw, isVoided(raw) ? 'voided' : 'active');

/** A document in another currency than the company's is not synced (rule F15). */
export function foreignCurrency(
  side: Side,
  content: QboContent,
  context: MappingContext,
): string | undefined {
  if (side !== 'qbo') return undefined;
  const currency = qboRef.safeParse(content['CurrencyRef']);
  return currency.success && currency.data.value !== context.company.homeCurrency
    ? 'F15:foreign-currency'
    : undefined;
}

/** A payment or refund whose method, or lack of one, is unchecked is neither imported nor exported (rule C5). */
export function methodUnchecked(method: string | null, context: MappingContext): string | undefined {
  const { bpro, qbo, none } = context.settings.uncheckedMethods;
  if (method === null) return none ? 'C5:no-method' : undefined;
  const unchecked =
    bpro.some((id) => context.recordId('payment-method', 'bpro', id) === method) ||
    qbo.some((id) => context.recordId('payment-method', 'qbo', id) === method);
  return unchecked ? 'C5:method-unchecked' : undefined;
}

/** One blocking problem per field that it concerns; none named: it concerns every write. */
export const blocks = (code: NoteCode, ...fields: readonly string[]): Problem[] =>
  fields.length === 0
    ? [{ code, effect: 'block' }]
    : fields.map((field) => ({ code, field, effect: 'block' as const }));

/** QuickBooks refuses writes dated on or before the closing day (6210), and moving a document out of a closed period. */
export function closedPeriod(
  date: string,
  context: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  const closed = context.company.bookCloseDate;
  if (closed === undefined) return [];
  const former = exists?.['TxnDate'];
  return date <= closed || (typeof former === 'string' && former <= closed) ? blocks('closed-period') : [];
}

/** A reference for a body; an optional one without counterpart is left out (rule F5). */
export const refTo = (id: string | undefined): { value: string } | undefined =>
  id === undefined ? undefined : { value: id };

/** Only the properties that have a value. */
export const present = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

export const without = (
  body: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
