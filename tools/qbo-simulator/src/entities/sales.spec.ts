import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { type Answered, Bench, paying, salesLine } from '../spec-support/in-process.js';
import { expenseLine, journalLine } from '../spec-support/lines.js';

const discount = (detail: QboRecord, Amount?: number): QboRecord => ({
  DetailType: 'DiscountLineDetail',
  ...(Amount === undefined ? {} : { Amount }),
  DiscountLineDetail: detail,
});

describe('an invoice', () => {
  it('of customer and one line gets everything else from QuickBooks [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A', { BillAddr: { Line1: '1 Main St' } });
    const invoice = await bench.invoice(customer, 100);
    expect(invoice).toMatchObject({
      DocNumber: '1001',
      TxnDate: '2026-05-05',
      DueDate: '2026-06-04',
      TotalAmt: 100,
      Balance: 100,
      EmailStatus: 'NotSet',
      PrintStatus: 'NeedToPrint',
      ApplyTaxAfterDiscount: false,
      CustomField: [],
      LinkedTxn: [],
      BillAddr: { Line1: '1 Main St' },
      FreeFormAddress: true,
      CurrencyRef: { value: 'USD', name: 'United States Dollar' },
      TxnTaxDetail: { TotalTax: 0 },
      Line: [
        {
          Id: '1',
          LineNum: 1,
          Amount: 100,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: {
            ItemRef: { value: '1', name: 'Services' },
            ItemAccountRef: { value: '1', name: 'Services' },
            TaxCodeRef: { value: 'NON' },
          },
          CustomExtensions: [],
        },
        { Amount: 100, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
      ],
    });
    expect(invoice['SalesTermRef']).toBeUndefined();
    expect(invoice).not.toHaveProperty('InvoiceLink');
    expect(await bench.get('Invoice', invoice.Id)).toHaveProperty('InvoiceLink');
  });

  it('is due by its own term, a date of the month included [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const on = async (more: QboRecord): Promise<unknown> =>
      (await bench.invoice(customer, 1, { TxnDate: '2026-01-20', ...more }))['DueDate'];
    expect(await on({ SalesTermRef: { value: '2' } })).toBe('2026-02-04');
    expect(await on({ DueDate: '2026-12-31', SalesTermRef: { value: '2' } })).toBe('2026-12-31');
    const fifth = await bench.post('Term', { Name: '25th', DayOfMonthDue: 25, DueNextMonthDays: 10 });
    expect(await on({ SalesTermRef: { value: fifth.Id } })).toBe('2026-02-25');
  });

  it('Amount must be Qty times UnitPrice: 6070 [recorded, wording assumed]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const Line = [salesLine(10, { Qty: 3, UnitPrice: 3 })];
    expect(await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line })).toMatch(/^6070/);
    const rounded = [salesLine(100.01, { Qty: 3, UnitPrice: 33.335 })];
    expect(await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line: rounded })).toBe('200');
  });

  it('discounts stand after the subtotal and lower the total; they can be switched off [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.post('Invoice', {
      CustomerRef: { value: customer },
      Line: [discount({ PercentBased: true, DiscountPercent: 10 }), salesLine(33.33)],
    });
    const lines = invoice['Line'] as QboRecord[];
    expect(lines.map((line) => line['DetailType'])).toEqual([
      'SalesItemLineDetail',
      'SubTotalLineDetail',
      'DiscountLineDetail',
    ]);
    expect(lines[2]).toMatchObject({
      Amount: 3.33,
      DiscountLineDetail: { DiscountAccountRef: { value: '86' } },
    });
    expect(invoice['TotalAmt']).toBe(30);
    const strict = new Bench({ options: { allowDiscount: false } });
    const other = await strict.customer('A');
    const Line = [salesLine(10), discount({ PercentBased: false }, 1)];
    expect(await strict.refusal('Invoice', { CustomerRef: { value: other }, Line })).toMatch(/^6000/);
  });

  it('cannot be negative [assumed]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    expect(
      await bench.refusal('Invoice', { CustomerRef: { value: customer }, Line: [salesLine(-5)] }),
    ).toMatch(/^6000.*must be 0 or greater/);
  });

  it('in closed books nothing is written: 6210, for old and new dates [recorded]', async () => {
    const bench = new Bench({ options: { bookCloseDate: '2026-03-31' } });
    const customer = await bench.customer('A');
    const old = { CustomerRef: { value: customer }, Line: [salesLine(1)], TxnDate: '2026-03-31' };
    expect(await bench.refusal('Invoice', old)).toMatch(/^6210/);
    const invoice = await bench.invoice(customer, 1, { TxnDate: '2026-04-01' });
    expect(
      await bench.refusal('Invoice', {
        Id: invoice.Id,
        SyncToken: '0',
        sparse: true,
        TxnDate: '2026-03-01',
      }),
    ).toMatch(/^6210/);
    expect(
      await bench.refusal('Payment', {
        CustomerRef: { value: customer },
        TotalAmt: 1,
        TxnDate: '2026-01-01',
      }),
    ).toMatch(/^6210/);
  });

  it('asked to be sent by e-mail needs an address [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const body = { CustomerRef: { value: customer }, Line: [salesLine(1)], EmailStatus: 'NeedToSend' };
    expect(await bench.refusal('Invoice', body)).toMatch(/^2020.*BillEmail/);
  });
});

