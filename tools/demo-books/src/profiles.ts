import type { BproSettings } from '@bpro-qbo-sync/bpro-simulator';
import { AMERICAN_CITIES, BRITISH_CITIES, CANADIAN_CITIES, type City } from './words/places.js';
import { AMERICAN_NAMES, BRITISH_NAMES, CANADIAN_NAMES, type NamePool } from './words/names.js';
import type { Presence, RateFields } from './world/entities.js';

/** Which books: whose tax rules, money, names and places. */
export const BOOKS_PROFILES = ['us-automated', 'us-manual', 'ca', 'uk'] as const;
export type BooksProfile = (typeof BOOKS_PROFILES)[number];

export interface TaxPlan {
  readonly name: string;
  readonly presence: Presence;
  readonly rates: readonly RateFields[];
  /** How often orders use it; 0: never. */
  readonly weight: number;
  readonly nameOnQbo?: string;
}

export interface Profile {
  readonly name: BooksProfile;
  readonly settings: BproSettings;
  readonly companyName: string;
  /** As CompanyInfo.Country has it. */
  readonly country: string;
  readonly addressCountry: string;
  readonly currencyName: string;
  /** Hours between UTC and the store's wall clock, daylight saving time left aside. */
  readonly offsetHours: number;
  readonly names: NamePool;
  readonly cities: readonly City[];
  readonly phone: string;
  readonly taxes: readonly TaxPlan[];
  /** The code of lines that are not taxed. */
  readonly zeroTaxCode: string;
  readonly cheque: string;
  /** QuickBooks decides the tax itself (rule F12). */
  readonly automated: boolean;
  readonly isUs: boolean;
}

const rate = (name: string, percent: string, agency: string): RateFields => ({ name, percent, agency });

const CDTFA = 'California Department of Tax and Fee Administration';
const ADOR = 'Arizona Department of Revenue';
const CALIFORNIA = rate('California State', '6.0', CDTFA);

const AMERICAN_TAXES: readonly TaxPlan[] = [
  { name: 'Oakland', presence: 'both', weight: 70, rates: [rate('Alameda County combined', '10.25', CDTFA)] },
  {
    name: 'Los Angeles',
    presence: 'both',
    weight: 15,
    rates: [CALIFORNIA, rate('LA County', '3.5', CDTFA)],
  },
  {
    name: 'Tucson',
    presence: 'both',
    weight: 5,
    nameOnQbo: 'TUCSON',
    rates: [
      rate('AZ State Tax', '5.6', ADOR),
      rate('Pima County', '0.5', ADOR),
      rate('City of Tucson', '2.6', ADOR),
    ],
  },
  {
    name: 'Berkeley',
    presence: 'bpro',
    weight: 0,
    rates: [rate('Alameda County, Berkeley', '10.25', CDTFA)],
  },
  {
    name: 'Pacifica',
    presence: 'qbo',
    weight: 0,
    rates: [CALIFORNIA, rate('San Mateo District', '3.375', CDTFA)],
  },
];

const CRA = 'Canada Revenue Agency';
const GST = rate('GST', '5', CRA);

const CANADIAN_TAXES: readonly TaxPlan[] = [
  { name: 'HST ON', presence: 'both', weight: 60, rates: [rate('HST (ON)', '13', CRA)] },
  { name: 'GST/QST QC', presence: 'both', weight: 15, rates: [GST, rate('QST', '9.975', 'Revenu Québec')] },
  {
    name: 'GST/PST BC',
    presence: 'both',
    weight: 10,
    rates: [GST, rate('PST (BC)', '7', 'Ministry of Finance (BC)')],
  },
  { name: 'GST', presence: 'both', weight: 5, rates: [GST] },
  { name: 'Exempt', presence: 'both', weight: 0, rates: [rate('Exempt', '0', CRA)] },
  { name: 'HST NS', presence: 'bpro', weight: 0, rates: [rate('HST (NS)', '14', CRA)] },
  { name: 'HST NB', presence: 'qbo', weight: 0, rates: [rate('HST (NB)', '15', CRA)] },
];

const HMRC = 'HM Revenue & Customs (VAT)';

const BRITISH_TAXES: readonly TaxPlan[] = [
  { name: '20.0% S', presence: 'both', weight: 80, rates: [rate('20.0% S', '20', HMRC)] },
  { name: '5.0% R', presence: 'both', weight: 10, rates: [rate('5.0% R', '5', HMRC)] },
  { name: 'No VAT', presence: 'both', weight: 0, rates: [rate('No VAT', '0', HMRC)] },
  { name: '12.5% TR', presence: 'bpro', weight: 0, rates: [rate('12.5% TR', '12.5', HMRC)] },
  { name: '0.0% Z', presence: 'qbo', weight: 0, rates: [rate('0.0% Z', '0', HMRC)] },
];

const settings = (timeZone: string, currency: string): BproSettings => ({
  timeZone,
  currency,
  invoiceNumberMaxLength: 40,
});

const american = (name: BooksProfile, automated: boolean): Profile => ({
  name,
  settings: settings('America/Los_Angeles', 'USD'),
  companyName: 'Lakeside Cycle Rental and Repair',
  country: 'US',
  addressCountry: 'USA',
  currencyName: 'United States Dollar',
  offsetHours: -8,
  names: AMERICAN_NAMES,
  cities: AMERICAN_CITIES,
  phone: '(510) 555-01##',
  taxes: AMERICAN_TAXES,
  zeroTaxCode: 'NON',
  cheque: 'Check',
  automated,
  isUs: true,
});

export const PROFILE: Readonly<Record<BooksProfile, Profile>> = {
  'us-automated': american('us-automated', true),
  'us-manual': american('us-manual', false),
  ca: {
    name: 'ca',
    settings: settings('America/Toronto', 'CAD'),
    companyName: 'Vélo Rive-Nord / North Shore Cycles',
    country: 'CA',
    addressCountry: 'Canada',
    currencyName: 'Canadian Dollar',
    offsetHours: -5,
    names: CANADIAN_NAMES,
    cities: CANADIAN_CITIES,
    phone: '(416) 555-01##',
    taxes: CANADIAN_TAXES,
    zeroTaxCode: 'Exempt',
    cheque: 'Cheque',
    automated: false,
    isUs: false,
  },
  uk: {
    name: 'uk',
    settings: settings('Europe/London', 'GBP'),
    companyName: 'Towpath Cycle Hire & Repair',
    country: 'GB',
    addressCountry: 'United Kingdom',
    currencyName: 'British Pound Sterling',
    offsetHours: 0,
    names: BRITISH_NAMES,
    cities: BRITISH_CITIES,
    phone: '020 7946 0###',
    taxes: BRITISH_TAXES,
    zeroTaxCode: 'No VAT',
    cheque: 'Cheque',
    automated: false,
    isUs: false,
  },
};
