import { refuse } from '../api/service-fault.js';
import { cents, fromCents, netCents, percentCents } from '../model/money.js';
import { amount, child, type Draft, type QboRecord, refId } from '../model/record.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { type Rate, salesRates } from './rates.js';
import { dictatedTax, taxLine, type TaxResult } from './us-tax.js';

export interface LineTaxResult extends TaxResult {
  /** The lines; with tax inclusive, Amount is net and TaxInclusiveAmt gross. */
  readonly lines: readonly QboRecord[];
}

const NO_RATE = 'Make sure all your transactions have a GST/HST rate before you save.';

/**
 * Tax outside the US: every sales line names a real tax code, and each line's tax is rounded per rate before it is
 * added up. `discounts` are cents to take off each line's base.
 */
export function taxByLine(
  work: UnitOfWork,
  lines: readonly QboRecord[],
  discounts: readonly number[],
  mode: string,
  sent: QboRecord | undefined,
): LineTaxResult {
  if (mode === 'NotApplicable') return { lines, totalTax: 0, detail: { TotalTax: 0 } };
  const sums = new Map<string, { readonly rate: Rate; tax: number; base: number }>();
  const result = lines.map((line, index) => {
    if (line['DetailType'] !== 'SalesItemLineDetail') return line;
    const rates = ratesOf(work, line);
    const priced = mode === 'TaxInclusive' ? netLine(line, rates) : { line, tax: undefined };
    const base = cents(amount(priced.line, 'Amount')) - (discounts[index] ?? 0);
    addUp(sums, rates, base, priced.tax);
    return priced.line;
  });
  const dictated = dictatedTax(work, sent);
  if (dictated) return { ...dictated, lines: result };
  const totals = [...sums.values()];
  const totalTax = totals.reduce((sum, each) => sum + each.tax, 0);
  const TaxLine = totals.map(({ rate, tax, base }) => taxLine(rate, tax, base));
  return { lines: result, totalTax, detail: { TotalTax: fromCents(totalTax), TaxLine } };
}

function ratesOf(work: UnitOfWork, line: QboRecord): Rate[] {
  const id = refId(child(line, 'SalesItemLineDetail'), 'TaxCodeRef');
  if (id === undefined) throw refuse.business(NO_RATE);
  const code = work.get('TaxCode', id);
  if (!code)
    throw refuse.invalidReference(
      `TaxCodes element id ${id} not found`,
      'Line.SalesItemLineDetail.TaxCodeRef',
    );
  return salesRates(work, code);
}

/** The last rate takes what rounding leaves when the line's tax is fixed by its gross amount. */
function addUp(
  sums: Map<string, { readonly rate: Rate; tax: number; base: number }>,
  rates: readonly Rate[],
  base: number,
  fixed: number | undefined,
): void {
  let left = fixed;
  rates.forEach((rate, index) => {
    let tax = percentCents(base, rate.percent);
    if (left !== undefined) {
      if (index === rates.length - 1) tax = left;
      left -= tax;
    }
    const sum = sums.get(rate.id) ?? { rate, tax: 0, base: 0 };
    sums.set(rate.id, { rate, tax: sum.tax + tax, base: sum.base + base });
  });
}

/** A line of a tax-inclusive document: TaxInclusiveAmt is gross; without it Amount is, and becomes net. */
function netLine(line: QboRecord, rates: readonly Rate[]): { line: QboRecord; tax: number } {
  const detail = child(line, 'SalesItemLineDetail');
  const percent = rates.reduce((sum, rate) => sum + rate.percent, 0);
  const sentGross = detail['TaxInclusiveAmt'];
  const gross = cents(typeof sentGross === 'number' ? sentGross : amount(line, 'Amount'));
  const net = typeof sentGross === 'number' ? cents(amount(line, 'Amount')) : netCents(gross, percent);
  const SalesItemLineDetail: Draft = { ...detail, TaxInclusiveAmt: fromCents(gross) };
  return { line: { ...line, Amount: fromCents(net), SalesItemLineDetail }, tax: gross - net };
}