describe('document numbers', () => {
  it('invoices, credit memos, receipts and refunds share one sequence [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const form = { CustomerRef: { value: customer }, Line: [salesLine(1)] };
    const numbers = [
      (await bench.post('Invoice', form))['DocNumber'],
      (await bench.post('CreditMemo', form))['DocNumber'],
      (await bench.post('SalesReceipt', form))['DocNumber'],
      (await bench.post('RefundReceipt', { ...form, DepositToAccountRef: { value: '35' } }))['DocNumber'],
    ];
    expect(numbers).toEqual(['1001', '1002', '1003', '1004']);
  });

  it('estimates and purchase orders count for themselves; journal entries may repeat a number [recorded]', async () => {
    const bench = new Bench();
    const numberOf = async (entity: string, body: QboRecord): Promise<unknown> =>
      (await bench.post(entity, body))['DocNumber'];
    const customer = await bench.customer('Buyer');
    const vendor = (await bench.post('Vendor', { DisplayName: 'Seller' })).Id;
    await bench.invoice(customer, 1);
    const estimate = { CustomerRef: { value: customer }, Line: [salesLine(1)] };
    const order = { VendorRef: { value: vendor }, Line: [expenseLine(1)] };
    expect([
      await numberOf('Estimate', estimate),
      await numberOf('Estimate', estimate),
      await numberOf('PurchaseOrder', order),
    ]).toEqual(['1001', '1002', '1001']);
    const entry = { DocNumber: 'J1', Line: [journalLine('Debit', '69', 1), journalLine('Credit', '35', 1)] };
    expect([await numberOf('JournalEntry', entry), await numberOf('JournalEntry', entry)]).toEqual([
      'J1',
      'J1',
    ]);
  });

  it('a number that is taken is refused with 6140 unless duplicates are allowed [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const form = { CustomerRef: { value: customer }, Line: [salesLine(1)], DocNumber: 'J-7' };
    const first = await bench.post('Invoice', form);
    expect(await bench.refusal('Invoice', form)).toBe(
      `6140: Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=J-7 is assigned to TxnType=Invoice with TxnId=${String(first.Id)}`,
    );
    expect(await bench.refusal('Invoice', form, '?include=allowduplicatedocnum')).toBe('200');
  });

  it('with custom numbers on, none sent stays none [documented]', async () => {
    const bench = new Bench({ options: { customTxnNumbers: true } });
    const invoice = await bench.invoice(await bench.customer('A'), 1);
    expect(invoice).not.toHaveProperty('DocNumber');
  });
});

