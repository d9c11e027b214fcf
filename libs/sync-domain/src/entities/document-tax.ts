import { Big } from 'big.js';
import { z } from 'zod';
import type { ComposeContext, MappingContext } from '../mapping.js';
import { centsToNumber, splitByWeight, type Cents } from '../money.js';
import { taxCodeOf, type QboLine } from './invoice-lines.js';
import { present, refTo } from './qbo-transaction.js';

/** What a document says about its tax. `group`: our record id; undefined: the regime has no groups (rule F12). */
export interface TaxReading {
  readonly group: string | null | undefined;
  readonly taxable: readonly boolean[];
  /** Several codes that tax: BPro has one group per order. */
  readonly mixed: boolean;
}

/** The codes that stand for "taxed" and "not taxed" on the lines of a US document; they are no tax codes. */
const PSEUDO_CODES: ReadonlySet<string> = new Set(['TAX', 'NON']);

const taxContent = z.looseObject({
  _rates: z.array(z.looseObject({ id: z.string(), percent: z.union([z.string(), z.number()]) })).default([]),
});

interface Rate {
  readonly id: string;
  readonly percent: string;
}

/** The rates of a tax as QuickBooks has it; undefined while it is not there. */
function ratesOf(group: string, context: MappingContext): Rate[] | undefined {
  const parsed = taxContent.safeParse(context.content('tax', 'qbo', group));
  return parsed.success
    ? parsed.data._rates.map(({ id, percent }) => ({ id, percent: new Big(percent).toFixed() }))
    : undefined;
}

/** The sum of a group's percentages; undefined when its rates are not known. */
export const percentOfGroup = (group: string, context: MappingContext): string | undefined =>
  ratesOf(group, context)
    ?.reduce((sum, rate) => sum.plus(rate.percent), new Big(0))
    .toFixed();

const isZeroRated = (group: string, context: MappingContext): boolean => {
  const rates = ratesOf(group, context);
  return rates !== undefined && rates.every((rate) => new Big(rate.percent).eq(0));
};

const taxRecord = (codeId: string, context: MappingContext): string => context.recordId('tax', 'qbo', codeId);

/** What BPro says: one group per order, and which lines it taxes. The zero code's group is the same as none. */
export function taxFromBpro(
  order: {
    readonly taxGroupId: string | null;
    readonly taxes: boolean;
    readonly taxable: readonly boolean[];
  },
  context: MappingContext,
): TaxReading {
  const none = order.taxable.map(() => false);
  const { taxRegime, zeroTaxCodeId } = context.company;
  if (taxRegime === 'off') return { group: undefined, taxable: none, mixed: false };
  if (taxRegime === 'automated')
    return { group: undefined, taxable: order.taxes ? order.taxable : none, mixed: false };
  const group = order.taxGroupId === null ? null : context.recordId('tax', 'bpro', order.taxGroupId);
  const isZero =
    taxRegime === 'codes' && zeroTaxCodeId !== undefined && group === taxRecord(zeroTaxCodeId, context);
  if (group === null || isZero || !order.taxable.includes(true))
    return { group: null, taxable: none, mixed: false };
  return { group, taxable: order.taxable, mixed: false };
}

/** What a QuickBooks document says. `charges`: its charging lines, bundles resolved. */
export function taxFromQbo(
  document: {
    readonly codeId: string | undefined;
    readonly taxes: boolean;
    readonly charges: readonly QboLine[];
  },
  context: MappingContext,
): TaxReading {
  const { charges, taxes, codeId } = document;
  const none = charges.map(() => false);
  const flagged = charges.map((line) => (taxCodeOf(line) ?? 'NON') !== 'NON');
  switch (context.company.taxRegime) {
    case 'off':
      return { group: undefined, taxable: none, mixed: false };
    case 'automated':
      return { group: undefined, taxable: taxes ? flagged : none, mixed: false };
    case 'manual': {
      const real = codeId === undefined || PSEUDO_CODES.has(codeId) ? undefined : codeId;
      if (real === undefined || !flagged.includes(true)) return { group: null, taxable: none, mixed: false };
      return { group: taxRecord(real, context), taxable: flagged, mixed: false };
    }
    case 'codes':
      return taxFromLineCodes(charges, context);
  }
}

