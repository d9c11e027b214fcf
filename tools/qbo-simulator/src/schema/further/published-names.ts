import type { EntityName } from '../entity-names.js';

/** The properties that Intuit's published schema gives these types beside Id, SyncToken, MetaData and domain. */
const TRANSACTION = `
  DocNumber TxnDate TxnSubType DepartmentRef CurrencyRef ExchangeRate PrivateNote TxnStatus LinkedTxn Line
  TxnTaxDetail TxnSource TaxFormType TaxFormNum TransactionLocationType Tag TxnApprovalInfo RecurDataRef
  RecurringInfo ProjectRef TotalCostAmount HomeTotalCostAmount`;

const SALES_FORM = `
  AutoDocNumber CustomerRef CustomerMemo BillAddr ShipAddr FreeFormAddress ShipFromAddr RemitToRef
  ClassRef SalesTermRef DueDate SalesRepRef PONumber FOB ShipMethodRef ShipDate TrackingNum
  GlobalTaxCalculation TotalAmt HomeTotalAmt ApplyTaxAfterDiscount ShippingTaxIncludedInTotalTax
  TemplateRef PrintStatus EmailStatus BillEmail BillEmailCc BillEmailBcc ARAccountRef Balance HomeBalance
  FinanceCharge PaymentMethodRef PaymentRefNum PaymentType CheckPayment CreditCardPayment
  DepositToAccountRef DeliveryInfo DiscountRate DiscountAmt GovtTxnRefIdentifier TaxExemptionRef`;

const PERSON = `
  IntuitId Organization Title GivenName MiddleName FamilyName Suffix FullyQualifiedName CompanyName
  DisplayName PrintOnCheckName UserId Active V4IDPseudonym PrimaryPhone AlternatePhone Mobile Fax
  PrimaryEmailAddr WebAddr OtherContactInfo DefaultTaxCodeRef Notes OtherAddr BillRate CostRate`;

const words = (...parts: readonly string[]): readonly string[] => parts.join(' ').trim().split(/\s+/);

export const PUBLISHED_NAMES: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  Vendor: words(
    PERSON,
    `
      ContactName AltContactName BillAddr ShipAddr TaxCountry TaxIdentifier TaxIdEffectiveDate
      BusinessNumber ParentRef VendorTypeRef TermRef PrefillAccountRef Balance OpenBalanceDate
      CreditLimit AcctNum Vendor1099 T4AEligible T5018Eligible CurrencyRef TDSEnabled TDSEntityTypeId
      TDSSectionTypeId TDSOverrideThreshold TaxReportingBasis APAccountRef VendorEx GSTIN
      GSTRegistrationType IsSubContractor SubcontractorType CISRate HasTPAR VendorPaymentBankDetail
      Source AgencyVerificationStatus AgencyVerificationStatusMsg AgencyVerificationTSUTC
      CompanyRegistrationNumber`,
  ),
  Employee: words(
    PERSON,
    `
      EmployeeType EmployeeNumber SSN PrimaryAddr BillableTime BirthDate Gender HiredDate ReleasedDate
      UseTimeEntry EmployeeEx`,
  ),
  Class: words(
    `
      Name SubClass ParentRef FullyQualifiedName Active ClassEx`,
  ),
  Department: words(
    `
      Name SubDepartment ParentRef FullyQualifiedName Active DepartmentEx Address`,
  ),
  Estimate: words(
    TRANSACTION,
    SALES_FORM,
    `
      ExpirationDate AcceptedBy AcceptedDate EstimateEx`,
  ),
  Bill: words(
    TRANSACTION,
    `
      VendorRef APAccountRef TotalAmt BillEmail ReplyEmail Memo GlobalTaxCalculation PayerRef
      SalesTermRef DueDate RemitToAddr ShipAddr VendorAddr Balance HomeBalance BillEx LessCIS
      IncludeInAnnualTPAR`,
  ),
  BillPayment: words(
    TRANSACTION,
    `
      VendorRef VendorAddr APAccountRef PayType CheckPayment CreditCardPayment TotalAmt BillPaymentEx`,
  ),
  Purchase: words(
    TRANSACTION,
    `
      AccountRef PaymentMethodRef PaymentRefNum PaymentType CheckPayment CreditCardPayment EntityRef
      Credit RemitToAddr TotalAmt Memo PrintStatus GlobalTaxCalculation PurchaseEx LessCIS
      IncludeInAnnualTPAR`,
  ),
  PurchaseOrder: words(
    TRANSACTION,
    `
      VendorRef APAccountRef TotalAmt BillEmail ReplyEmail Memo GlobalTaxCalculation TaxCodeRef ClassRef
      ReimbursableInfoRef SalesTermRef DueDate ExpectedDate VendorAddr ShipTo DropShipToEntity
      InventorySiteRef ShipAddr ShipMethodRef FOB POEmail TemplateRef PrintStatus EmailStatus
      ManuallyClosed POStatus PurchaseOrderEx`,
  ),
  Deposit: words(
    TRANSACTION,
    `
      DepositToAccountRef CashBack GlobalTaxCalculation TotalAmt HomeTotalAmt DepositEx`,
  ),
  Transfer: words(
    TRANSACTION,
    `
      FromAccountRef ToAccountRef Amount ClassRef TransferEx`,
  ),
  JournalEntry: words(
    TRANSACTION,
    `
      Adjustment HomeCurrencyAdjustment EnteredInHomeCurrency GlobalTaxCalculation TotalAmt HomeTotalAmt
      JournalEntryEx`,
  ),
  VendorCredit: words(
    TRANSACTION,
    `
      VendorRef APAccountRef TotalAmt BillEmail ReplyEmail Memo GlobalTaxCalculation VendorAddr
      VendorCreditEx Balance IncludeInAnnualTPAR`,
  ),
  SalesReceipt: words(
    TRANSACTION,
    SALES_FORM,
    `
      SalesReceiptEx LessCIS`,
  ),
  CreditMemo: words(
    TRANSACTION,
    SALES_FORM,
    `
      RemainingCredit InvoiceRef CreditMemoEx`,
  ),
  TimeActivity: words(
    `
      TimeZone TxnDate NameOf EmployeeRef VendorRef OtherNameRef CustomerRef DepartmentRef ItemRef
      ClassRef PayrollItemRef ProjectRef TimeChargeId BillableStatus Taxable HourlyRate CostRate Hours
      Minutes Seconds BreakHours BreakMinutes BreakSeconds StartTime EndTime Description TimeActivityEx
      HoursInEmployeeTimeZone`,
  ),
  Attachable: words(
    `
      FileName FileAccessUri TempDownloadUri Size ContentType Category Lat Long PlaceName Note Tag
      ThumbnailFileAccessUri ThumbnailTempDownloadUri AttachableEx documentId`,
  ),
};