describe('payments', () => {
  const setUp = async (): Promise<{ bench: Bench; customer: string; invoice: Answered }> => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 100);
    await bench.clock.advance(60_000);
    return { bench, customer, invoice };
  };

  it('without lines stay unapplied and go to Undeposited Funds [recorded]', async () => {
    const { bench, customer } = await setUp();
    const payment = await bench.post('Payment', { CustomerRef: { value: customer }, TotalAmt: 30 });
    expect(payment).toMatchObject({
      UnappliedAmt: 30,
      Line: [],
      DepositToAccountRef: { value: '4' },
      ProcessPayment: false,
    });
    expect(payment['DepositToAccountRef']).not.toHaveProperty('name');
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: 70, SyncToken: '0' });
  });

  it('bump the SyncToken and time of their invoice, and only the time of customer and account [recorded]', async () => {
    const { bench, customer, invoice } = await setUp();
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 100,
      Line: [paying(invoice.Id, 60)],
    });
    expect(payment).toMatchObject({ UnappliedAmt: 40 });
    const now = { LastUpdatedTime: '2026-05-05T02:06:12-07:00' };
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({
      Balance: 40,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }],
      MetaData: now,
    });
    expect(await bench.get('Customer', customer)).toMatchObject({
      Balance: 0,
      SyncToken: '0',
      MetaData: now,
    });
    expect(await bench.get('Account', '4')).toMatchObject({
      CurrentBalance: 100,
      SyncToken: '0',
      MetaData: now,
    });
    expect(await bench.get('Account', '84')).toMatchObject({ CurrentBalance: 0 });
  });

  it('show in each line what they paid [recorded]', async () => {
    const { bench, customer, invoice } = await setUp();
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 60,
      Line: [paying(invoice.Id, 60)],
    });
    const [line] = payment['Line'] as { LineEx: { any: { value: QboRecord }[] } }[];
    expect(line?.LineEx.any.map((each) => each.value)).toEqual([
      { Name: 'txnId', Value: invoice.Id },
      { Name: 'txnOpenBalance', Value: '100.00' },
      { Name: 'txnReferenceNumber', Value: '1001' },
    ]);
  });

  it('a note on the payment does not touch the invoice; a new amount does [recorded]', async () => {
    const { bench, customer, invoice } = await setUp();
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 60,
      Line: [paying(invoice.Id, 60)],
    });
    const key = { Id: payment.Id, sparse: true };
    const noted = await bench.post('Payment', { ...key, SyncToken: '0', PrivateNote: 'hello' });
    expect(noted).toMatchObject({ SyncToken: '1', TotalAmt: 60, UnappliedAmt: 0 });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ SyncToken: '1', Balance: 40 });
    await bench.post('Payment', { ...key, SyncToken: '1', TotalAmt: 50, Line: [paying(invoice.Id, 50)] });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ SyncToken: '2', Balance: 50 });
  });

  it("cannot link another customer's invoice (620), a missing one (610) or more than is open [recorded, rest assumed]", async () => {
    const { bench, customer, invoice } = await setUp();
    const other = await bench.customer('B');
    const pay = (payer: string, id: unknown, amount: number): Promise<string> =>
      bench.refusal('Payment', {
        CustomerRef: { value: payer },
        TotalAmt: amount,
        Line: [paying(id, amount)],
      });
    expect(await pay(other, invoice.Id, 10)).toMatch(/^620: .*Cannot validate linked transactions/);
    expect(await pay(customer, '99', 10)).toMatch(/^610/);
    expect(await pay(customer, invoice.Id, 100.01)).toMatch(/^6000/);
    expect(
      await bench.refusal('Payment', {
        CustomerRef: { value: customer },
        TotalAmt: 5,
        Line: [paying(invoice.Id, 10)],
      }),
    ).toMatch(/^6000/);
  });

  it('go to bank or other current asset accounts only: 6430 [documented]', async () => {
    const { bench, customer } = await setUp();
    const body = { CustomerRef: { value: customer }, TotalAmt: 5, DepositToAccountRef: { value: '79' } };
    expect(await bench.refusal('Payment', body)).toMatch(/^6430/);
  });

  it('voided or deleted give the invoice its balance back [documented]', async () => {
    const { bench, customer, invoice } = await setUp();
    const body = { CustomerRef: { value: customer }, TotalAmt: 60, Line: [paying(invoice.Id, 60)] };
    const first = await bench.post('Payment', body);
    const voided = await bench.post(
      'Payment',
      { Id: first.Id, SyncToken: '0', sparse: true },
      '?operation=update&include=void',
    );
    expect(voided).toMatchObject({
      TotalAmt: 0,
      UnappliedAmt: 0,
      Line: [],
      PrivateNote: 'Voided',
      SyncToken: '1',
    });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ Balance: 100, LinkedTxn: [] });
    const second = await bench.post('Payment', body);
    await bench.post('Payment', { Id: second.Id, SyncToken: '0' }, '?operation=delete');
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ Balance: 100, LinkedTxn: [] });
    expect(await bench.get('Account', '4')).toMatchObject({ CurrentBalance: 0 });
  });

  it('in a deposit cannot change or be deleted: 6540 [recorded]', async () => {
    const { bench, customer } = await setUp();
    const payment = await bench.post('Payment', { CustomerRef: { value: customer }, TotalAmt: 60 });
    await bench.post('Deposit', {
      DepositToAccountRef: { value: '35' },
      Line: [{ Amount: 60, LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }] }],
    });
    expect(await bench.get('Payment', payment.Id)).toMatchObject({ LinkedTxn: [{ TxnType: 'Deposit' }] });
    const key = { Id: payment.Id, SyncToken: '0' };
    expect(await bench.refusal('Payment', { ...key, sparse: true, TotalAmt: 70 })).toMatch(/^6540/);
    expect(await bench.refusal('Payment', key, '?operation=delete')).toMatch(/^6540/);
    expect(await bench.get('Account', '35')).toMatchObject({ CurrentBalance: 60 });
    expect(await bench.get('Account', '4')).toMatchObject({ CurrentBalance: 0 });
  });
});

