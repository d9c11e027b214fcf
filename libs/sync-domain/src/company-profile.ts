import { z } from 'zod';
import type { CompanyProfile, TaxRegime } from './company.js';
import { resolveTaxCode } from './entities/tax-rates.js';
import { qboTax } from './entities/tax.js';
import type { QboContent } from './mapping.js';

/** The objects of QuickBooks that say what a company is; lists with inactive records too. */
export interface CompanySources {
  readonly companyInfo: QboContent;
  readonly preferences: QboContent;
  readonly accounts: readonly QboContent[];
  readonly taxCodes: readonly QboContent[];
  readonly taxRates: readonly QboContent[];
  readonly taxAgencies: readonly QboContent[];
  readonly refundItemId?: string | undefined;
  /** Calendar day, where known: of the earliest document in scope (rule F6). */
  readonly earliestDocumentDay?: string | undefined;
}

const companyInfoSchema = z.looseObject({
  CompanyName: z.string(),
  Country: z.string().optional(),
  NameValue: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
});

const preferencesSchema = z.looseObject({
  SalesFormsPrefs: z
    .looseObject({
      CustomTxnNumbers: z.boolean().optional(),
      AllowDiscount: z.boolean().optional(),
      AutoApplyCredit: z.boolean().optional(),
    })
    .default({}),
  TaxPrefs: z
    .looseObject({ UsingSalesTax: z.boolean().optional(), PartnerTaxEnabled: z.boolean().optional() })
    .default({}),
  CurrencyPrefs: z
    .looseObject({
      MultiCurrencyEnabled: z.boolean().optional(),
      HomeCurrency: z.looseObject({ value: z.string() }).optional(),
    })
    .default({}),
  ProductAndServicesPrefs: z.looseObject({ QuantityOnHand: z.boolean().optional() }).default({}),
  AccountingInfoPrefs: z.looseObject({ BookCloseDate: z.string().optional() }).default({}),
});

const accountSchema = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  FullyQualifiedName: z.string().optional(),
  AccountType: z.string(),
  AccountSubType: z.string().default(''),
  Active: z.boolean().optional(),
});

const agencySchema = z.looseObject({ Id: z.string(), DisplayName: z.string() });

const isUnitedStates = (country: string): boolean => ['US', 'USA'].includes(country.toUpperCase());

/** Who computes sales tax (qbo API, "Taxes"): US companies since November 2017 have QuickBooks do it. */
function taxRegimeOf(country: string, prefs: z.infer<typeof preferencesSchema>['TaxPrefs']): TaxRegime {
  if (prefs.UsingSalesTax === false) return 'off';
  if (!isUnitedStates(country)) return 'codes';
  return prefs.PartnerTaxEnabled === true ? 'automated' : 'manual';
}

const UNTAXED_NAMES = [/exempt/i, /out of scope|no vat|no gst|no tax/i];

/**
 * A code for lines that are not taxed: one that sales can use and that charges nothing. A code named exempt comes
 * before one out of scope, and both before a zero-rated one, which says something else on a tax return.
 */
function zeroTaxCode({ taxCodes, taxRates, taxAgencies }: CompanySources): string | undefined {
  const zero = taxCodes.flatMap((raw) => {
    const parsed = qboTax.partial({ MetaData: true }).safeParse(resolveTaxCode(raw, taxRates, taxAgencies));
    if (!parsed.success || parsed.data.Active === false || parsed.data.Hidden === true) return [];
    const { Id, Name, PurchaseTaxRateList, SalesTaxRateList, _rates } = parsed.data;
    const sold = SalesTaxRateList?.TaxRateDetail?.length ?? 0;
    const onlyBought = sold === 0 && (PurchaseTaxRateList?.TaxRateDetail?.length ?? 0) > 0;
    return !onlyBought && _rates.every((r) => Number(r.percent) === 0) ? [{ id: Id, name: Name }] : [];
  });
  const rank = (name: string): number => {
    const at = UNTAXED_NAMES.findIndex((pattern) => pattern.test(name));
    return at < 0 ? UNTAXED_NAMES.length : at;
  };
  return zero.sort(
    (a, b) => rank(a.name) - rank(b.name) || a.id.localeCompare(b.id, 'en', { numeric: true }),
  )[0]?.id;
}

/** What matters about a company, from what QuickBooks says about it. Throws a `ZodError` on other shapes. */
export function companyProfile(sources: CompanySources): CompanyProfile {
  const info = companyInfoSchema.parse(sources.companyInfo);
  const prefs = preferencesSchema.parse(sources.preferences);
  const country = info.Country ?? 'US';
  const taxRegime = taxRegimeOf(country, prefs.TaxPrefs);
  const categories = info.NameValue.find((entry) => entry.Name === 'ItemCategoriesFeature')?.Value;
  return {
    name: info.CompanyName,
    country: isUnitedStates(country) ? 'US' : country,
    taxRegime,
    homeCurrency: prefs.CurrencyPrefs.HomeCurrency?.value ?? 'USD',
    multicurrency: prefs.CurrencyPrefs.MultiCurrencyEnabled === true,
    customTxnNumbers: prefs.SalesFormsPrefs.CustomTxnNumbers === true,
    allowDiscount: prefs.SalesFormsPrefs.AllowDiscount === true,
    autoApplyCredit: prefs.SalesFormsPrefs.AutoApplyCredit === true,
    categories: categories?.toLowerCase() !== 'false',
    inventory: prefs.ProductAndServicesPrefs.QuantityOnHand === true,
    bookCloseDate: prefs.AccountingInfoPrefs.BookCloseDate,
    accounts: sources.accounts.map((raw) => {
      const a = accountSchema.parse(raw);
      const name = a.FullyQualifiedName ?? a.Name;
      return { id: a.Id, name, type: a.AccountType, subType: a.AccountSubType, active: a.Active !== false };
    }),
    zeroTaxCodeId: taxRegime === 'codes' ? zeroTaxCode(sources) : undefined,
    refundItemId: sources.refundItemId,
    taxAgencies: sources.taxAgencies.map((raw) => {
      const agency = agencySchema.parse(raw);
      return { id: agency.Id, name: agency.DisplayName };
    }),
    earliestDocumentDay: sources.earliestDocumentDay,
  };
}
