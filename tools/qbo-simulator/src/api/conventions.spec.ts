import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, paying, REALM, salesLine } from '../spec-support/in-process.js';

const DAY = 86_400_000;
const item = (bench: Bench, more: QboRecord = {}): Promise<QboRecord> =>
  bench.post('Item', { Name: 'Fitting', Type: 'Service', IncomeAccountRef: { value: '79' }, ...more });

describe('a request', () => {
  it('may name any minor version or none: all are the same now [documented]', async () => {
    const bench = new Bench();
    const Id = await bench.customer('Ann');
    const answers = await Promise.all(
      ['', '?minorversion=4', '?minorversion=75', '?minorversion=999'].map((params) =>
        bench.call('GET', `customer/${Id}${params}`),
      ),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body['Customer']))).size).toBe(1);
  });

  it('is traced: intuit_tid, which x-request-id repeats, stands in every answer [recorded]', async () => {
    const bench = new Bench();
    for (const path of ['companyinfo/1', 'customer/999', `companyinfo/${REALM}`]) {
      const { headers } = await bench.call('GET', path);
      expect(headers['intuit_tid']).toMatch(/./);
      expect(headers['x-request-id']).toBe(headers['intuit_tid']);
      expect(headers['cache-control']).toContain('no-store');
    }
  });

  it('with a query in the address and another type of body works as well [recorded]', async () => {
    const bench = new Bench();
    const url = `/v3/company/${REALM}/query?query=${encodeURIComponent('select * from Term')}`;
    const headers = { authorization: `Bearer ${bench.token}`, 'content-type': 'text/plain' };
    const { status, body } = await bench.simulator.handle({ method: 'POST', url, headers, body: '' });
    expect([status, body]).toEqual([200, expect.stringContaining('"maxResults":4')]);
  });

  it('that is refused is not metered [documented]', async () => {
    const bench = new Bench();
    const before = bench.simulator.counters(REALM).metered;
    await bench.call('GET', 'customer/999');
    await bench.call('GET', 'query?query=nonsense');
    expect(bench.simulator.counters(REALM).metered).toBe(before);
  });
});

describe('an answer', () => {
  it('leaves out a list of texts that is empty, but an invoice and a payment keep Line, LinkedTxn and CustomField [recorded]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('Ann');
    const invoice = await bench.invoice(customer, 10);
    expect(invoice).toMatchObject({ LinkedTxn: [], CustomField: [] });
    const payment = await bench.post('Payment', { CustomerRef: { value: customer }, TotalAmt: 5 });
    expect(payment).toMatchObject({ Line: [], LinkedTxn: [], UnappliedAmt: 5 });
    expect(await bench.query("select * from Customer where DisplayName = 'Nobody'")).toEqual({});
  });

  it('names Undeposited Funds by its id alone [recorded]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    const payment = await bench.post('Payment', { CustomerRef, TotalAmt: 5 });
    expect(payment['DepositToAccountRef']).toEqual({ value: '4' });
    expect(payment['CustomerRef']).toEqual({ ...CustomerRef, name: 'Ann' });
  });

  it('to a new account tells only when it was created [recorded]', async () => {
    const account = await new Bench().post('Account', { Name: 'Till', AccountType: 'Bank' });
    expect(Object.keys(account['MetaData'] as object)).toEqual(['CreateTime']);
    expect(account).toMatchObject({ AccountSubType: 'CashOnHand', Classification: 'Asset' });
  });

  it('to a delete is the Id and its status; the record is not found any more [recorded]', async () => {
    const bench = new Bench();
    const { Id, SyncToken } = await bench.invoice(await bench.customer('Ann'), 10);
    const { body } = await bench.call('POST', 'invoice?operation=delete', { Id, SyncToken });
    expect(body['Invoice']).toEqual({ status: 'Deleted', domain: 'QBO', Id });
    expect((await bench.call('GET', `invoice/${Id}`)).body['Fault']).toMatchObject({
      Error: [{ code: '610' }],
    });
  });

  it('shows a read item without what a write shows beside it [recorded]', async () => {
    const bench = new Bench();
    expect(await item(bench)).toMatchObject({
      DeferredRevenue: false,
      Taxable: false,
      UnitPrice: 0,
      PurchaseCost: 0,
    });
    const { Item } = await bench.query("select * from Item where Name = 'Fitting'");
    expect((Item as QboRecord[])[0]).not.toHaveProperty('DeferredRevenue');
  });
});

