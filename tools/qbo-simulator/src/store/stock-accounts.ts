import type { QboRecord } from '../model/record.js';

type StockAccount = readonly [id: string, name: string, type: string, subType: string];

/** The accounts a new company begins with; the ids are those of Intuit's own sandbox where it has them. */
const STOCK_ACCOUNTS: readonly StockAccount[] = [
  ['1', 'Services', 'Income', 'ServiceFeeIncome'],
  ['2', 'Retained Earnings', 'Equity', 'RetainedEarnings'],
  ['4', 'Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
  ['5', 'Fees Billed', 'Income', 'ServiceFeeIncome'],
  ['33', 'Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'],
  ['34', 'Opening Balance Equity', 'Equity', 'OpeningBalanceEquity'],
  ['35', 'Checking', 'Bank', 'Checking'],
  ['36', 'Savings', 'Bank', 'Savings'],
  ['37', 'Petty Cash', 'Bank', 'CashOnHand'],
  ['41', 'Mastercard', 'Credit Card', 'CreditCard'],
  ['48', 'Shipping Income', 'Income', 'OtherPrimaryIncome'],
  ['69', 'Office Expenses', 'Expense', 'OfficeGeneralAdministrativeExpenses'],
  ['79', 'Sales of Product Income', 'Income', 'SalesOfProductIncome'],
  ['80', 'Cost of Goods Sold', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'],
  ['81', 'Inventory Asset', 'Other Current Asset', 'Inventory'],
  ['82', 'Uncategorized Asset', 'Other Current Asset', 'OtherCurrentAssets'],
  ['83', 'Unapplied Cash Payment Income', 'Income', 'UnappliedCashPaymentIncome'],
  ['84', 'Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
  ['86', 'Discounts given', 'Income', 'DiscountsRefundsGiven'],
  ['90', 'Sales Tax Payable', 'Other Current Liability', 'SalesTaxPayable'],
];

const CLASSIFICATIONS: Readonly<Record<string, string>> = {
  Income: 'Revenue',
  Equity: 'Equity',
  'Accounts Payable': 'Liability',
  'Credit Card': 'Liability',
  'Other Current Liability': 'Liability',
  Expense: 'Expense',
  'Cost of Goods Sold': 'Expense',
};

/** New accounts are numbered from here (recorded). */
export const FIRST_NEW_ACCOUNT = 1_150_040_001;

export const stockAccounts = (currency: QboRecord, isUs: boolean): QboRecord[] =>
  STOCK_ACCOUNTS.map(([Id, Name, AccountType, AccountSubType]) => ({
    Id,
    Name,
    FullyQualifiedName: Name,
    Active: true,
    SubAccount: false,
    Classification: CLASSIFICATIONS[AccountType] ?? 'Asset',
    AccountType,
    AccountSubType: AccountSubType === 'SalesTaxPayable' && !isUs ? 'GlobalTaxPayable' : AccountSubType,
    CurrentBalance: 0,
    CurrentBalanceWithSubAccounts: 0,
    CurrencyRef: currency,
  }));
