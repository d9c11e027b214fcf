import { child, isObject, type QboRecord, refId, text } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Profile } from '../store/company.js';

type Records = ReadonlyMap<EntityName, readonly QboRecord[]>;

const COUNTRIES: Readonly<Record<string, 'us' | 'ca' | 'uk'>> = {
  US: 'us',
  USA: 'us',
  CA: 'ca',
  CAN: 'ca',
  GB: 'uk',
  GBR: 'uk',
  UK: 'uk',
};

/**
 * Which profile a company's own records speak for: its country, else its currency and tax codes; a US company has
 * automated sales tax when its preferences or its generated tax codes say so, or when nothing says otherwise.
 */
export function inferProfile(records: Records): Profile {
  const region = byCountry(records) ?? byCurrency(records) ?? byTaxes(records);
  return region === 'us' ? usProfile(records) : region;
}

function byCountry(records: Records): 'us' | 'ca' | 'uk' | undefined {
  const info = records.get('CompanyInfo')?.[0];
  const country = info && text(info, 'Country')?.toUpperCase();
  if (country === undefined || country === '') return undefined;
  return COUNTRIES[country] ?? 'uk';
}

function byCurrency(records: Records): 'us' | 'ca' | 'uk' | undefined {
  const preferences = records.get('Preferences')?.[0] ?? {};
  const account = records.get('Account')?.[0] ?? {};
  const home = refId(child(preferences, 'CurrencyPrefs'), 'HomeCurrency') ?? refId(account, 'CurrencyRef');
  return home === 'CAD' ? 'ca' : home === 'GBP' ? 'uk' : home === 'USD' ? 'us' : undefined;
}

function byTaxes(records: Records): 'us' | 'ca' | 'uk' {
  const codes = records.get('TaxCode') ?? [];
  if (codes.some((code) => code['Id'] === 'TAX')) return 'us';
  const names = [...codes, ...(records.get('TaxRate') ?? [])]
    .map((each) => text(each, 'Name') ?? '')
    .join(' ');
  if (/\b(GST|HST|PST|QST)\b/.test(names)) return 'ca';
  return /\bVAT\b|\d% [SRZ]\b/.test(names) ? 'uk' : 'us';
}

function usProfile(records: Records): Profile {
  const preferences = records.get('Preferences')?.[0];
  const partner = preferences && child(preferences, 'TaxPrefs')['PartnerTaxEnabled'];
  if (typeof partner === 'boolean') return partner ? 'us-automated' : 'us-manual';
  const codes = (records.get('TaxCode') ?? []).filter((code) => code['Id'] !== 'TAX' && code['Id'] !== 'NON');
  if (codes.some((code) => code['TaxCodeConfigType'] === 'SYSTEM_GENERATED')) return 'us-automated';
  const keepsRates = codes.some((code) => isObject(code['SalesTaxRateList']));
  return keepsRates || preferences ? 'us-manual' : 'us-automated';
}
