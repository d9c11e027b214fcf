import type { QboRecord } from '../model/record.js';
import { taxCodeRecord, taxRateRecord } from '../tax/tax-service.js';
import type { Profile } from './company.js';

interface StockCode {
  readonly name: string;
  /** Names of sales rates. */
  readonly rates: readonly string[];
  readonly system?: boolean;
}

interface StockTaxes {
  readonly agencies: readonly string[];
  /** Name, percent and the agency's place (from 1). */
  readonly rates: readonly (readonly [name: string, percent: number, agency: number])[];
  /** The first code gets Id 2. */
  readonly codes: readonly StockCode[];
}

const TAXES: Readonly<Record<Profile, StockTaxes>> = {
  'us-manual': {
    agencies: ['Arizona Dept. of Revenue', 'Board of Equalization'],
    rates: [
      ['AZ State tax', 7.1, 1],
      ['Tucson City', 2, 1],
      ['California', 8, 2],
    ],
    codes: [
      { name: 'California', rates: ['California'] },
      { name: 'Tucson', rates: ['AZ State tax', 'Tucson City'] },
    ],
  },
  'us-automated': {
    agencies: ['California Department of Tax and Fee Administration'],
    rates: [
      ['California State', 6.25, 1],
      ['California, Alameda County', 1.25, 1],
    ],
    codes: [
      {
        name: 'California, Alameda County',
        rates: ['California State', 'California, Alameda County'],
        system: true,
      },
    ],
  },
  ca: {
    agencies: ['Canada Revenue Agency', 'Ministry of Finance (BC)', 'Revenu Québec'],
    rates: [
      ['GST', 5, 1],
      ['HST (ON) 13%', 13, 1],
      ['PST (BC)', 7, 2],
      ['QST', 9.975, 3],
      ['GST 0%', 0, 1],
    ],
    codes: [
      { name: 'GST', rates: ['GST'] },
      { name: 'HST ON', rates: ['HST (ON) 13%'] },
      { name: 'GST/PST BC', rates: ['GST', 'PST (BC)'] },
      { name: 'GST/QST QC', rates: ['GST', 'QST'] },
      { name: 'Zero-rated', rates: ['GST 0%'] },
      { name: 'Exempt', rates: [] },
    ],
  },
  uk: {
    agencies: ['HM Revenue & Customs'],
    rates: [
      ['Standard 20%', 20, 1],
      ['Reduced 5%', 5, 1],
      ['Zero 0%', 0, 1],
    ],
    codes: [
      { name: '20.0% S', rates: ['Standard 20%'] },
      { name: '5.0% R', rates: ['Reduced 5%'] },
      { name: '0.0% Z', rates: ['Zero 0%'] },
      { name: 'Exempt', rates: [] },
      { name: 'No VAT', rates: [] },
    ],
  },
};

/** The pseudo codes of US companies. */
const pseudo = (id: 'TAX' | 'NON', time: string): QboRecord => ({
  ...taxCodeRecord(id, id, [], time),
  Taxable: id === 'TAX',
  TaxGroup: false,
  Description: id === 'TAX' ? 'Taxable' : 'Non-Taxable',
  TaxCodeConfigType: 'SYSTEM_GENERATED_PSEUDO',
  SalesTaxRateList: undefined,
  PurchaseTaxRateList: undefined,
});

/** Agencies, rates and codes that a company of the profile begins with. */
export function stockTaxes(
  profile: Profile,
  time: string,
): { readonly agencies: QboRecord[]; readonly rates: QboRecord[]; readonly codes: QboRecord[] } {
  const stock = TAXES[profile];
  const agencies = stock.agencies.map((DisplayName, index) => ({
    Id: String(index + 1),
    DisplayName,
    TaxTrackedOnSales: true,
    TaxTrackedOnPurchases: profile === 'ca' || profile === 'uk',
  }));
  const rates = stock.rates.map(([name, percent, agency], index) =>
    taxRateRecord(String(index + 1), name, percent, String(agency), time),
  );
  const idOfRate = (name: string): string => String(stock.rates.findIndex(([own]) => own === name) + 1);
  const codes = stock.codes.map((code, index) => {
    const details = code.rates.map((name) => ({ TaxRateId: idOfRate(name) }));
    const record = taxCodeRecord(String(index + 2), code.name, details, time);
    return code.system ? { ...record, Hidden: true, TaxCodeConfigType: 'SYSTEM_GENERATED' } : record;
  });
  const isUs = profile === 'us-automated' || profile === 'us-manual';
  return { agencies, rates, codes: isUs ? [pseudo('TAX', time), pseudo('NON', time), ...codes] : codes };
}