/** A code per line: the one code that taxes is the group; beside it, codes at zero per cent do not tax. */
function taxFromLineCodes(charges: readonly QboLine[], context: MappingContext): TaxReading {
  const groups = lineCodes(charges, context).map((code) => taxRecord(code, context));
  const taxing = groups.filter((group) => !isZeroRated(group, context));
  const candidates = taxing.length > 0 ? taxing : groups;
  const [only, ...more] = candidates;
  const group = only !== undefined && more.length === 0 ? only : null;
  return {
    group,
    taxable: charges.map((line) => {
      const code = taxCodeOf(line);
      return group !== null && code !== undefined && taxRecord(code, context) === group;
    }),
    mixed: taxing.length > 1,
  };
}

/** The distinct tax codes on the lines of a document, without the company's code for "not taxed". */
export const lineCodes = (charges: readonly QboLine[], context: MappingContext): string[] =>
  [...new Set(charges.map(taxCodeOf))].filter(
    (code) => code !== undefined && !PSEUDO_CODES.has(code) && code !== context.company.zeroTaxCodeId,
  ) as string[];

/** Whether lines that are not taxed may keep the code that they have: only where another code is the one that taxes. */
export const keepsUntaxedCodes = (group: string | null | undefined, context: MappingContext): boolean =>
  context.company.taxRegime === 'codes' && typeof group === 'string' && !isZeroRated(group, context);

/** The tax code of a line that is sent (qbo API: TAX or NON in the US, a real code elsewhere). */
export function lineTaxCode(
  taxable: boolean,
  group: string | null | undefined,
  context: ComposeContext,
): { value: string } | undefined {
  switch (context.company.taxRegime) {
    case 'off':
      return undefined;
    case 'automated':
    case 'manual':
      return { value: taxable ? 'TAX' : 'NON' };
    case 'codes':
      return taxable && typeof group === 'string'
        ? refTo(context.sideId('tax', 'qbo', group))
        : refTo(context.company.zeroTaxCodeId);
  }
}

/**
 * The tax of a document, overriding what QuickBooks would compute, so that the total is BPro's to the cent
 * (rule F7): one line per rate, split by the largest remainder, so that the lines add up to the tax.
 * `net`: the taxed amount after discount.
 */
export function taxDetail(
  tax: { readonly group: string | null | undefined; readonly total: Cents; readonly net: Cents },
  context: ComposeContext,
): { readonly GlobalTaxCalculation?: 'TaxExcluded'; readonly TxnTaxDetail?: Record<string, unknown> } {
  const { taxRegime } = context.company;
  const TotalTax = centsToNumber(tax.total);
  if (taxRegime === 'off') return {};
  if (taxRegime === 'automated') return { TxnTaxDetail: { TotalTax } };
  const code = typeof tax.group === 'string' ? refTo(context.sideId('tax', 'qbo', tax.group)) : undefined;
  const detail = present({
    TxnTaxCodeRef: taxRegime === 'manual' ? code : undefined,
    TotalTax,
    TaxLine: typeof tax.group === 'string' ? taxLines(tax.group, tax.total, tax.net, context) : undefined,
  });
  return taxRegime === 'codes'
    ? { GlobalTaxCalculation: 'TaxExcluded', TxnTaxDetail: detail }
    : { TxnTaxDetail: detail };
}

function taxLines(group: string, total: Cents, net: Cents, context: MappingContext): unknown[] | undefined {
  const rates = ratesOf(group, context);
  if (rates === undefined || rates.length === 0) return undefined;
  const weights = rates.map((rate) => new Big(rate.percent).times(1e7).round(0).toNumber());
  const amounts = splitByWeight(total, weights);
  return rates.map((rate, i) => ({
    Amount: centsToNumber(amounts[i] ?? 0),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      TaxRateRef: { value: rate.id },
      PercentBased: true,
      TaxPercent: new Big(rate.percent).toNumber(),
      NetAmountTaxable: centsToNumber(net),
    },
  }));
}
