import { describe, expect, it } from '@jest/globals';
import { defaultAccounts, refundAccounts, type CompanyAccount } from './company.js';
import { COMPANY } from './testing/mapping-context.js';

const account = (id: string, type: string, subType: string, active = true): CompanyAccount => ({
  id,
  name: subType,
  type,
  subType,
  active,
});

const company = {
  ...COMPANY,
  accounts: [
    account('1', 'Income', 'ServiceFeeIncome', false),
    account('2', 'Income', 'ServiceFeeIncome'),
    account('3', 'Income', 'SalesOfProductIncome'),
    account('4', 'Bank', 'Checking'),
    account('5', 'Bank', 'Savings', false),
    account('6', 'Other Current Asset', 'UndepositedFunds'),
    account('7', 'Other Current Asset', 'Inventory'),
    account('8', 'Cost of Goods Sold', 'SuppliesMaterials'),
    account('9', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'),
    account('10', 'Credit Card', 'CreditCard'),
  ],
};

describe('the accounts of a company', () => {
  it('C4 refunds can be issued from bank accounts and undeposited funds that are in use', () => {
    expect(refundAccounts(company).map(({ id }) => id)).toEqual(['4', '6']);
  });

  it('C7 new products have defaults: the accounts that inventory needs come first, inactive ones never', () => {
    expect(defaultAccounts(company)).toEqual({ incomeId: '3', expenseId: '9', assetId: '7' });
    const services = { ...company, accounts: company.accounts.filter(({ id }) => id !== '3' && id !== '9') };
    expect(defaultAccounts(services)).toEqual({ incomeId: '2', expenseId: '8', assetId: '7' });
    expect(defaultAccounts({ ...company, accounts: [] })).toEqual({});
  });
});
