import { refuse } from '../api/service-fault.js';
import { applicationsOf, linksOf, unapplied } from '../model/links.js';
import { cents, fromCents } from '../model/money.js';
import { amount, type Draft, list, omit, type QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { isApplicable, type Side } from './applications.js';
import type { WriteContext } from './rules.js';

export interface Settlement {
  /** The payment with its lines and amounts completed. */
  readonly payment: Draft;
  /** Cents that its lines do not apply, never below 0. */
  readonly rest: number;
}

/**
 * A payment or bill payment as it settles documents by its lines. Refuses amounts below 0, lines that lack something,
 * and targets that do not exist (610), that `maySettle` denies (620) or that are not open for that amount.
 */
export function completeSettlement(
  context: WriteContext,
  side: Side,
  draft: Draft,
  maySettle: (target: QboRecord) => boolean,
): Settlement {
  if (amount(draft, 'TotalAmt') < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  const Line = list(draft, 'Line').map(completeLine);
  const payment: Draft = { ...draft, Line, TotalAmt: fromCents(cents(amount(draft, 'TotalAmt'))) };
  for (const [key, value] of applicationsOf(payment)) checkApplication(context, side, maySettle, key, value);
  const rest = unapplied(payment);
  if (rest < 0) throw refuse.business('The amount applied is more than the amount of the payment.');
  return { payment, rest };
}

function completeLine(line: QboRecord): QboRecord {
  if (line['Amount'] === undefined) throw refuse.missing('Line.Amount');
  if (linksOf(line).length === 0) throw refuse.missing('Line.LinkedTxn');
  return { ...omit(line, 'LineEx'), Amount: fromCents(cents(amount(line, 'Amount'))) };
}

function checkApplication(
  { work, stored }: WriteContext,
  side: Side,
  maySettle: (target: QboRecord) => boolean,
  key: string,
  value: number,
): void {
  const [type, id] = key.split('/') as [EntityName, string];
  if (value < 0) throw refuse.business('Transaction amount must be 0 or greater.');
  if (!isApplicable(type, side)) return;
  const target = work.get(type, id);
  if (!target) throw refuse.notFound('Line.LinkedTxn');
  if (!maySettle(target)) throw refuse.cannotLink();
  const before = applicationsOf(stored).get(key) ?? 0;
  if (value - before > cents(amount(target, 'Balance')))
    throw refuse.business('The amount applied to a transaction is more than its open balance.');
}