describe('voiding and deleting invoices', () => {
  it('a void empties the amounts, keeps the document and frees the payment [documented, payment assumed]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.post('Invoice', {
      CustomerRef: { value: customer },
      Line: [salesLine(100, { Qty: 4, UnitPrice: 25 })],
      PrivateNote: 'rush',
    });
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 60,
      Line: [paying(invoice.Id, 60)],
    });
    const voided = await bench.post('Invoice', { Id: invoice.Id, SyncToken: '1' }, '?operation=void');
    expect(voided).toMatchObject({
      DocNumber: '1001',
      TotalAmt: 0,
      Balance: 0,
      LinkedTxn: [],
      TxnTaxDetail: { TotalTax: 0 },
      PrivateNote: 'Voided - rush',
      SyncToken: '2',
    });
    expect(JSON.stringify(voided['Line'])).not.toContain('UnitPrice');
    expect(await bench.get('Payment', payment.Id)).toMatchObject({
      UnappliedAmt: 60,
      Line: [],
      SyncToken: '1',
    });
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: -60 });
  });

  it('a deletion frees the payment too', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 100);
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 60,
      Line: [paying(invoice.Id, 60)],
    });
    await bench.post('Invoice', { Id: invoice.Id, SyncToken: '1' }, '?operation=delete');
    expect(await bench.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 60, Line: [] });
  });

  it('an invoice made smaller than what was paid keeps a balance of zero; the rest of the payment is unapplied', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 100);
    const payment = await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 100,
      Line: [paying(invoice.Id, 100)],
    });
    const smaller = {
      Id: invoice.Id,
      SyncToken: '1',
      sparse: true,
      Line: [{ ...salesLine(70), Id: '1' }],
    };
    expect(await bench.post('Invoice', smaller)).toMatchObject({ TotalAmt: 70, Balance: 0 });
    expect(await bench.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 30, TotalAmt: 100 });
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: -30 });
  });
});

