import { defaultAccounts, type CompanyProfile } from './company.js';
import type { Settings } from './settings.js';

/** `block`: no sync until it is changed; `warn`: said before the sync; `adapt`: the sync does it this way. */
export type FindingEffect = 'block' | 'warn' | 'adapt';

/** Something in the company that a manager should know before the first write (rule C9). */
export interface Finding {
  readonly code: string;
  readonly effect: FindingEffect;
  readonly title: string;
  readonly action: string;
}

/** What of BPro's capabilities the check needs. */
export interface PreFlightCapabilities {
  /** ISO 4217. */
  readonly currency: string;
}

interface Check extends Finding {
  applies(company: CompanyProfile, settings: Settings, capabilities: PreFlightCapabilities): boolean;
}

const check = (
  code: string,
  effect: FindingEffect,
  applies: Check['applies'],
  title: string,
  action: string,
): Check => ({ code, effect, applies, title, action });

const afterClose = ({ bookCloseDate }: CompanyProfile, { fromDate }: Settings): boolean =>
  bookCloseDate !== undefined && fromDate !== null && fromDate > bookCloseDate;

/** The order in which they are shown: what blocks, what is lost, what is done otherwise. */
const CHECKS: readonly Check[] = [
  check(
    'currency-differs',
    'block',
    (company, _settings, { currency }) => company.homeCurrency !== currency,
    'BPro and the QuickBooks company keep their books in different currencies.',
    'Connect a QuickBooks company with the currency of BPro.',
  ),
  check(
    'income-account-missing',
    'warn',
    (company, { accounts }) => accounts.incomeId === null && defaultAccounts(company).incomeId === undefined,
    'The QuickBooks company has no income account that new products could use.',
    'Create an account of type Income in QuickBooks, or choose one in the settings.',
  ),
  check(
    'auto-apply-credit',
    'warn',
    ({ autoApplyCredit }) => autoApplyCredit,
    'QuickBooks applies credits to new invoices by itself, so a deposit can land on another invoice than in BPro.',
    'Switch it off in QuickBooks: Settings, Account and settings, Advanced, Automation, Automatically apply credits.',
  ),
  check(
    'books-closed',
    'warn',
    (company, settings) => company.bookCloseDate !== undefined && !afterClose(company, settings),
    'The books of the QuickBooks company are closed up to a date; documents dated up to it cannot be sent.',
    'Choose a start date after the closing date, or open the books in QuickBooks: Settings, Advanced, Accounting.',
  ),
  check(
    'refund-account-missing',
    'warn',
    (_company, { refundAccountId }) => refundAccountId === null,
    'No account is chosen that refunds are issued from, so BPro refunds are not sent.',
    'Choose the refund account in the settings.',
  ),
  check(
    'inventory-off',
    'warn',
    ({ inventory }) => !inventory,
    'The QuickBooks company does not track inventory; products that do in BPro are not sent, nor what sells them.',
    'Switch on inventory in QuickBooks (Plus or Advanced plan): Settings, Sales, Products and services.',
  ),
  check(
    'inventory-accounts-missing',
    'warn',
    (company, { accounts }) => {
      const found = defaultAccounts(company);
      const expense = accounts.expenseId ?? found.expenseId;
      const asset = accounts.assetId ?? found.assetId;
      return company.inventory && (expense === undefined || asset === undefined);
    },
    'The QuickBooks company lacks an account for the cost or the stock of inventory.',
    'Create accounts of type Cost of Goods Sold and Inventory in QuickBooks, or choose them in the settings.',
  ),
  check(
    'categories-off',
    'warn',
    ({ categories }) => !categories,
    'Product categories are switched off in QuickBooks; products are sent without their category.',
    'Switch on categories in QuickBooks: Settings, All lists, Product categories.',
  ),
  check(
    'discounts-off',
    'warn',
    ({ allowDiscount }) => !allowDiscount,
    'Discounts are switched off in QuickBooks; orders with a discount cannot be sent.',
    'Switch on discounts in QuickBooks: Settings, Account and settings, Sales, Sales form content.',
  ),
  check(
    'sales-tax-off',
    'warn',
    ({ taxRegime }) => taxRegime === 'off',
    'Sales tax is switched off in QuickBooks; orders with tax cannot be sent.',
    'Set up sales tax in QuickBooks (Taxes) if the store charges tax.',
  ),
  check(
    'tax-agency-missing',
    'warn',
    ({ taxRegime, taxAgencies }) =>
      (taxRegime === 'manual' || taxRegime === 'codes') && taxAgencies.length === 0,
    'The QuickBooks company has no tax agency, so taxes of BPro cannot be created there.',
    'Add the tax agency in QuickBooks (Taxes).',
  ),
  check(
    'untaxed-code-missing',
    'warn',
    ({ taxRegime, zeroTaxCodeId }) => taxRegime === 'codes' && zeroTaxCodeId === undefined,
    'The QuickBooks company has no tax code without tax; orders with lines that are not taxed cannot be sent.',
    'Create or activate an exempt tax code in QuickBooks (Taxes).',
  ),
  check(
    'numbers-by-quickbooks',
    'warn',
    ({ customTxnNumbers }) => !customTxnNumbers,
    'QuickBooks numbers its documents by itself, so a number of BPro can already be taken there.',
    'Switch on custom transaction numbers in QuickBooks: Settings, Account and settings, Sales.',
  ),
  check(
    'multicurrency',
    'adapt',
    ({ multicurrency }) => multicurrency,
    'The QuickBooks company uses several currencies; customers and documents in a foreign one are left out.',
    'Nothing, unless such records are needed in BPro: enter them there by hand.',
  ),
  check(
    'tax-by-quickbooks',
    'adapt',
    ({ taxRegime }) => taxRegime === 'automated',
    'QuickBooks computes sales tax itself: tax codes are not synced, and the tax of each BPro order is sent with it.',
    'Nothing. Which agencies the tax is owed to is kept in QuickBooks.',
  ),
  check(
    'books-closed-before-start',
    'adapt',
    afterClose,
    'The books of the QuickBooks company are closed up to a date before the start date.',
    'Nothing. Documents dated up to the closing date, if any, are noted.',
  ),
  check(
    'custom-numbers',
    'adapt',
    ({ customTxnNumbers }) => customTxnNumbers,
    'QuickBooks gives documents no number of its own: each is sent with the number that it has in BPro.',
    'Nothing. A number that is already used in QuickBooks is noted.',
  ),
];

/** What in the company stands in the way, in plain words with what to change (rule C9). */
export const preFlight = (
  company: CompanyProfile,
  settings: Settings,
  capabilities: PreFlightCapabilities,
): Finding[] =>
  CHECKS.filter((c) => c.applies(company, settings, capabilities)).map(({ code, effect, title, action }) => ({
    code,
    effect,
    title,
    action,
  }));
