import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { salesLine } from '../../spec-support/in-process.js';
import { expenseLine, journalLine, linkLine } from '../../spec-support/lines.js';
import { ACCOUNTS, key, LedgerBench, ref } from '../../spec-support/ledger.js';

const named = (Type: string, id: string): QboRecord => ({ Entity: { Type, EntityRef: ref(id) } });

describe('a journal entry', () => {
  it('books its debits and credits; results keep no balance [assumed]', async () => {
    const bench = new LedgerBench();
    const Line = [journalLine('Debit', ACCOUNTS.bank, 30), journalLine('Credit', ACCOUNTS.income, 30)];
    const entry = await bench.post('JournalEntry', { Line });
    expect(entry['Line']).toMatchObject([{ Id: '1' }, { Id: '2' }]);
    expect([await bench.held('bank'), await bench.held('income')]).toEqual([30, 0]);
    await bench.post('JournalEntry', key(entry), '?operation=delete');
    expect(await bench.held('bank')).toBe(0);
  });

  it('that does not balance, or has one line, is refused with 6000 [assumed]', async () => {
    const bench = new LedgerBench();
    const debit = journalLine('Debit', ACCOUNTS.bank, 30);
    const refusal = (...Line: QboRecord[]): Promise<string> => bench.refusal('JournalEntry', { Line });
    expect(await refusal(debit, journalLine('Credit', ACCOUNTS.income, 29.99))).toBe(
      '6000: Business Validation Error: Please balance debits and credits.',
    );
    expect(await refusal(debit)).toMatch(/^6000: .*at least two detail lines/);
    expect(await refusal(debit, { Amount: 30, DetailType: 'JournalEntryLineDetail' })).toMatch(/^2020/);
  });

  it('on receivables moves the balance of its customer, on payables of its vendor, and must name them [documented]', async () => {
    const bench = new LedgerBench();
    const [customer, vendor] = [await bench.customer('Ann'), await bench.vendor()];
    const Line = [
      journalLine('Debit', ACCOUNTS.receivable, 50, named('Customer', customer)),
      journalLine('Credit', ACCOUNTS.payable, 20, named('Vendor', vendor)),
      journalLine('Credit', ACCOUNTS.income, 30),
    ];
    const entry = await bench.post('JournalEntry', { Line });
    expect(entry['Line']).toMatchObject([
      {
        JournalEntryLineDetail: {
          Entity: { Type: 'Customer', EntityRef: { value: customer, name: 'Ann' } },
        },
      },
      {},
      {},
    ]);
    expect([await bench.balance('Customer', customer), await bench.balance('Vendor', vendor)]).toEqual([
      50, 20,
    ]);
    expect([await bench.held('receivable'), await bench.held('payable')]).toEqual([50, -20]);
    await bench.post('JournalEntry', key(entry), '?operation=delete');
    expect([await bench.balance('Customer', customer), await bench.balance('Vendor', vendor)]).toEqual([
      0, 0,
    ]);
    for (const [account, who] of [
      [ACCOUNTS.receivable, 'Accounts Receivable, you must choose a customer'],
      [ACCOUNTS.payable, 'Accounts Payable, you must choose a vendor'],
    ] as const) {
      const nameless = [journalLine('Debit', account, 1), journalLine('Credit', ACCOUNTS.income, 1)];
      expect(await bench.refusal('JournalEntry', { Line: nameless })).toMatch(`When you use ${who}`);
    }
  });
});

describe('a transfer', () => {
  it('moves money between accounts of the balance sheet [documented]', async () => {
    const bench = new LedgerBench();
    const transfer = (from: string, to: string, Amount = 15): QboRecord => ({
      FromAccountRef: ref(from),
      ToAccountRef: ref(to),
      Amount,
    });
    const made = await bench.post('Transfer', transfer(ACCOUNTS.bank, ACCOUNTS.savings));
    expect([await bench.held('bank'), await bench.held('savings')]).toEqual([-15, 15]);
    await bench.post('Transfer', key(made), '?operation=delete');
    expect([await bench.held('bank'), await bench.held('savings')]).toEqual([0, 0]);
    expect(await bench.refusal('Transfer', transfer(ACCOUNTS.bank, ACCOUNTS.income))).toMatch(/^6430/);
    expect(await bench.refusal('Transfer', transfer(ACCOUNTS.bank, ACCOUNTS.bank))).toMatch(/^6000/);
    expect(await bench.refusal('Transfer', transfer(ACCOUNTS.bank, ACCOUNTS.savings, 0))).toMatch(/^6000/);
  });
});

