import { cents } from './money.js';
import { amount, list, type QboRecord } from './record.js';

/** The transactions that a line links to. */
export const linksOf = (line: QboRecord): readonly { readonly id: string; readonly type: string }[] =>
  list(line, 'LinkedTxn').map((link) => ({ id: String(link['TxnId']), type: String(link['TxnType']) }));

/** Cents that a payment applies, by `Invoice/<id>`, `CreditMemo/<id>`, `Bill/<id>` or `VendorCredit/<id>`. */
export function applicationsOf(payment: QboRecord | undefined): Map<string, number> {
  const applied = new Map<string, number>();
  if (!payment) return applied;
  for (const line of list(payment, 'Line'))
    for (const { type, id } of linksOf(line)) {
      const key = `${type}/${id}`;
      applied.set(key, (applied.get(key) ?? 0) + cents(amount(line, 'Amount')));
    }
  return applied;
}

/** Whether a line's link, or its `Type/id`, is to a credit, which adds to what a payment has. */
export const isCredit = (key: string): boolean => /^(CreditMemo|VendorCredit)(\/|$)/.test(key);

/** Cents of this payment that nothing uses: its total plus the credits it links, less what it applies. */
export function unapplied(payment: QboRecord): number {
  let rest = cents(amount(payment, 'TotalAmt'));
  for (const [key, applied] of applicationsOf(payment)) rest += isCredit(key) ? applied : -applied;
  return rest;
}
