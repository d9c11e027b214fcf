import { dayOf } from '../world/time.js';
import { type CompanyContext, framed, type QboObject } from './frame.js';

export function companyInfo({ profile, opened }: CompanyContext): QboObject {
  const [city, region, postalCode] = profile.cities[0] ?? ['', '', ''];
  const address = {
    Id: '1',
    Line1: '1 Front Street',
    City: city,
    CountrySubDivisionCode: region,
    PostalCode: postalCode.replace(/#/g, '1').replace(/@/g, 'A'),
    Country: profile.addressCountry,
  };
  return {
    ...framed('1', 4, opened, opened),
    CompanyName: profile.companyName,
    LegalName: profile.companyName,
    CompanyAddr: address,
    LegalAddr: address,
    CustomerCommunicationAddr: address,
    Country: profile.country,
    CompanyStartDate: dayOf(opened, profile.offsetHours),
    FiscalYearStartMonth: 'January',
    SupportedLanguages: 'en',
    Email: { Address: 'books@example.com' },
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'Sporting goods stores' },
      { Name: 'ItemCategoriesFeature', Value: 'true' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
    ],
  };
}

/** `defaultTerm`: Id of the term that invoices get; `defaultTax`: of the tax code. */
export function preferences(
  context: CompanyContext,
  defaultTerm: string,
  defaultTax: string | undefined,
): QboObject {
  const { profile, opened, currency } = context;
  return {
    ...framed('1', 2, opened, opened),
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: false,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      TrackDepartments: false,
      CustomerTerminology: 'Customers',
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: true,
    },
    SalesFormsPrefs: {
      CustomTxnNumbers: true,
      AllowDeposit: true,
      AllowDiscount: true,
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: false,
      AutoApplyCredit: false,
      DefaultTerms: { value: defaultTerm },
      EmailCopyToCompany: false,
      ETransactionEnabledStatus: 'NotApplicable',
      IPNSupportEnabled: false,
      UsingPriceLevels: false,
      UsingProgressInvoicing: false,
      CustomField: [],
    },
    EmailMessagesPrefs: {},
    VendorAndPurchasesPrefs: { TrackingByCustomer: false, BillableExpenseTracking: false, POCustomField: [] },
    TimeTrackingPrefs: { UseServices: false, BillCustomers: false, WorkWeekStartDate: 'Monday' },
    TaxPrefs: {
      UsingSalesTax: true,
      ...(profile.isUs ? { PartnerTaxEnabled: profile.automated } : {}),
      ...(defaultTax === undefined ? {} : { TaxGroupCodeRef: { value: defaultTax } }),
    },
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: currency.value } },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: { NameValue: [] },
  };
}
