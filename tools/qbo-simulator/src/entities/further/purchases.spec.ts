import { describe, expect, it } from '@jest/globals';
import { expenseLine } from '../../spec-support/lines.js';
import { ACCOUNTS, key, LedgerBench, ref } from '../../spec-support/ledger.js';

describe('a purchase', () => {
  const paid = (
    bench: LedgerBench,
    PaymentType: string,
    account: string,
    more: object = {},
  ): Promise<string> =>
    bench.refusal('Purchase', { PaymentType, AccountRef: ref(account), Line: [expenseLine(12)], ...more });

  it('takes money from its account; a credit brings it back [documented]', async () => {
    const bench = new LedgerBench();
    expect(await paid(bench, 'Cash', ACCOUNTS.bank)).toBe('200');
    expect(await bench.held('bank')).toBe(-12);
    expect(await paid(bench, 'CreditCard', ACCOUNTS.card)).toBe('200');
    expect(await paid(bench, 'CreditCard', ACCOUNTS.card, { Credit: true, Line: [expenseLine(5)] })).toBe(
      '200',
    );
    expect(await bench.held('card')).toBe(-7);
    expect(await bench.held('expense')).toBe(0);
  });

  it('by check is of a bank account, by card of a card (6430) [documented]', async () => {
    const bench = new LedgerBench();
    expect(await paid(bench, 'Check', ACCOUNTS.card)).toMatch(/^6430/);
    expect(await paid(bench, 'CreditCard', ACCOUNTS.bank)).toMatch(/^6430/);
    expect(await paid(bench, 'Cash', ACCOUNTS.expense)).toMatch(/^6430/);
  });

  it('names a customer, vendor or employee; on accounts payable it lowers what a vendor is owed [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    await bench.bill(vendor, 20);
    const body = {
      PaymentType: 'Check',
      AccountRef: ref(ACCOUNTS.bank),
      Line: [expenseLine(12, ACCOUNTS.payable)],
    };
    const EntityRef = { value: vendor, type: 'VENDOR' };
    expect(await bench.post('Purchase', { ...body, EntityRef })).toMatchObject({
      EntityRef: { value: vendor, name: 'Seller', type: 'Vendor' },
    });
    expect(await bench.balance('Vendor', vendor)).toBe(8);
    const wrong = { ...body, EntityRef: { value: vendor, type: 'Customer' } };
    expect(await bench.refusal('Purchase', wrong)).toMatch(/^2500: .*Names element/);
    expect(await bench.refusal('Purchase', { ...body, EntityRef: { value: vendor, type: 'Item' } })).toMatch(
      /^2010/,
    );
  });

  it('must repeat how it was paid in a sparse update [assumed]', async () => {
    const bench = new LedgerBench();
    const body = { PaymentType: 'Cash', AccountRef: ref(ACCOUNTS.bank), Line: [expenseLine(1)] };
    const made = await bench.post('Purchase', body);
    const change = { ...key(made), sparse: true, PrivateNote: 'x' };
    expect(await bench.refusal('Purchase', change)).toMatch('2020: Required parameter PaymentType');
  });
});
