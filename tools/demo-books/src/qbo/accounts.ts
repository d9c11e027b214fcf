import { moneyNumber } from '../world/money.js';
import { type CompanyContext, framed, type QboObject, type Ref } from './frame.js';

interface AccountPlan {
  readonly id: string;
  readonly name: string;
  readonly classification: string;
  readonly type: string;
  readonly subType: string;
}

const account = (
  id: string,
  name: string,
  classification: string,
  type: string,
  subType: string,
): AccountPlan => ({
  id,
  name,
  classification,
  type,
  subType,
});

const PLANS = {
  services: account('1', 'Services', 'Revenue', 'Income', 'ServiceFeeIncome'),
  rental: account('2', 'Rental Income', 'Revenue', 'Income', 'OtherPrimaryIncome'),
  undeposited: account('4', 'Undeposited Funds', 'Asset', 'Other Current Asset', 'UndepositedFunds'),
  payable: account('33', 'Accounts Payable (A/P)', 'Liability', 'Accounts Payable', 'AccountsPayable'),
  equity: account('34', 'Opening Balance Equity', 'Equity', 'Equity', 'OpeningBalanceEquity'),
  checking: account('35', 'Checking', 'Asset', 'Bank', 'Checking'),
  savings: account('36', 'Savings', 'Asset', 'Bank', 'Savings'),
  pettyCash: account('37', 'Petty Cash', 'Asset', 'Bank', 'CashOnHand'),
  card: account('41', 'Mastercard', 'Liability', 'Credit Card', 'CreditCard'),
  unapplied: account(
    '78',
    'Unapplied Cash Payment Income',
    'Revenue',
    'Income',
    'UnappliedCashPaymentIncome',
  ),
  sales: account('79', 'Sales of Product Income', 'Revenue', 'Income', 'SalesOfProductIncome'),
  cogs: account('80', 'Cost of Goods Sold', 'Expense', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'),
  inventory: account('81', 'Inventory Asset', 'Asset', 'Other Current Asset', 'Inventory'),
  receivable: account(
    '84',
    'Accounts Receivable (A/R)',
    'Asset',
    'Accounts Receivable',
    'AccountsReceivable',
  ),
  discounts: account('86', 'Discounts given', 'Revenue', 'Income', 'DiscountsRefundsGiven'),
  salesTax: account('90', 'Sales Tax Payable', 'Liability', 'Other Current Liability', 'SalesTaxPayable'),
  rent: account('91', 'Rent or Lease', 'Expense', 'Expense', 'RentOrLeaseOfBuildings'),
} as const satisfies Record<string, AccountPlan>;

export type AccountName = keyof typeof PLANS;

export const accountRef = (name: AccountName): Ref => ({ value: PLANS[name].id, name: PLANS[name].name });

/** QuickBooks sends Undeposited Funds without a name (recorded). */
export const UNDEPOSITED: Ref = { value: PLANS.undeposited.id };

/** The chart of accounts; balances in cents, 0 where none is given. */
export function accounts(
  context: CompanyContext,
  balances: Readonly<Partial<Record<AccountName, number>>>,
): QboObject[] {
  return (Object.entries(PLANS) as [AccountName, AccountPlan][]).map(([name, plan]) => {
    const balance = moneyNumber(balances[name] ?? 0);
    return {
      ...framed(plan.id, 0, context.opened, context.opened),
      Name: plan.name,
      FullyQualifiedName: plan.name,
      SubAccount: false,
      Active: true,
      Classification: plan.classification,
      AccountType: plan.type,
      AccountSubType: plan.subType,
      CurrentBalance: balance,
      CurrentBalanceWithSubAccounts: balance,
      CurrencyRef: context.currency,
    };
  });
}
