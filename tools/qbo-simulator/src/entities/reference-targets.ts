import type { EntityName } from '../schema/entity-names.js';

const TARGETS: Readonly<Record<string, EntityName>> = {
  APAccountRef: 'Account',
  ARAccountRef: 'Account',
  AccountRef: 'Account',
  AgencyRef: 'TaxAgency',
  AssetAccountRef: 'Account',
  BankAccountRef: 'Account',
  CCAccountRef: 'Account',
  ClassRef: 'Class',
  CustomerRef: 'Customer',
  DefaultMarkupAccount: 'Account',
  DefaultTaxCodeRef: 'TaxCode',
  DefaultTerms: 'Term',
  DepartmentRef: 'Department',
  DepositToAccountRef: 'Account',
  DiscountAccountRef: 'Account',
  EmployeeRef: 'Employee',
  ExpenseAccountRef: 'Account',
  FromAccountRef: 'Account',
  GroupItemRef: 'Item',
  IncomeAccountRef: 'Account',
  InvoiceRef: 'Invoice',
  ItemAccountRef: 'Account',
  ItemRef: 'Item',
  MarkUpIncomeAccountRef: 'Account',
  PaymentMethodRef: 'PaymentMethod',
  PrefVendorRef: 'Vendor',
  PrefillAccountRef: 'Account',
  PurchaseTaxCodeRef: 'TaxCode',
  SalesTaxCodeRef: 'TaxCode',
  SalesTermRef: 'Term',
  TaxCodeRef: 'TaxCode',
  TaxRateRef: 'TaxRate',
  TermRef: 'Term',
  ToAccountRef: 'Account',
  TxnTaxCodeRef: 'TaxCode',
  VendorRef: 'Vendor',
};

/** The type that a reference of this name in a record of `entity` points to; undefined for other references. */
export const targetOf = (entity: EntityName, key: string): EntityName | undefined =>
  key === 'ParentRef' ? entity : TARGETS[key];
