import { Big } from 'big.js';

/** Integer cents, rounded half away from zero. */
export const cents = (value: number): number => Number(new Big(value).times(100).round(0, Big.roundHalfUp));

export const fromCents = (value: number): number => Number(new Big(value).div(100));

/** Quantity times price, to the cent. */
export const productCents = (quantity: number, price: number): number =>
  Number(new Big(quantity).times(price).times(100).round(0, Big.roundHalfUp));

/** `percent` % of an amount in cents, rounded half up to the cent. */
export const percentCents = (base: number, percent: number): number =>
  Number(new Big(base).times(percent).div(100).round(0, Big.roundHalfUp));

/** The net part, in cents, of a gross amount that contains `percent` % tax. */
export const netCents = (gross: number, percent: number): number =>
  Number(new Big(gross).div(new Big(percent).div(100).plus(1)).round(0, Big.roundHalfUp));

/** Splits `total` over the weights so that the parts add up to it (largest remainder). All in cents. */
export function prorate(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map((part) => Math.trunc(part));
  const missing = total - parts.reduce((a, b) => a + b, 0);
  const order = exact
    .map((part, index) => ({ index, rest: Math.abs(part - Math.trunc(part)) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (let i = 0; i < Math.abs(missing); i++) {
    const target = order[i % order.length];
    if (target) parts[target.index] = (parts[target.index] ?? 0) + Math.sign(missing);
  }
  return parts;
}