describe('refunds and credits', () => {
  it('a refund receipt is paid from a bank or other current asset account: 6430 [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const refund = { CustomerRef: { value: customer }, Line: [salesLine(25)] };
    expect(await bench.refusal('RefundReceipt', refund)).toMatch(/^2020.*DepositToAccountRef/);
    expect(await bench.refusal('RefundReceipt', { ...refund, DepositToAccountRef: { value: '79' } })).toMatch(
      /^6430/,
    );
    const receipt = await bench.post('RefundReceipt', {
      ...refund,
      DepositToAccountRef: { value: '35' },
      PrintStatus: 'NeedToPrint',
    });
    expect(receipt).toMatchObject({ TotalAmt: 25, Balance: 0, PaymentRefNum: 'To Print' });
    expect(await bench.get('Account', '35')).toMatchObject({ CurrentBalance: -25 });
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: 0 });
  });

  it('a refund receipt cannot be voided, and is updated in full only [documented]', async () => {
    const bench = new Bench();
    const body = { Line: [salesLine(25)], DepositToAccountRef: { value: '35' } };
    const receipt = await bench.post('RefundReceipt', body);
    const key = { Id: receipt.Id, SyncToken: '0' };
    expect(await bench.refusal('RefundReceipt', key, '?operation=void')).toMatch(/^500/);
    expect(await bench.refusal('RefundReceipt', { ...key, sparse: true, PrivateNote: 'x' })).toMatch(/^2020/);
    expect(await bench.post('RefundReceipt', { ...key, ...body, PrivateNote: 'x' })).toMatchObject({
      SyncToken: '1',
    });
  });

  it('a credit memo lowers the balance, and a payment of zero links it to an invoice [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const memo = await bench.post('CreditMemo', { CustomerRef: { value: customer }, Line: [salesLine(30)] });
    expect(memo).toMatchObject({ RemainingCredit: 30, Balance: 30 });
    const invoice = await bench.invoice(customer, 100);
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: 70 });
    await bench.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 0,
      Line: [paying(invoice.Id, 30), { Amount: 30, LinkedTxn: [{ TxnId: memo.Id, TxnType: 'CreditMemo' }] }],
    });
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ Balance: 70 });
    expect(await bench.get('CreditMemo', memo.Id)).toMatchObject({ RemainingCredit: 0 });
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: 70 });
  });

  it('applied automatically, credits reach the next invoice by a payment "Created by QB Online" [recorded]', async () => {
    const bench = new Bench({ options: { autoApplyCredit: true } });
    const customer = await bench.customer('A');
    await bench.post('CreditMemo', { CustomerRef: { value: customer }, Line: [salesLine(30)] });
    const early = await bench.post('Payment', { CustomerRef: { value: customer }, TotalAmt: 20 });
    const invoice = await bench.invoice(customer, 100);
    expect(invoice).toMatchObject({ Balance: 50, SyncToken: '2' });
    expect(await bench.get('Payment', early.Id)).toMatchObject({ UnappliedAmt: 0, SyncToken: '1' });
    const { Payment } = await bench.query('select * from Payment orderby Id');
    const link = (Payment as QboRecord[])[1];
    expect(link).toMatchObject({
      TotalAmt: 0,
      UnappliedAmt: 0,
      PrivateNote: 'Created by QB Online to link credits to charges.',
    });
    expect(link).not.toHaveProperty('DepositToAccountRef');
    expect(await bench.get('Customer', customer)).toMatchObject({ Balance: 50 });
  });
});

describe('currencies', () => {
  it('a customer keeps the currency it was created with, and its documents follow [documented]', async () => {
    const bench = new Bench({ options: { multicurrency: true } });
    const customer = await bench.customer('Berlin', { CurrencyRef: { value: 'EUR' } });
    const invoice = await bench.invoice(customer, 10, { ExchangeRate: 1.1 });
    expect(invoice).toMatchObject({ CurrencyRef: { value: 'EUR', name: 'Euro' }, ExchangeRate: 1.1 });
    const wrong = { CustomerRef: { value: customer }, Line: [salesLine(1)], CurrencyRef: { value: 'USD' } };
    expect(await bench.refusal('Invoice', wrong)).toMatch(/^6000/);
  });

  it('without multicurrency a foreign customer is refused [documented]', async () => {
    const bench = new Bench();
    expect(await bench.refusal('Customer', { DisplayName: 'B', CurrencyRef: { value: 'EUR' } })).toMatch(
      /^6000/,
    );
  });
});
