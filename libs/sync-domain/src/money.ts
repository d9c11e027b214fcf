import { Big } from 'big.js';

/** An amount of money in whole cents. */
export type Cents = number;

/** Reads a decimal number or text exactly; more than two decimals are rounded half up. */
export const toCents = (value: string | number): Cents =>
  Number(new Big(value).times(100).round(0, Big.roundHalfUp).toString());

/** `1230` to `"12.30"`. */
export const centsToText = (cents: Cents): string => new Big(cents).div(100).toFixed(2);

/** `1230` to `12.3`, for QuickBooks' JSON numbers. */
export const centsToNumber = (cents: Cents): number => new Big(cents).div(100).toNumber();

/** A decimal in its one shortest form: `"1.50"` and `1.5` both give `"1.5"`. */
export const plainDecimal = (value: string | number): string => new Big(value).toFixed();

export const decimalToNumber = (value: string): number => new Big(value).toNumber();

/** quantity × price in cents, rounded half up. */
export const lineAmount = (quantity: string, price: string): Cents =>
  Number(new Big(quantity).times(price).times(100).round(0, Big.roundHalfUp).toString());

/** percent of an amount in cents, rounded half up: what QuickBooks charges per rate. */
export const percentOf = (percent: string, cents: Cents): Cents =>
  Number(new Big(cents).times(percent).div(100).round(0, Big.roundHalfUp).toString());

/**
 * Splits an amount in proportion to weights by the largest remainder, so that the parts add up to it exactly.
 * All weights zero: everything goes to the first part.
 */
export function splitByWeight(amount: Cents, weights: readonly number[]): Cents[] {
  const whole = weights.reduce((sum, w) => sum + w, 0);
  if (whole === 0) return weights.map((_, i) => (i === 0 ? amount : 0));
  const exact = weights.map((w) => new Big(amount).times(w).div(whole));
  const parts = exact.map((part) => Number(part.round(0, Big.roundDown).toString()));
  const rest = amount - parts.reduce((sum, p) => sum + p, 0);
  const byRemainder = exact
    .map((part, i) => ({ i, remainder: part.minus(parts[i] ?? 0).abs() }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || a.i - b.i);
  for (let n = 0; n < Math.abs(rest); n++) {
    const target = byRemainder[n % byRemainder.length];
    if (target) parts[target.i] = (parts[target.i] ?? 0) + Math.sign(rest);
  }
  return parts;
}
