import { refundAccounts, type CompanyAccount, type CompanyProfile } from './company.js';
import type { Settings } from './settings.js';

/** One field of the settings form that cannot work, and why (rule C8). `field` as a path: `accounts.incomeId`. */
export interface SettingsProblem {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export interface SettingsFacts {
  readonly company: CompanyProfile;
  /** The day it is, in the company's time zone. */
  readonly today: string;
  /** Ids of the payment methods that each side has. */
  readonly methods: { readonly bpro: readonly string[]; readonly qbo: readonly string[] };
  /** How many records are linked or match on both sides, or more than none; once that is known. */
  readonly inBoth?: number | undefined;
}

const problem = (field: string, rule: string, message: string): SettingsProblem => ({ field, rule, message });

/** What each account for new products must be (rule C7; qbo API, Item). */
const PRODUCT_ACCOUNTS = [
  ['incomeId', ['Income', 'Other Income'], 'Choose an account of type Income.'],
  [
    'expenseId',
    ['Cost of Goods Sold', 'Expense'],
    'Choose an account of type Cost of Goods Sold or Expense.',
  ],
  ['assetId', ['Other Current Asset'], 'Choose an account of type Other Current Asset, for inventory.'],
] as const;

function productAccounts(settings: Settings, accounts: readonly CompanyAccount[]): SettingsProblem[] {
  return PRODUCT_ACCOUNTS.flatMap(([key, types, message]) => {
    const id = settings.accounts[key];
    if (id === null) return [];
    const account = accounts.find((a) => a.id === id);
    const field = `accounts.${key}`;
    if (!account) return [problem(field, 'C8', 'QuickBooks has no such account.')];
    if (!account.active) return [problem(field, 'C8', 'The account is inactive in QuickBooks.')];
    return (types as readonly string[]).includes(account.type) ? [] : [problem(field, 'C7', message)];
  });
}

function refundAccount({ refundAccountId: id }: Settings, company: CompanyProfile): SettingsProblem[] {
  if (id === null || refundAccounts(company).some((a) => a.id === id)) return [];
  const account = company.accounts.find((a) => a.id === id);
  if (!account) return [problem('refundAccountId', 'C8', 'QuickBooks has no such account.')];
  if (!account.active) return [problem('refundAccountId', 'C8', 'The account is inactive in QuickBooks.')];
  const message = 'QuickBooks issues refunds only from accounts of type Bank and from Undeposited Funds.';
  return [problem('refundAccountId', 'C4', message)];
}

function methods({ uncheckedMethods }: Settings, known: SettingsFacts['methods']): SettingsProblem[] {
  return (['bpro', 'qbo'] as const)
    .filter((side) => uncheckedMethods[side].some((id) => !known[side].includes(id)))
    .map((side) => {
      const system = side === 'bpro' ? 'BPro' : 'QuickBooks';
      return problem(`uncheckedMethods.${side}`, 'C5', `${system} has no such payment method.`);
    });
}

function nothingToSync({ onlyInBpro, onlyInQbo }: Settings, inBoth: number | undefined): SettingsProblem[] {
  if (onlyInBpro !== 'ignore' || onlyInQbo !== 'ignore' || inBoth !== 0) return [];
  const message = 'Nothing would be synced: no record is in both systems, and both settings say ignore.';
  return [problem('onlyInBpro', 'C8', message), problem('onlyInQbo', 'C8', message)];
}

/** What in a settings form cannot work, field by field (rule C8). None: it can be saved. */
export const settingsProblems = (settings: Settings, facts: SettingsFacts): SettingsProblem[] => [
  ...nothingToSync(settings, facts.inBoth),
  ...(settings.fromDate !== null && settings.fromDate > facts.today
    ? [problem('fromDate', 'C8', 'The date is in the future: choose today or an earlier day.')]
    : []),
  ...refundAccount(settings, facts.company),
  ...methods(settings, facts.methods),
  ...productAccounts(settings, facts.company.accounts),
];
