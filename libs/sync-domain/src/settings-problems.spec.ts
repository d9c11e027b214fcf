import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { settingsProblems, type SettingsFacts } from './settings-problems.js';
import { COMPANY } from './testing/mapping-context.js';

const facts: SettingsFacts = {
  company: {
    ...COMPANY,
    accounts: [
      ...COMPANY.accounts,
      {
        id: '4',
        name: 'Undeposited Funds',
        type: 'Other Current Asset',
        subType: 'UndepositedFunds',
        active: true,
      },
      { id: '99', name: 'Old bank', type: 'Bank', subType: 'Checking', active: false },
    ],
  },
  today: '2026-03-01',
  methods: { bpro: ['cash'], qbo: ['1', '2'] },
};
const none = DEFAULT_SETTINGS.uncheckedMethods;
const accounts = DEFAULT_SETTINGS.accounts;
const problems = (changes: Partial<Settings>, more: Partial<SettingsFacts> = {}) =>
  settingsProblems({ ...DEFAULT_SETTINGS, ...changes }, { ...facts, ...more }).map(
    (p) => `${p.rule} ${p.field}`,
  );

describe('settings problems', () => {
  it.each<[string, Partial<Settings>, string[]]>([
    ['the defaults', {}, []],
    ['today', { fromDate: '2026-03-01' }, []],
    ['a date in the future', { fromDate: '2026-03-02' }, ['C8 fromDate']],
    ['a bank account', { refundAccountId: '35' }, []],
    ['Undeposited Funds', { refundAccountId: '4' }, []],
    ['an account that is no bank', { refundAccountId: '79' }, ['C4 refundAccountId']],
    ['an unknown account', { refundAccountId: '1000' }, ['C8 refundAccountId']],
    ['an inactive account', { refundAccountId: '99' }, ['C8 refundAccountId']],
    ['good product accounts', { accounts: { incomeId: '79', expenseId: '80', assetId: '81' } }, []],
    [
      'product accounts of wrong types',
      { accounts: { incomeId: '80', expenseId: '81', assetId: '35' } },
      ['C7 accounts.incomeId', 'C7 accounts.expenseId', 'C7 accounts.assetId'],
    ],
    ['an unknown product account', { accounts: { ...accounts, incomeId: '1000' } }, ['C8 accounts.incomeId']],
    ['an inactive product account', { accounts: { ...accounts, incomeId: '99' } }, ['C8 accounts.incomeId']],
    ['known methods unchecked', { uncheckedMethods: { bpro: ['cash'], qbo: ['1'], none: true } }, []],
    ['an unknown BPro method', { uncheckedMethods: { ...none, bpro: ['1'] } }, ['C5 uncheckedMethods.bpro']],
    [
      'an unknown QuickBooks method',
      { uncheckedMethods: { ...none, qbo: ['9'] } },
      ['C5 uncheckedMethods.qbo'],
    ],
  ])('C8 refuses field by field what cannot work: %s', (_case, changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });

  it.each([
    [0, ['C8 onlyInBpro', 'C8 onlyInQbo']],
    [3, []],
    [undefined, []],
  ])('C8 ignoring what is on one side is nothing to sync when %s records are on both', (inBoth, expected) => {
    expect(problems({ onlyInBpro: 'ignore', onlyInQbo: 'ignore' }, { inBoth })).toEqual(expected);
    expect(problems({ onlyInBpro: 'ignore' }, { inBoth })).toEqual([]);
  });
});
