import { describe, expect, it } from '@jest/globals';
import { companyProfile, type CompanySources } from './company-profile.js';
import type { QboContent } from './mapping.js';

const META = { CreateTime: '2026-01-05T09:00:00-08:00' };
const sources = (changes: Partial<CompanySources> = {}): CompanySources => ({
  companyInfo: {
    CompanyName: 'Ann’s Bikes',
    Country: 'US',
    NameValue: [{ Name: 'ItemCategoriesFeature', Value: 'true' }],
  },
  preferences: {
    SalesFormsPrefs: { CustomTxnNumbers: true, AllowDiscount: true, AutoApplyCredit: false },
    TaxPrefs: { UsingSalesTax: true, TaxGroupCodeRef: { value: '2' } },
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } },
    ProductAndServicesPrefs: { QuantityOnHand: true },
    AccountingInfoPrefs: { BookCloseDate: '2025-12-31' },
  },
  accounts: [
    { Id: '35', Name: 'Checking', AccountType: 'Bank', AccountSubType: 'Checking', Active: true },
    { Id: '36', Name: 'Till', FullyQualifiedName: 'Cash:Till', AccountType: 'Bank', Active: false },
  ],
  taxCodes: [],
  taxRates: [],
  taxAgencies: [{ Id: '1', DisplayName: 'State Board' }],
  ...changes,
});
const prefs = (changes: QboContent): QboContent => ({ ...sources().preferences, ...changes });
const info = (changes: QboContent): QboContent => ({ ...sources().companyInfo, ...changes });

describe('company profile', () => {
  it('C9 says what matters about a company', () => {
    expect(companyProfile(sources({ refundItemId: '7', earliestDocumentDay: '2025-03-01' }))).toEqual({
      name: 'Ann’s Bikes',
      country: 'US',
      taxRegime: 'manual',
      homeCurrency: 'USD',
      multicurrency: false,
      customTxnNumbers: true,
      allowDiscount: true,
      autoApplyCredit: false,
      categories: true,
      inventory: true,
      bookCloseDate: '2025-12-31',
      accounts: [
        { id: '35', name: 'Checking', type: 'Bank', subType: 'Checking', active: true },
        { id: '36', name: 'Cash:Till', type: 'Bank', subType: '', active: false },
      ],
      zeroTaxCodeId: undefined,
      refundItemId: '7',
      taxAgencies: [{ id: '1', name: 'State Board' }],
      earliestDocumentDay: '2025-03-01',
    });
  });

  it.each([
    ['US', { UsingSalesTax: true }, 'manual'],
    ['USA', { UsingSalesTax: true, PartnerTaxEnabled: false }, 'manual'],
    ['US', { UsingSalesTax: true, PartnerTaxEnabled: true }, 'automated'],
    ['US', { UsingSalesTax: false, PartnerTaxEnabled: true }, 'off'],
    ['CA', { UsingSalesTax: true }, 'codes'],
    ['GB', { UsingSalesTax: false }, 'off'],
  ])('F12 taxes follow the region: %s with %j', (Country, TaxPrefs, regime) => {
    const profile = companyProfile(
      sources({ companyInfo: info({ Country }), preferences: prefs({ TaxPrefs }) }),
    );
    expect(profile.taxRegime).toBe(regime);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('C9 categories are as the feature says: %s', (Value, categories) => {
    const NameValue = [{ Name: 'ItemCategoriesFeature', Value }];
    expect(companyProfile(sources({ companyInfo: info({ NameValue }) })).categories).toBe(categories);
  });

  it('C9 what the preferences do not say is off', () => {
    expect(companyProfile(sources({ preferences: {} }))).toMatchObject({
      inventory: false,
      allowDiscount: false,
      multicurrency: false,
      autoApplyCredit: false,
      bookCloseDate: undefined,
    });
  });

  const taxCode = (
    Id: string,
    Name: string,
    rates: readonly string[],
    changes: QboContent = {},
  ): QboContent => ({
    Id,
    SyncToken: '0',
    MetaData: META,
    Name,
    Active: true,
    SalesTaxRateList: { TaxRateDetail: rates.map((value) => ({ TaxRateRef: { value } })) },
    ...changes,
  });
  const purchases = { PurchaseTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: '2' } }] } };
  const taxed = taxCode('1', 'HST', ['1']);
  const zeroRated = taxCode('2', 'Zero-rated', ['2']);
  const outOfScope = taxCode('10', 'Out of scope', []);
  const exempt = taxCode('11', 'Exempt', ['2']);

  it.each<[string, QboContent[], string | undefined]>([
    ['exempt first', [taxed, zeroRated, outOfScope, exempt], '11'],
    ['then out of scope', [taxed, zeroRated, outOfScope], '10'],
    ['then what is zero-rated', [taxed, zeroRated], '2'],
    ['the lowest id of several', [taxCode('10', 'Zero', ['2']), taxCode('9', 'Zero 2', ['2'])], '9'],
    ['nothing that taxes', [taxed], undefined],
    ['nothing inactive', [{ ...exempt, Active: false }], undefined],
    ['nothing hidden', [{ ...exempt, Hidden: true }], undefined],
    ['nothing for purchases only', [{ ...outOfScope, ...purchases }], undefined],
    ['nothing whose rate is not known', [taxCode('3', 'Exempt', ['99'])], undefined],
  ])('F12 lines without tax get a code without tax: %s', (_case, taxCodes, expected) => {
    const taxRates = [
      { Id: '1', Name: 'HST', RateValue: 13 },
      { Id: '2', Name: 'None', RateValue: 0 },
    ];
    const canada = sources({ companyInfo: info({ Country: 'CA' }), taxCodes, taxRates });
    expect(companyProfile(canada).zeroTaxCodeId).toBe(expected);
    expect(companyProfile({ ...canada, companyInfo: info({ Country: 'US' }) }).zeroTaxCodeId).toBeUndefined();
  });
});
