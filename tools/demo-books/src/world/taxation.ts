import { lineCents, percentUnits, percentUnitsOf, share } from './money.js';
import type { InvoiceFields, LineFields, RateFields } from './entities.js';

type Priced = Pick<InvoiceFields, 'lines' | 'discount' | 'taxGroup'>;

const known = new WeakMap<LineFields, number>();

/** Cents of a line. */
export const amountOf = (line: LineFields): number => {
  let cents = known.get(line);
  if (cents === undefined) known.set(line, (cents = lineCents(line.quantity, line.unitPrice)));
  return cents;
};

export const subtotalOf = (lines: readonly LineFields[]): number =>
  lines.reduce((sum, line) => sum + amountOf(line), 0);

/** Cents that are taxed: the taxable lines less their share of the discount. */
export function taxableNet({ lines, discount }: Pick<Priced, 'lines' | 'discount'>): number {
  const taxed = subtotalOf(lines.filter((line) => line.taxable));
  return taxed - share(discount, taxed, subtotalOf(lines));
}

/** BPro: all rates together, rounded once. */
export const taxRoundedOnce = (priced: Priced): number =>
  percentUnitsOf(
    taxableNet(priced),
    (priced.taxGroup?.fields.rates ?? []).reduce((sum, rate) => sum + percentUnits(rate.percent), 0),
  );

/** QuickBooks: every rate rounded for itself. */
export const taxPerRate = (net: number, rates: readonly RateFields[]): number[] =>
  rates.map((rate) => percentUnitsOf(net, percentUnits(rate.percent)));

export const taxRoundedPerRate = (priced: Priced): number =>
  taxPerRate(taxableNet(priced), priced.taxGroup?.fields.rates ?? []).reduce((a, b) => a + b, 0);

export const totalOf = (invoice: Pick<InvoiceFields, 'lines' | 'discount' | 'tax'>): number =>
  subtotalOf(invoice.lines) - invoice.discount + invoice.tax;