describe('a deposit', () => {
  const deposit = (...Line: QboRecord[]): QboRecord => ({ DepositToAccountRef: ref(ACCOUNTS.bank), Line });
  const direct = (Amount: number, account: string, detail: QboRecord = {}): QboRecord => ({
    Amount,
    DetailType: 'DepositLineDetail',
    DepositLineDetail: { AccountRef: ref(account), ...detail },
  });

  it('takes payments and sales receipts out of Undeposited Funds, until it is deleted [documented]', async () => {
    const bench = new LedgerBench();
    const CustomerRef = ref(await bench.customer('Ann'));
    const payment = await bench.post('Payment', { CustomerRef, TotalAmt: 40 });
    const receipt = await bench.post('SalesReceipt', { CustomerRef, Line: [salesLine(10)] });
    expect(await bench.held('undeposited')).toBe(50);
    const made = await bench.post(
      'Deposit',
      deposit(linkLine(40, 'Payment', payment.Id), linkLine(10, 'SalesReceipt', receipt.Id)),
    );
    expect(made['TotalAmt']).toBe(50);
    expect([await bench.held('undeposited'), await bench.held('bank')]).toEqual([0, 50]);
    expect(await bench.get('SalesReceipt', receipt.Id)).toMatchObject({
      LinkedTxn: [{ TxnId: made.Id, TxnType: 'Deposit' }],
    });
    expect(await bench.refusal('SalesReceipt', key(receipt), '?operation=delete')).toMatch(/^6540/);
    await bench.post('Deposit', key(made), '?operation=delete');
    expect([await bench.held('undeposited'), await bench.held('bank')]).toEqual([50, 0]);
    expect(await bench.refusal('SalesReceipt', key(receipt), '?operation=delete')).toBe('200');
    expect(await bench.held('undeposited')).toBe(40);
  });

  it('takes what waits, and takes it once (620) [assumed]', async () => {
    const bench = new LedgerBench();
    const CustomerRef = ref(await bench.customer('Ann'));
    const banked = await bench.post('Payment', {
      CustomerRef,
      TotalAmt: 5,
      DepositToAccountRef: ref(ACCOUNTS.bank),
    });
    expect(await bench.refusal('Deposit', deposit(linkLine(5, 'Payment', banked.Id)))).toMatch(/^620/);
    const waiting = await bench.post('Payment', { CustomerRef, TotalAmt: 5 });
    await bench.post('Deposit', deposit(linkLine(5, 'Payment', waiting.Id)));
    expect(await bench.refusal('Deposit', deposit(linkLine(5, 'Payment', waiting.Id)))).toMatch(/^620/);
    expect(await bench.refusal('Deposit', deposit(linkLine(5, 'Payment', '999')))).toMatch(/^610/);
  });

  it('from Undeposited Funds without a link asks for a bank account [assumed]', async () => {
    const bench = new LedgerBench();
    expect(await bench.refusal('Deposit', deposit(direct(5, ACCOUNTS.undeposited)))).toMatch(
      /^6000: .*Select a bank account for this deposit/,
    );
  });

  it('of other money comes from its account, of a customer on receivables too; cash back is kept out [assumed]', async () => {
    const bench = new LedgerBench();
    const customer = await bench.customer('Ann');
    const entity = { Entity: { value: customer, type: 'CUSTOMER' } };
    const made = await bench.post('Deposit', {
      ...deposit(direct(100, ACCOUNTS.equity), direct(7, ACCOUNTS.receivable, entity)),
      CashBack: { AccountRef: ref(ACCOUNTS.savings), Amount: 20 },
    });
    expect(made).toMatchObject({
      TotalAmt: 87,
      Line: [{}, { DepositLineDetail: { Entity: { value: customer, name: 'Ann', type: 'Customer' } } }],
    });
    expect([await bench.held('bank'), await bench.held('savings'), await bench.held('equity')]).toEqual([
      87, 20, -100,
    ]);
    expect(await bench.balance('Customer', customer)).toBe(-7);
  });
});

describe('sales forms', () => {
  it('a sales receipt goes to Undeposited Funds, and is nothing once voided [documented]', async () => {
    const bench = new LedgerBench();
    const receipt = await bench.post('SalesReceipt', { Line: [salesLine(25)] });
    expect(await bench.held('undeposited')).toBe(25);
    const voided = await bench.post('SalesReceipt', key(receipt), '?operation=update&include=void');
    expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
    expect(await bench.held('undeposited')).toBe(0);
  });

  it('a credit memo lowers what its customer owes, until it is deleted [documented]', async () => {
    const bench = new LedgerBench();
    const customer = await bench.customer('Ann');
    const memo = await bench.post('CreditMemo', { CustomerRef: ref(customer), Line: [salesLine(25)] });
    expect([await bench.balance('Customer', customer), await bench.held('receivable')]).toEqual([-25, -25]);
    await bench.post('CreditMemo', key(memo), '?operation=delete');
    expect([await bench.balance('Customer', customer), await bench.held('receivable')]).toEqual([0, 0]);
  });

  it('an estimate and a purchase order book nothing [documented]', async () => {
    const bench = new LedgerBench();
    const [customer, vendor] = [await bench.customer('Ann'), await bench.vendor()];
    const estimate = await bench.post('Estimate', { CustomerRef: ref(customer), Line: [salesLine(25)] });
    const order = await bench.post('PurchaseOrder', { VendorRef: ref(vendor), Line: [expenseLine(25)] });
    expect(estimate).toMatchObject({ TotalAmt: 25, TxnStatus: 'Pending', DocNumber: '1001' });
    expect(order).toMatchObject({ TotalAmt: 25, POStatus: 'Open', DocNumber: '1001' });
    expect([await bench.balance('Customer', customer), await bench.balance('Vendor', vendor)]).toEqual([
      0, 0,
    ]);
    expect([await bench.held('receivable'), await bench.held('payable')]).toEqual([0, 0]);
  });
});

describe('balances of accounts', () => {
  it('a parent account’s balance with sub-accounts follows its sub-accounts [documented]', async () => {
    const bench = new LedgerBench();
    const sub = await bench.post('Account', {
      Name: 'Till',
      AccountType: 'Bank',
      ParentRef: ref(ACCOUNTS.bank),
    });
    expect(sub).toMatchObject({ SubAccount: true, FullyQualifiedName: 'Checking:Till' });
    await bench.post('Transfer', {
      FromAccountRef: ref(ACCOUNTS.savings),
      ToAccountRef: ref(sub.Id),
      Amount: 9,
    });
    expect(await bench.get('Account', ACCOUNTS.bank)).toMatchObject({
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 9,
      SyncToken: '0',
    });
  });
});
