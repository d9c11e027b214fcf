import { compact, type QboRecord } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Profile } from './company.js';
import { stockAccounts } from './stock-accounts.js';
import { stockTaxes } from './stock-taxes.js';

/** What a company can have switched on. Dates are YYYY-MM-DD. */
export interface CompanyOptions {
  /** `CustomTxnNumbers`: document numbers are the sender's; none sent stays none. Default false. */
  readonly customTxnNumbers?: boolean;
  /** Credits are applied to the next invoice. Default false. */
  readonly autoApplyCredit?: boolean;
  /** Product categories. Default true. */
  readonly categories?: boolean;
  /** Inventory tracking (plan Plus and above). Default true. */
  readonly inventory?: boolean;
  /** The books are closed up to this day. Default: open. */
  readonly bookCloseDate?: string;
  readonly multicurrency?: boolean;
  /** Discount lines. Default true. */
  readonly allowDiscount?: boolean;
  /** Shipping lines. Default true. */
  readonly allowShipping?: boolean;
  /** The subscription has ended: nothing can be written (6190). Default false. */
  readonly subscriptionEnded?: boolean;
}

const COUNTRIES = {
  'us-automated': { country: 'US', currency: 'USD', currencyName: 'United States Dollar' },
  'us-manual': { country: 'US', currency: 'USD', currencyName: 'United States Dollar' },
  ca: { country: 'CA', currency: 'CAD', currencyName: 'Canadian Dollar' },
  uk: { country: 'GB', currency: 'GBP', currencyName: 'British Pound Sterling' },
} as const;

const METHODS: readonly (readonly [string, string])[] = [
  ['Cash', 'NON_CREDIT_CARD'],
  ['Check', 'NON_CREDIT_CARD'],
  ['Visa', 'CREDIT_CARD'],
  ['MasterCard', 'CREDIT_CARD'],
  ['Discover', 'CREDIT_CARD'],
  ['American Express', 'CREDIT_CARD'],
  ['Diners Club', 'CREDIT_CARD'],
];

const TERMS: readonly (readonly [string, number])[] = [
  ['Due on receipt', 0],
  ['Net 15', 15],
  ['Net 30', 30],
  ['Net 60', 60],
];

/** The Id of the default term, Net 30. */
const DEFAULT_TERM = '3';

/** The records of a new company, in QuickBooks' own shape. */
export function stockRecords(
  profile: Profile,
  company: { readonly name: string; readonly now: number; readonly options: CompanyOptions },
): (readonly [EntityName, QboRecord])[] {
  const time = pacificTime(company.now);
  const { currency, currencyName } = COUNTRIES[profile];
  const currencyRef = { value: currency, name: currencyName };
  const taxes = stockTaxes(profile, time);
  const records: (readonly [EntityName, readonly QboRecord[]])[] = [
    ['CompanyInfo', [companyInfo(profile, company.name, company.options, time)]],
    ['Preferences', [preferences(profile, company.options)]],
    ['Account', stockAccounts(currencyRef, profile.startsWith('us'))],
    [
      'PaymentMethod',
      METHODS.map(([Name, Type], index) => ({ Id: String(index + 1), Name, Type, Active: true })),
    ],
    [
      'Term',
      TERMS.map(([Name, DueDays], index) => ({
        Id: String(index + 1),
        Name,
        DueDays,
        Type: 'STANDARD',
        Active: true,
      })),
    ],
    ['TaxAgency', taxes.agencies],
    ['TaxRate', taxes.rates],
    ['TaxCode', taxes.codes],
    ['Item', stockItems()],
  ];
  return records.flatMap(([entity, list]) =>
    list.map((record) => [entity, compact({ ...stamp(time), ...record })] as const),
  );
}

const stamp = (time: string): QboRecord => ({
  domain: 'QBO',
  sparse: false,
  SyncToken: '0',
  MetaData: { CreateTime: time, LastUpdatedTime: time },
});

const stockItems = (): QboRecord[] =>
  ['Services', 'Hours'].map((Name, index) => ({
    Id: String(index + 1),
    Name,
    FullyQualifiedName: Name,
    Active: true,
    Type: 'Service',
    Taxable: false,
    UnitPrice: 0,
    PurchaseCost: 0,
    TrackQtyOnHand: false,
    IncomeAccountRef: { value: '1' },
  }));

function companyInfo(profile: Profile, name: string, options: CompanyOptions, time: string): QboRecord {
  const { country } = COUNTRIES[profile];
  const address = {
    Id: '1',
    Line1: '123 Sierra Way',
    City: 'San Pablo',
    Country: country,
    PostalCode: '87999',
  };
  const features: Readonly<Record<string, string>> = {
    NeoEnabled: 'true',
    IsQbdtMigrated: 'false',
    SubscriptionStatus: options.subscriptionEnded ? 'EXPIRED' : 'PAID',
    OfferingSku: options.inventory === false ? 'QuickBooks Online Essentials' : 'QuickBooks Online Plus',
    PayrollFeature: 'false',
    AccountantFeature: 'false',
    ItemCategoriesFeature: String(options.categories ?? true),
  };
  return {
    Id: '1',
    CompanyName: name,
    LegalName: name,
    CompanyAddr: address,
    LegalAddr: address,
    CustomerCommunicationAddr: address,
    Country: country,
    CompanyStartDate: time.slice(0, 10),
    FiscalYearStartMonth: 'January',
    SupportedLanguages: 'en',
    Email: { Address: 'owner@example.com' },
    WebAddr: {},
    NameValue: Object.entries(features).map(([Name, Value]) => ({ Name, Value })),
  };
}

function preferences(profile: Profile, options: CompanyOptions): QboRecord {
  const { currency } = COUNTRIES[profile];
  return {
    Id: '1',
    AccountingInfoPrefs: compact({
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: false,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      TrackDepartments: false,
      CustomerTerminology: 'Customers',
      BookCloseDate: options.bookCloseDate,
    }),
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: options.inventory ?? true,
    },
    SalesFormsPrefs: {
      CustomTxnNumbers: options.customTxnNumbers ?? false,
      AllowDeposit: false,
      AllowDiscount: options.allowDiscount ?? true,
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: options.allowShipping ?? true,
      AutoApplyCredit: options.autoApplyCredit ?? false,
      DefaultTerms: { value: DEFAULT_TERM },
    },
    VendorAndPurchasesPrefs: { TrackingByCustomer: true, BillableExpenseTracking: true },
    TaxPrefs: {
      UsingSalesTax: true,
      ...(profile === 'us-automated' ? { PartnerTaxEnabled: true } : {}),
      ...(profile === 'us-manual' ? { TaxGroupCodeRef: { value: '2' } } : {}),
    },
    TimeTrackingPrefs: { UseServices: true, BillCustomers: true, WorkWeekStartDate: 'Monday' },
    CurrencyPrefs: {
      MultiCurrencyEnabled: options.multicurrency ?? false,
      HomeCurrency: { value: currency },
    },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    EmailMessagesPrefs: {},
    OtherPrefs: [{ Name: 'SalesFormsPrefs.DefaultItem', Value: '1' }],
  };
}
