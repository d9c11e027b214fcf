import { describe, expect, it } from '@jest/globals';
import { expenseLine } from '../../spec-support/lines.js';
import { ACCOUNTS, key, LedgerBench, ref } from '../../spec-support/ledger.js';

describe('a bill', () => {
  it('raises what the vendor is owed and is due by its term; payables go the other way [documented]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 100, { SalesTermRef: ref('3'), TxnDate: '2026-05-01' });
    expect(bill).toMatchObject({
      TotalAmt: 100,
      Balance: 100,
      DueDate: '2026-05-31',
      APAccountRef: { value: ACCOUNTS.payable, name: 'Accounts Payable (A/P)' },
      VendorRef: { value: vendor, name: 'Seller' },
      LinkedTxn: [],
    });
    expect(await bench.balance('Vendor', vendor)).toBe(100);
    expect(await bench.held('payable')).toBe(-100);
  });

  it('moves balances by the difference when it changes, and back when it is deleted [documented]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const other = await bench.vendor('Other');
    const bill = await bench.bill(vendor, 100);
    const changed = await bench.post('Bill', {
      ...key(bill),
      sparse: true,
      VendorRef: ref(other),
      Line: [expenseLine(40), expenseLine(2.5)],
    });
    expect([await bench.balance('Vendor', vendor), await bench.balance('Vendor', other)]).toEqual([0, 42.5]);
    await bench.post('Bill', key(changed), '?operation=delete');
    expect(await bench.balance('Vendor', other)).toBe(0);
    expect(await bench.held('payable')).toBe(0);
  });

  it('must repeat its vendor in a sparse update [assumed]', async () => {
    const bench = new LedgerBench();
    const bill = await bench.bill(await bench.vendor(), 1);
    const body = { ...key(bill), sparse: true, PrivateNote: 'x' };
    expect(await bench.refusal('Bill', body)).toMatch('2020: Required parameter VendorRef');
  });

  it('needs accounts of the right type (6430), amounts that multiply (6070) and details [documented]', async () => {
    const bench = new LedgerBench();
    const VendorRef = ref(await bench.vendor());
    const refusal = (body: object): Promise<string> => bench.refusal('Bill', { VendorRef, ...body });
    expect(await refusal({ Line: [expenseLine(1)], APAccountRef: ref(ACCOUNTS.bank) })).toMatch(/^6430/);
    const item = { ItemRef: ref('1'), Qty: 2, UnitPrice: 3 };
    const byItem = { DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: item };
    expect(await refusal({ Line: [{ ...byItem, Amount: 7 }] })).toMatch(/^6070/);
    expect(await refusal({ Line: [{ ...byItem, Amount: 6 }] })).toBe('200');
    const bare = { Amount: 1, DetailType: 'AccountBasedExpenseLineDetail' };
    expect(await refusal({ Line: [bare] })).toMatch('AccountBasedExpenseLineDetail.AccountRef');
    expect(await refusal({ Line: [expenseLine(1, '999')] })).toMatch(/^2500: .*Accounts element id 999/);
    expect(await refusal({ Line: [expenseLine(1)], VendorRef: ref('999') })).toMatch(
      /^2500: .*Names element/,
    );
  });

  it('for inventory raises stock and what it is worth [assumed]', async () => {
    const bench = new LedgerBench();
    const item = await bench.post('Item', {
      Name: 'Tent',
      Type: 'Inventory',
      TrackQtyOnHand: true,
      QtyOnHand: 1,
      InvStartDate: '2026-01-01',
      IncomeAccountRef: ref('79'),
      ExpenseAccountRef: ref('80'),
      AssetAccountRef: ref(ACCOUNTS.inventory),
    });
    const line = {
      Amount: 40,
      DetailType: 'ItemBasedExpenseLineDetail',
      ItemBasedExpenseLineDetail: { ItemRef: ref(item.Id), Qty: 4, UnitPrice: 10 },
    };
    const bill = await bench.bill(await bench.vendor(), 0, { Line: [line] });
    expect((await bench.get('Item', item.Id))['QtyOnHand']).toBe(5);
    expect(await bench.held('inventory')).toBe(40);
    await bench.post('Bill', key(bill), '?operation=delete');
    expect((await bench.get('Item', item.Id))['QtyOnHand']).toBe(1);
    expect(await bench.held('inventory')).toBe(0);
  });
});

