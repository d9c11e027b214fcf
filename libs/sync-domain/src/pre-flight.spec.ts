import { describe, expect, it } from '@jest/globals';
import type { CompanyProfile } from './company.js';
import { preFlight } from './pre-flight.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { COMPANY } from './testing/mapping-context.js';

const settings: Settings = { ...DEFAULT_SETTINGS, refundAccountId: '35' };
const findings = (company: Partial<CompanyProfile> = {}, changes: Partial<Settings> = {}, currency = 'USD') =>
  preFlight({ ...COMPANY, ...company }, { ...settings, ...changes }, { currency })
    .filter((f) => f.code !== 'custom-numbers')
    .map((f) => `${f.effect} ${f.code}`);
const without = (subType: string) => COMPANY.accounts.filter((a) => a.subType !== subType);

describe('pre-flight', () => {
  it('C9 a company that is set up finds nothing but what the sync adapts to', () => {
    expect(preFlight(COMPANY, settings, { currency: 'USD' })).toEqual([
      expect.objectContaining({ code: 'custom-numbers', effect: 'adapt' }),
    ]);
  });

  it.each<[string, Partial<CompanyProfile>, Partial<Settings>, string[]]>([
    ['credits applied automatically', { autoApplyCredit: true }, {}, ['warn auto-apply-credit']],
    ['numbers by QuickBooks', { customTxnNumbers: false }, {}, ['warn numbers-by-quickbooks']],
    ['no categories', { categories: false }, {}, ['warn categories-off']],
    ['no inventory', { inventory: false }, {}, ['warn inventory-off']],
    ['no stock account', { accounts: without('Inventory') }, {}, ['warn inventory-accounts-missing']],
    ['no income account', { accounts: without('SalesOfProductIncome') }, {}, ['warn income-account-missing']],
    [
      'no income account, but one chosen',
      { accounts: without('SalesOfProductIncome') },
      { accounts: { incomeId: '79', expenseId: null, assetId: null } },
      [],
    ],
    ['closed books', { bookCloseDate: '2025-12-31' }, {}, ['warn books-closed']],
    [
      'closed books, a start in them',
      { bookCloseDate: '2025-12-31' },
      { fromDate: '2025-12-31' },
      ['warn books-closed'],
    ],
    [
      'closed books, a start after them',
      { bookCloseDate: '2025-12-31' },
      { fromDate: '2026-01-01' },
      ['adapt books-closed-before-start'],
    ],
    ['multicurrency', { multicurrency: true }, {}, ['adapt multicurrency']],
    ['tax by QuickBooks', { taxRegime: 'automated' }, {}, ['adapt tax-by-quickbooks']],
    ['no tax', { taxRegime: 'off', taxAgencies: [] }, {}, ['warn sales-tax-off']],
    ['no tax agency', { taxAgencies: [] }, {}, ['warn tax-agency-missing']],
    ['no code without tax', { taxRegime: 'codes' }, {}, ['warn untaxed-code-missing']],
    ['a code without tax', { taxRegime: 'codes', zeroTaxCodeId: '3' }, {}, []],
    ['no discounts', { allowDiscount: false }, {}, ['warn discounts-off']],
    ['no refund account', {}, { refundAccountId: null }, ['warn refund-account-missing']],
  ])('C9 says what is in the way before the first write: %s', (_case, company, changes, expected) => {
    expect(findings(company, changes)).toEqual(expected);
  });

  it('C9 books in another currency block the sync', () => {
    expect(findings({}, {}, 'CAD')).toEqual(['block currency-differs']);
  });

  it('C9 every finding says in words what it is and what to do', () => {
    const bare: CompanyProfile = {
      ...COMPANY,
      autoApplyCredit: true,
      bookCloseDate: '2025-12-31',
      inventory: false,
      categories: false,
      allowDiscount: false,
      taxRegime: 'off',
      multicurrency: true,
      accounts: [],
    };
    for (const { title, action } of preFlight(bare, DEFAULT_SETTINGS, { currency: 'EUR' })) {
      expect(title).toMatch(/^[A-Z].{20,}\.$/);
      expect(action).toMatch(/^[A-Z].{5,}\.$/);
    }
  });
});