describe('change data capture', () => {
  it('looks back 30 days and no further [documented]', async () => {
    const bench = new Bench();
    const since = (days: number): string => new Date(bench.clock.now() - days * DAY).toISOString();
    const ask = (days: number): Promise<number> =>
      bench.call('GET', `cdc?entities=Customer&changedSince=${since(days)}`).then(({ status }) => status);
    expect([await ask(29), await ask(31)]).toEqual([200, 400]);
  });

  it.each(['TaxCode', 'TaxRate', 'TaxAgency', 'TimeActivity'])('knows no %s [documented]', async (entity) => {
    const bench = new Bench();
    const since = new Date(bench.clock.now() - DAY).toISOString();
    expect((await bench.call('GET', `cdc?entities=${entity}&changedSince=${since}`)).status).toBe(400);
  });
});

describe('money', () => {
  it('of a payment never is less than what its lines apply [documented]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    const invoice = await bench.invoice(CustomerRef.value, 50);
    const body = { CustomerRef, TotalAmt: 10, Line: [paying(invoice.Id, 20)] };
    expect(await bench.refusal('Payment', body)).toMatch(/^6000/);
  });

  it('of one payment may settle several invoices [documented]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    const one = await bench.invoice(CustomerRef.value, 50);
    const two = await bench.invoice(CustomerRef.value, 30);
    await bench.post('Payment', {
      CustomerRef,
      TotalAmt: 70,
      Line: [paying(one.Id, 50), paying(two.Id, 20)],
    });
    expect([
      (await bench.get('Invoice', one.Id))['Balance'],
      (await bench.get('Invoice', two.Id))['Balance'],
    ]).toEqual([0, 10]);
  });

  it('that was applied makes the customer owe less, and what is unapplied less than nothing [recorded]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    await bench.invoice(CustomerRef.value, 39);
    await bench.post('Payment', { CustomerRef, TotalAmt: 300 });
    expect(await bench.get('Customer', CustomerRef.value)).toMatchObject({
      Balance: -261,
      BalanceWithJobs: -261,
    });
  });

  it('of a voided invoice is nothing, and its payment is unapplied [assumed]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    const invoice = await bench.invoice(CustomerRef.value, 50);
    const payment = await bench.post('Payment', {
      CustomerRef,
      TotalAmt: 50,
      Line: [paying(invoice.Id, 50)],
    });
    await bench.post('Invoice', { Id: invoice.Id, SyncToken: '1' }, '?operation=void');
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ TotalAmt: 0, Balance: 0, LinkedTxn: [] });
    expect(await bench.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 50, Line: [] });
  });
});

describe('an invoice made from an estimate', () => {
  it('names it, beside the payments that QuickBooks links; the estimate must be there [documented]', async () => {
    const bench = new Bench();
    const CustomerRef = { value: await bench.customer('Ann') };
    const form = { CustomerRef, Line: [salesLine(10)] };
    const estimate = await bench.post('Estimate', form);
    const source = { TxnId: estimate.Id, TxnType: 'Estimate' };
    const invoice = await bench.post('Invoice', { ...form, LinkedTxn: [source] });
    const payment = await bench.post('Payment', {
      CustomerRef,
      TotalAmt: 10,
      Line: [paying(invoice.Id, 10)],
    });
    const { LinkedTxn } = await bench.get('Invoice', invoice.Id);
    expect(LinkedTxn).toEqual(expect.arrayContaining([source, { TxnId: payment.Id, TxnType: 'Payment' }]));
    const nowhere = { TxnId: '999', TxnType: 'Estimate' };
    expect(await bench.refusal('Invoice', { ...form, LinkedTxn: [nowhere] })).toMatch(/^610/);
  });
});

describe('dates', () => {
  it('of an invoice without a term: due after 30 days, and the answer names no term [recorded]', async () => {
    const bench = new Bench();
    const invoice = await bench.invoice(await bench.customer('Ann'), 1, { TxnDate: '2026-04-01' });
    expect(invoice).toMatchObject({ DueDate: '2026-05-01' });
    expect(invoice).not.toHaveProperty('SalesTermRef');
  });

  it('are days: what was sent comes back, whatever the time zone [recorded]', async () => {
    const bench = new Bench();
    const body = { CustomerRef: { value: await bench.customer('Ann') }, Line: [salesLine(1)] };
    expect(await bench.post('Invoice', { ...body, TxnDate: '2026-01-01' })).toMatchObject({
      TxnDate: '2026-01-01',
    });
    expect(await bench.refusal('Invoice', { ...body, TxnDate: '01/02/2026' })).toMatch(/^2010/);
  });
});
