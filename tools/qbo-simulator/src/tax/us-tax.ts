import { refuse } from '../api/service-fault.js';
import { cents, fromCents, percentCents, prorate } from '../model/money.js';
import { amount, child, compact, idOf, list, type QboRecord, refId } from '../model/record.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import { type Rate, salesRates, systemCode } from './rates.js';

/** What the tax of a sales document is computed from. Money in cents. */
export interface TaxInput {
  readonly work: UnitOfWork;
  /** Sum of the lines that are taxed, after discounts that lower it. */
  readonly taxable: number;
  readonly customer: QboRecord | undefined;
  /** `TxnTaxDetail` of the request, undefined when it is to be computed. */
  readonly sent: QboRecord | undefined;
  readonly stored: QboRecord | undefined;
}

export interface TaxResult {
  readonly detail: QboRecord;
  readonly totalTax: number;
}

/** A `TaxLine` of the answer. */
export const taxLine = (rate: Rate, tax: number, base: number): QboRecord => ({
  Amount: fromCents(tax),
  DetailType: 'TaxLineDetail',
  TaxLineDetail: {
    TaxRateRef: { value: rate.id },
    PercentBased: true,
    TaxPercent: rate.percent,
    NetAmountTaxable: fromCents(base),
  },
});

/**
 * The tax that a request dictates with TotalTax and all TaxLines, each naming its rate (QuickBooks Online API,
 * "Override sales tax"); undefined when the request does not.
 */
export function dictatedTax(work: UnitOfWork, sent: QboRecord | undefined): TaxResult | undefined {
  if (sent?.['TotalTax'] === undefined) return undefined;
  const lines = list(sent, 'TaxLine');
  if (lines.length === 0) return undefined;
  let sum = 0;
  for (const line of lines) {
    const rate = refId(child(line, 'TaxLineDetail'), 'TaxRateRef');
    if (rate === undefined) throw refuse.missing('TaxLineDetail.TaxRateRef');
    if (!work.get('TaxRate', rate))
      throw refuse.invalidReference(`TaxRates element id ${rate} not found`, 'TxnTaxDetail.TaxLine');
    sum += cents(amount(line, 'Amount'));
  }
  const totalTax = cents(amount(sent, 'TotalTax'));
  if (sum !== totalTax) throw refuse.business('The total tax must be the sum of the tax lines.');
  return { totalTax, detail: { ...sent, TotalTax: fromCents(totalTax), TaxLine: lines } };
}

/**
 * US company with rates kept by hand: the code of the transaction (or the customer's default) on the taxable
 * lines' sum; each rate is rounded by itself.
 */
export function manualTax(input: TaxInput): TaxResult {
  const dictated = dictatedTax(input.work, input.sent);
  if (dictated) return dictated;
  const { work, customer } = input;
  const chosen =
    (input.sent && refId(input.sent, 'TxnTaxCodeRef')) ??
    (input.stored && refId(input.stored, 'TxnTaxCodeRef')) ??
    (customer && customer['Taxable'] !== false ? refId(customer, 'DefaultTaxCodeRef') : undefined);
  const code = chosen === undefined ? undefined : work.get('TaxCode', chosen);
  if (!code || input.taxable === 0) return { totalTax: 0, detail: withCode(code, { TotalTax: 0 }) };
  return computed(code, salesRates(work, code), input.taxable);
}

/**
 * Automated sales tax: QuickBooks chooses the code itself. An explicit TotalTax is honoured and spread over the
 * rates in proportion.
 */
export function automatedTax(input: TaxInput): TaxResult {
  const { work, customer, sent } = input;
  const code = systemCode(work.company);
  const rates = code ? salesRates(work, code) : [];
  const exempt = customer?.['Taxable'] === false;
  const own =
    code && !exempt ? computed(code, rates, input.taxable) : { totalTax: 0, detail: { TotalTax: 0 } };
  if (sent?.['TotalTax'] === undefined || !work.switches.honourTotalTax) return own;
  const totalTax = cents(amount(sent, 'TotalTax'));
  if (totalTax === own.totalTax) return own;
  if (!code || rates.length === 0) return { totalTax, detail: { TotalTax: fromCents(totalTax) } };
  const parts = prorate(
    totalTax,
    rates.map((rate) => rate.percent * 1000),
  );
  const lines = rates.map((rate, index) => taxLine(rate, parts[index] ?? 0, input.taxable));
  return { totalTax, detail: withCode(code, { TotalTax: fromCents(totalTax), TaxLine: lines }) };
}

function computed(code: QboRecord, rates: readonly Rate[], base: number): TaxResult {
  const lines = base === 0 ? [] : rates.map((rate) => taxLine(rate, percentCents(base, rate.percent), base));
  const totalTax = lines.reduce((sum, line) => sum + cents(amount(line, 'Amount')), 0);
  const TaxLine = lines.length > 0 ? lines : undefined;
  return { totalTax, detail: withCode(code, compact({ TotalTax: fromCents(totalTax), TaxLine })) };
}

const withCode = (code: QboRecord | undefined, detail: QboRecord): QboRecord =>
  code ? { TxnTaxCodeRef: { value: idOf(code) }, ...detail } : detail;