describe('a bill payment', () => {
  it('pays bills: links on both, a new SyncToken of the bill, less owed, less in the bank [documented]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 100);
    const check = await bench.check(vendor, 60, [[60, 'Bill', bill.Id]]);
    expect(check).toMatchObject({ Line: [{ Amount: 60, LinkedTxn: [{ TxnId: bill.Id, TxnType: 'Bill' }] }] });
    expect(await bench.get('Bill', bill.Id)).toMatchObject({
      Balance: 40,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: check.Id, TxnType: 'BillPaymentCheck' }],
    });
    expect(await bench.balance('Vendor', vendor)).toBe(40);
    expect([await bench.held('payable'), await bench.held('bank')]).toEqual([-40, -60]);
  });

  it('by card is owed to the card [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 30);
    await bench.check(vendor, 30, [[30, 'Bill', bill.Id]], {
      PayType: 'CreditCard',
      CreditCardPayment: { CCAccountRef: ref(ACCOUNTS.card) },
    });
    expect([await bench.held('card'), await bench.held('bank')]).toEqual([-30, 0]);
    expect((await bench.get('Bill', bill.Id))['LinkedTxn']).toMatchObject([
      { TxnType: 'BillPaymentCreditCard' },
    ]);
  });

  it('uses vendor credits [documented]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 100);
    const credit = await bench.post('VendorCredit', { VendorRef: ref(vendor), Line: [expenseLine(25)] });
    expect(await bench.balance('Vendor', vendor)).toBe(75);
    await bench.check(vendor, 75, [
      [100, 'Bill', bill.Id],
      [25, 'VendorCredit', credit.Id],
    ]);
    expect([await bench.balance('Bill', bill.Id), await bench.balance('VendorCredit', credit.Id)]).toEqual([
      0, 0,
    ]);
    expect(await bench.balance('Vendor', vendor)).toBe(0);
    expect(await bench.held('payable')).toBe(0);
    const less = {
      ...key(await bench.get('VendorCredit', credit.Id)),
      sparse: true,
      Line: [expenseLine(20)],
    };
    expect(await bench.refusal('VendorCredit', less)).toMatch(/^6000/);
  });

  it.each([
    ['is voided', '?operation=update&include=void'],
    ['is deleted', '?operation=delete'],
  ])('that %s opens its bills again [documented]', async (_what, params) => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 100);
    const check = await bench.check(vendor, 100, [[100, 'Bill', bill.Id]]);
    await bench.post('BillPayment', { ...key(check), sparse: true }, params);
    expect(await bench.get('Bill', bill.Id)).toMatchObject({ Balance: 100, LinkedTxn: [] });
    expect(await bench.balance('Vendor', vendor)).toBe(100);
    expect([await bench.held('payable'), await bench.held('bank')]).toEqual([-100, 0]);
    if (params.includes('void'))
      expect(await bench.get('BillPayment', check.Id)).toMatchObject({
        TotalAmt: 0,
        Line: [],
        PrivateNote: 'Voided',
      });
  });

  it('keeps its money when its bill is deleted or falls below it [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 100);
    const check = await bench.check(vendor, 100, [[100, 'Bill', bill.Id]]);
    const less = { ...key(await bench.get('Bill', bill.Id)), sparse: true, VendorRef: ref(vendor) };
    const lowered = await bench.post('Bill', { ...less, Line: [expenseLine(70)] });
    expect(lowered).toMatchObject({ Balance: 0, TotalAmt: 70 });
    expect(await bench.get('BillPayment', check.Id)).toMatchObject({ Line: [{ Amount: 70 }] });
    expect(await bench.balance('Vendor', vendor)).toBe(-30);
    await bench.post('Bill', key(lowered), '?operation=delete');
    expect(await bench.get('BillPayment', check.Id)).toMatchObject({ TotalAmt: 100, Line: [] });
    expect(await bench.balance('Vendor', vendor)).toBe(-100);
  });

  it('of nothing that no longer links anything is gone [assumed]', async () => {
    const bench = new LedgerBench();
    const vendor = await bench.vendor();
    const bill = await bench.bill(vendor, 10);
    const credit = await bench.post('VendorCredit', { VendorRef: ref(vendor), Line: [expenseLine(10)] });
    const check = await bench.check(vendor, 0, [
      [10, 'Bill', bill.Id],
      [10, 'VendorCredit', credit.Id],
    ]);
    await bench.post('Bill', key(await bench.get('Bill', bill.Id)), '?operation=delete');
    expect((await bench.call('GET', `billpayment/${check.Id}`)).status).toBe(400);
    expect(await bench.get('VendorCredit', credit.Id)).toMatchObject({ Balance: 10, LinkedTxn: [] });
    expect(await bench.balance('Vendor', vendor)).toBe(-10);
  });

  it('is refused for bills that are not there, not the vendor’s or not open for so much [documented]', async () => {
    const bench = new LedgerBench();
    const [vendor, other] = [await bench.vendor(), await bench.vendor('Other')];
    const bill = await bench.bill(vendor, 10);
    const refusal = (body: object): Promise<string> => bench.refusal('BillPayment', { ...body });
    expect(await refusal(bench.checkBody(vendor, 1, [[1, 'Bill', '999']]))).toMatch(/^610/);
    expect(await refusal(bench.checkBody(other, 1, [[1, 'Bill', bill.Id]]))).toMatch(/^620/);
    expect(await refusal(bench.checkBody(vendor, 11, [[11, 'Bill', bill.Id]]))).toMatch(/^6000/);
    expect(await refusal(bench.checkBody(vendor, 5, [[10, 'Bill', bill.Id]]))).toMatch(/^6000/);
    const fit = bench.checkBody(vendor, 1, [[1, 'Bill', bill.Id]]);
    expect(await refusal({ ...fit, CheckPayment: undefined })).toMatch('CheckPayment.BankAccountRef');
    const card = { CheckPayment: { BankAccountRef: ref(ACCOUNTS.card) } };
    expect(await refusal({ ...fit, ...card })).toMatch(/^6430/);
  });
});
