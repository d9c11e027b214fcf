import { refuse } from '../api/service-fault.js';
import { amount, type Draft, text } from '../model/record.js';
import { nameForActivity, placeInTree, renameChildren, requireFreeName } from './names.js';
import { homeCurrencyRef } from './currency.js';
import type { EntityRules, WriteContext } from './rules.js';

function freeName(context: WriteContext, draft: Draft): string {
  const name = nameForActivity(context, draft, 'Name');
  if (name === '') throw refuse.missing('Name');
  if (!context.stored || text(context.stored, 'Name') !== name) requireFreeName(context, 'Name', name);
  return name;
}

export const paymentMethodRules: EntityRules = {
  complete: (context, draft) => ({
    Type: 'NON_CREDIT_CARD',
    ...draft,
    Name: freeName(context, draft),
    Active: draft['Active'] !== false,
  }),
};

const TERM_RANGES: readonly (readonly [string, number, number])[] = [
  ['DueDays', 0, 999],
  ['DiscountPercent', 0, 100],
  ['DiscountDays', 0, 999],
  ['DayOfMonthDue', 1, 31],
  ['DueNextMonthDays', 0, 999],
  ['DiscountDayOfMonth', 1, 31],
];

/** Terms: due so many days after the date (STANDARD) or on a day of the month (DATE_DRIVEN). */
export const termRules: EntityRules = {
  complete(context, draft) {
    for (const [property, low, high] of TERM_RANGES) {
      const value = draft[property];
      if (value !== undefined && (amount(draft, property) < low || amount(draft, property) > high))
        throw refuse.business(`${property} must be between ${String(low)} and ${String(high)}.`);
    }
    const dateDriven = draft['DayOfMonthDue'] !== undefined;
    if (!dateDriven && draft['DueDays'] === undefined) throw refuse.missing('DueDays');
    return {
      ...draft,
      Name: freeName(context, draft),
      Active: draft['Active'] !== false,
      Type: dateDriven ? 'DATE_DRIVEN' : 'STANDARD',
    };
  },
};

const DEFAULT_SUBTYPES: Readonly<Record<string, readonly [subType: string, classification: string]>> = {
  Bank: ['CashOnHand', 'Asset'],
  'Accounts Receivable': ['AccountsReceivable', 'Asset'],
  'Other Current Asset': ['OtherCurrentAssets', 'Asset'],
  'Fixed Asset': ['OtherFixedAssets', 'Asset'],
  'Other Asset': ['OtherLongTermAssets', 'Asset'],
  'Accounts Payable': ['AccountsPayable', 'Liability'],
  'Credit Card': ['CreditCard', 'Liability'],
  'Other Current Liability': ['OtherCurrentLiabilities', 'Liability'],
  'Long Term Liability': ['OtherLongTermLiabilities', 'Liability'],
  Equity: ['OpeningBalanceEquity', 'Equity'],
  Income: ['OtherPrimaryIncome', 'Revenue'],
  'Other Income': ['OtherMiscellaneousIncome', 'Revenue'],
  'Cost of Goods Sold': ['OtherCostsOfServiceCos', 'Expense'],
  Expense: ['OtherMiscellaneousServiceCost', 'Expense'],
  'Other Expense': ['OtherMiscellaneousExpense', 'Expense'],
  'Non-Posting': ['NonPosting', 'Asset'],
};

/** Asset, Liability, Equity, Revenue or Expense. */
export const classificationOf = (accountType: string): string =>
  DEFAULT_SUBTYPES[accountType]?.[1] ?? 'Asset';

/** Account numbers have seven characters, twenty in Canada. */
function requireShortNumber({ work, stored }: WriteContext, draft: Draft): void {
  const number = text(draft, 'AcctNum') ?? '';
  const max = work.company.profile === 'ca' ? 20 : 7;
  if (number.length > max && number !== stored?.['AcctNum'])
    throw refuse.length('AcctNum', max, number.length);
}

/** Accounts: type fixes the classification, the subtype has a default (recorded: Bank gives CashOnHand). */
export const accountRules: EntityRules = {
  complete(context, draft) {
    const { stored, work } = context;
    const type = text(draft, 'AccountType') ?? (stored ? text(stored, 'AccountType') : undefined);
    if (type === undefined) throw refuse.missing('AccountType');
    const defaults = DEFAULT_SUBTYPES[type];
    if (!defaults) throw refuse.accountType();
    const { nested, ...place } = placeInTree(context, draft);
    if (place.Name.includes('"')) throw refuse.invalidCharacters(place.Name, 'Name');
    requireShortNumber(context, draft);
    return {
      ...draft,
      ...place,
      AccountType: type,
      AccountSubType: text(draft, 'AccountSubType') ?? defaults[0],
      Classification: defaults[1],
      SubAccount: nested,
      CurrencyRef: homeCurrencyRef(work.company),
      CurrentBalance: stored ? amount(stored, 'CurrentBalance') : 0,
      CurrentBalanceWithSubAccounts: stored ? amount(stored, 'CurrentBalanceWithSubAccounts') : 0,
    };
  },
  follow(context, record) {
    if (context.stored && context.stored['FullyQualifiedName'] !== record['FullyQualifiedName'])
      renameChildren(context.work, 'Account', record, 'Name');
  },
};

export const taxAgencyRules: EntityRules = {
  complete(context, draft) {
    const name = (text(draft, 'DisplayName') ?? '').trim();
    requireFreeName(context, 'DisplayName', name);
    return { TaxTrackedOnPurchases: true, TaxTrackedOnSales: true, ...draft, DisplayName: name };
  },
};

/** Records that are kept as they come. */
export const keptRules: EntityRules = { complete: (_context, draft) => draft };

/** Classes and locations: names in a tree. `flag` says that a record has a parent. */
export const treeRules = (flag: 'SubClass' | 'SubDepartment'): EntityRules => ({
  complete(context, draft) {
    if (!context.work.company.settings.tracking) throw refuse.notInPlan();
    const { nested, ...place } = placeInTree(context, draft);
    return { ...draft, ...place, [flag]: nested };
  },
  follow(context, record) {
    if (context.stored && context.stored['FullyQualifiedName'] !== record['FullyQualifiedName'])
      renameChildren(context.work, context.definition.name, record, 'Name');
  },
});
