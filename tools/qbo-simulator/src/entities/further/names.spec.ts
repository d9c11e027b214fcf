import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { Bench, salesLine } from '../../spec-support/in-process.js';
import { expenseLine } from '../../spec-support/lines.js';
import { ACCOUNTS, key, LedgerBench, ref } from '../../spec-support/ledger.js';

describe('names', () => {
  it.each([
    ['Customer', 'Vendor'],
    ['Vendor', 'Employee'],
    ['Employee', 'Customer'],
    ['Vendor', 'Customer'],
  ] as const)(
    'a %s takes its name from every %s, in any case, until it is inactive [recorded]',
    async (one, two) => {
      const bench = new Bench();
      const first = await bench.post(one, { DisplayName: 'Pat Doe' });
      expect(await bench.refusal(two, { DisplayName: ' PAT doe ' })).toBe(
        '6240: The name supplied already exists. : Another customer, vendor or employee is already using this \nname. Please use a different name.',
      );
      await bench.post(one, { ...key(first), sparse: true, Active: false });
      expect(await bench.refusal(two, { DisplayName: 'Pat Doe' })).toBe('200');
    },
  );

  it('a vendor that is owed something cannot be made inactive (6220) [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 1);
    const off = { Id: vendor, SyncToken: '0', sparse: true, Active: false };
    expect(await bench.refusal('Vendor', off)).toMatch(/^6220: .*This vendor cannot be deleted/);
    await bench.post('Bill', key(bill), '?operation=delete');
    expect(await bench.refusal('Vendor', off)).toBe('200');
  });
});

describe.each(['Class', 'Department'] as const)('%s', (entity) => {
  const flag = entity === 'Class' ? 'SubClass' : 'SubDepartment';

  it(`${entity}: a name is free below another parent, a renamed parent renames the path [documented]`, async () => {
    const bench = new Bench();
    const top = await bench.post(entity, { Name: 'North' });
    expect(top).toMatchObject({ [flag]: false, FullyQualifiedName: 'North', Active: true });
    const below = await bench.post(entity, { Name: 'Shop', ParentRef: ref(top.Id) });
    expect(below).toMatchObject({ [flag]: true, FullyQualifiedName: 'North:Shop' });
    expect(await bench.refusal(entity, { Name: 'shop', ParentRef: ref(top.Id) })).toMatch(/^6240/);
    expect(await bench.refusal(entity, { Name: 'Shop' })).toBe('200');
    await bench.post(entity, { ...key(top), sparse: true, Name: 'South' });
    expect(await bench.get(entity, below.Id)).toMatchObject({
      FullyQualifiedName: 'South:Shop',
      SyncToken: '0',
      ParentRef: { value: top.Id, name: 'South' },
    });
  });

  it(`${entity}: five levels, no more (6180); no colon (2040); no record is its own parent [documented]`, async () => {
    const bench = new Bench();
    let parent: QboRecord = {};
    for (let level = 1; level <= 5; level++) {
      const made = await bench.post(entity, { Name: `Level ${String(level)}`, ...parent });
      parent = { ParentRef: ref(made.Id) };
    }
    expect(await bench.refusal(entity, { Name: 'Level 6', ...parent })).toMatch(/^6180/);
    expect(await bench.refusal(entity, { Name: 'A:B' })).toMatch(/^2040/);
    expect(await bench.refusal(entity, { Name: 'x'.repeat(101) })).toMatch(/^2050/);
    const self = await bench.post(entity, { Name: 'Self' });
    expect(await bench.refusal(entity, { ...key(self), sparse: true, ParentRef: ref(self.Id) })).toMatch(
      /^6000/,
    );
  });
});

describe('an account', () => {
  it('has a number of seven characters, in Canada of twenty [documented]', async () => {
    for (const [profile, max] of [
      ['us-manual', 7],
      ['uk', 7],
      ['ca', 20],
    ] as const) {
      const bench = new Bench({ profile });
      const account = (n: number): QboRecord => ({
        Name: `N${String(n)}`,
        AccountType: 'Bank',
        AcctNum: '9'.repeat(n),
      });
      expect(await bench.refusal('Account', account(max))).toBe('200');
      expect(await bench.refusal('Account', account(max + 1))).toMatch(/^2050/);
    }
  });
});

describe('document numbers of purchases', () => {
  it('none is made; a taken one is refused (6140) unless duplicates are allowed [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    expect(await bench.bill(vendor, 1)).not.toHaveProperty('DocNumber');
    await bench.bill(vendor, 1, { DocNumber: 'R-1' });
    const body = { VendorRef: ref(vendor), Line: [expenseLine(1)], DocNumber: 'R-1' };
    expect(await bench.refusal('Bill', body)).toMatch(/^6140: .*TxnType=Bill/);
    expect(await bench.refusal('Bill', body, '?include=allowduplicatedocnum')).toBe('200');
    expect(await bench.refusal('VendorCredit', body)).toBe('200');
  });

  it('estimates and purchase orders follow CustomTxnNumbers, and their own numbers alone [documented]', async () => {
    const bench = new LedgerBench({ options: { customTxnNumbers: true } });
    const CustomerRef = ref(await bench.customer('Ann'));
    const form = { CustomerRef, Line: [salesLine(1)] };
    expect(await bench.post('Estimate', form)).not.toHaveProperty('DocNumber');
    await bench.post('Invoice', { ...form, DocNumber: '7' });
    expect(await bench.refusal('Estimate', { ...form, DocNumber: '7' })).toBe('200');
    expect(await bench.refusal('Estimate', { ...form, DocNumber: '7' })).toMatch(/^6140: .*TxnType=Estimate/);
  });
});

it('names of accounts, customers and terms stand beside the ids that refer to them [recorded]', async () => {
  const bench = new LedgerBench();
  const bill = await bench.bill(await bench.vendor(), 1, { SalesTermRef: ref('1') });
  expect(bill).toMatchObject({
    SalesTermRef: { value: '1', name: 'Due on receipt' },
    Line: [
      { AccountBasedExpenseLineDetail: { AccountRef: { value: ACCOUNTS.expense, name: 'Office Expenses' } } },
    ],
  });
});
