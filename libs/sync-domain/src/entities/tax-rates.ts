import { Big } from 'big.js';
import { z } from 'zod';
import type { Fields } from '../fields.js';
import type { QboContent } from '../mapping.js';
import { plainDecimal } from '../money.js';
import type { QboTaxContent } from './tax.js';

/** One rate of a tax: percent as `"8.25"`. */
export interface RateDetail {
  readonly [name: string]: string;
  readonly name: string;
  readonly percent: string;
  readonly agency: string;
}

const byPercent = (a: RateDetail, b: RateDetail): number =>
  new Big(a.percent).cmp(b.percent) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const rated = (rates: readonly RateDetail[]): RateDetail[] =>
  rates.filter((r) => !new Big(r.percent).eq(0)).sort(byPercent);

/** The percentages that tax, lowest first: a rate of 0 % is as good as none. */
export const percentsOf = (rates: readonly RateDetail[]): string[] => rated(rates).map((r) => r.percent);

/** The same with names, each name once: `GST`, `GST 2`. */
export function uniqueNames(rates: readonly RateDetail[]): RateDetail[] {
  const taken = new Set<string>();
  return rated(rates).map((rate) => {
    let name = rate.name;
    for (let n = 2; taken.has(name); n++) name = `${rate.name} ${String(n)}`;
    taken.add(name);
    return { ...rate, name };
  });
}

const detailsSchema = z.array(z.object({ name: z.string(), percent: z.string(), agency: z.string() }));

/** The field `details` of a tax. */
export const rateDetails = (fields: Fields): RateDetail[] => detailsSchema.parse(fields['details'] ?? []);

const taxRate = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  RateValue: z.union([z.number(), z.string()]),
  AgencyRef: z.looseObject({ value: z.string() }).optional(),
});
const taxAgency = z.looseObject({ Id: z.string(), DisplayName: z.string() });
const salesRates = z.looseObject({
  SalesTaxRateList: z
    .looseObject({
      TaxRateDetail: z.array(z.looseObject({ TaxRateRef: z.looseObject({ value: z.string() }) })).optional(),
    })
    .optional(),
});

/**
 * A raw TaxCode with `_rates`, its sales rates: what the mapping and the documents read (`QboTaxContent`).
 * `taxRates` and `taxAgencies`: all of the company, inactive ones too. A rate that is not among them leaves
 * `_rates` out, so that the code is malformed instead of taxing too little.
 */
export function resolveTaxCode(
  taxCode: QboContent,
  taxRates: readonly QboContent[],
  taxAgencies: readonly QboContent[],
): QboContent {
  const details = salesRates.parse(taxCode).SalesTaxRateList?.TaxRateDetail ?? [];
  const agencyName = (id: string | undefined): string => {
    const found = taxAgencies.find((a) => a['Id'] === id);
    return found ? taxAgency.parse(found).DisplayName : 'QuickBooks';
  };
  const rates = details.flatMap(({ TaxRateRef }) => {
    const parsed = taxRate.safeParse(taxRates.find((r) => r['Id'] === TaxRateRef.value));
    if (!parsed.success) return [];
    const { Id, Name, RateValue, AgencyRef } = parsed.data;
    return [{ id: Id, name: Name, percent: plainDecimal(RateValue), agency: agencyName(AgencyRef?.value) }];
  });
  return { ...taxCode, _rates: rates.length === details.length ? rates : undefined };
}

const taxServiceAnswer = z.looseObject({
  TaxCode: z.string(),
  TaxCodeId: z.coerce.string(),
  TaxRateDetails: z.array(
    z.looseObject({
      TaxRateName: z.string(),
      TaxRateId: z.coerce.string(),
      RateValue: z.union([z.number(), z.string()]),
      TaxAgencyId: z.coerce.string().optional(),
    }),
  ),
});

/**
 * The tax code that TaxService answers having created: its answer has neither the shape of a TaxCode nor times.
 * `at`: the UTC instant of the answer.
 */
export function createdTaxCode(
  answer: QboContent,
  taxAgencies: readonly { readonly id: string; readonly name: string }[],
  at: string,
): QboTaxContent {
  const { TaxCode, TaxCodeId, TaxRateDetails } = taxServiceAnswer.parse(answer);
  return {
    Id: TaxCodeId,
    SyncToken: '0',
    Name: TaxCode,
    Active: true,
    TaxGroup: true,
    MetaData: { CreateTime: at, LastUpdatedTime: at },
    SalesTaxRateList: { TaxRateDetail: TaxRateDetails.map((r) => ({ TaxRateRef: { value: r.TaxRateId } })) },
    _rates: TaxRateDetails.map((r) => ({
      id: r.TaxRateId,
      name: r.TaxRateName,
      percent: plainDecimal(r.RateValue),
      agency: taxAgencies.find((a) => a.id === r.TaxAgencyId)?.name ?? 'QuickBooks',
    })),
  };
}
