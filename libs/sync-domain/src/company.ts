/**
 * How a company computes sales tax: `automated` (QuickBooks decides), `manual` (US, one code per document),
 * `codes` (a code per line: Canada, UK, …), `off`.
 */
export type TaxRegime = 'automated' | 'manual' | 'codes' | 'off';

export interface CompanyAccount {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly subType: string;
  readonly active: boolean;
}

/** What matters about a QuickBooks company; read before the first sync and kept with the mirror. */
export interface CompanyProfile {
  readonly name: string;
  readonly country: string;
  readonly taxRegime: TaxRegime;
  readonly homeCurrency: string;
  readonly multicurrency: boolean;
  readonly customTxnNumbers: boolean;
  readonly allowDiscount: boolean;
  readonly autoApplyCredit: boolean;
  readonly categories: boolean;
  readonly inventory: boolean;
  /** Documents dated on or before it are refused (6210). */
  readonly bookCloseDate: string | undefined;
  readonly accounts: readonly CompanyAccount[];
  /** A code without tax, for lines that are not taxed where every line needs a code. */
  readonly zeroTaxCodeId: string | undefined;
  /** The item of refund lines (rule F11); made by the sync. */
  readonly refundItemId: string | undefined;
  /** The item of lines that give back money which was never a sale: posts to a liability (rule F11). */
  readonly depositRefundItemId?: string | undefined;
  readonly taxAgencies: readonly { readonly id: string; readonly name: string }[];
  /** The day of the earliest document in scope, where known: inventory starts before it (rule F6). */
  readonly earliestDocumentDay?: string | undefined;
}

/** Accounts that a refund may be issued from (rule C4): Bank, and Undeposited Funds. */
export const refundAccounts = (company: CompanyProfile): CompanyAccount[] =>
  company.accounts.filter((a) => a.active && (a.type === 'Bank' || a.subType === 'UndepositedFunds'));

const firstOf = (company: CompanyProfile, type: string, ...subTypes: string[]): string | undefined => {
  const ofType = company.accounts.filter((a) => a.active && a.type === type);
  for (const subType of subTypes) {
    const found = ofType.find((a) => a.subType === subType);
    if (found) return found.id;
  }
  return undefined;
};

/** Working defaults for the accounts of products (rule C7). Inventory needs its exact subtypes (qbo API, Item). */
export const defaultAccounts = (
  company: CompanyProfile,
): { incomeId: string | undefined; expenseId: string | undefined; assetId: string | undefined } => ({
  incomeId: firstOf(company, 'Income', 'SalesOfProductIncome', 'ServiceFeeIncome', 'OtherPrimaryIncome'),
  expenseId: firstOf(company, 'Cost of Goods Sold', 'SuppliesMaterialsCogs', 'SuppliesMaterials'),
  assetId: firstOf(company, 'Other Current Asset', 'Inventory'),
});

export const discountAccount = (company: CompanyProfile): string | undefined =>
  firstOf(company, 'Income', 'DiscountsRefundsGiven');
