import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, paying, salesLine } from '../spec-support/in-process.js';
import type { EntityName } from './entity-names.js';

type Make = (bench: Bench) => Promise<QboRecord>;
const form: Make = async (bench) => ({
  CustomerRef: { value: await bench.customer('Ann') },
  Line: [salesLine(10)],
});
const refund: Make = async (bench) => ({ ...(await form(bench)), DepositToAccountRef: { value: '35' } });
const payment: Make = async (bench) => ({
  CustomerRef: { value: await bench.customer('Ann') },
  TotalAmt: 10,
});
const given =
  (body: QboRecord): Make =>
  () =>
    Promise.resolve(body);

/** What each type cannot be made without (API reference). */
const REQUIRED: readonly (readonly [entity: EntityName, property: string, make: Make])[] = [
  ['Item', 'Name', given({ Name: 'Fitting', Type: 'Service', IncomeAccountRef: { value: '79' } })],
  [
    'Item',
    'IncomeAccountRef',
    given({ Name: 'Fitting', Type: 'Service', IncomeAccountRef: { value: '79' } }),
  ],
  ['PaymentMethod', 'Name', given({ Name: 'Voucher' })],
  ['Term', 'Name', given({ Name: 'Net 7', DueDays: 7 })],
  ['Account', 'Name', given({ Name: 'Till', AccountType: 'Bank' })],
  ['Invoice', 'CustomerRef', form],
  ['Invoice', 'Line', form],
  ['CreditMemo', 'CustomerRef', form],
  ['CreditMemo', 'Line', form],
  ['SalesReceipt', 'Line', form],
  ['RefundReceipt', 'Line', refund],
  ['RefundReceipt', 'DepositToAccountRef', refund],
  ['Payment', 'CustomerRef', payment],
  ['Payment', 'TotalAmt', payment],
];

describe('what is required', () => {
  it.each(REQUIRED)('%s needs %s: 2020 without it [documented]', async (entity, property, make) => {
    const bench = new Bench();
    const body = await make(bench);
    expect(await bench.refusal(entity, { ...body, [property]: undefined })).toMatch(/^2020/);
    expect(await bench.refusal(entity, body)).toBe('200');
  });

  it.each([
    ['a custom field its definition', { CustomField: [{ StringValue: 'x' }] }, 'CustomField.DefinitionId'],
    ['a memo its text', { CustomerMemo: {} }, 'CustomerMemo.value'],
    ['a line its amount', { Line: [{ ...salesLine(1), Amount: undefined }] }, 'Amount'],
    ['a line its type', { Line: [{ ...salesLine(1), DetailType: undefined }] }, 'DetailType'],
    [
      'a line its detail',
      { Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail' }] },
      'SalesItemLineDetail',
    ],
  ] as const)('%s: 2020 without it [documented]', async (_what, more, names) => {
    const bench = new Bench();
    const answer = await bench.refusal('Invoice', { ...(await form(bench)), ...more });
    expect(answer).toMatch(/^2020/);
    expect(answer).toContain(names);
  });

  it.each(['TxnId', 'TxnType'])(
    'a payment’s link needs %s: 2020 without it [documented]',
    async (property) => {
      const bench = new Bench();
      const CustomerRef = { value: await bench.customer('Ann') };
      const invoice = await bench.invoice(CustomerRef.value, 10);
      const line = paying(invoice.Id, 10);
      const LinkedTxn = [{ TxnId: invoice.Id, TxnType: 'Invoice', [property]: undefined }];
      const body = { CustomerRef, TotalAmt: 10, Line: [{ ...line, LinkedTxn }] };
      expect(await bench.refusal('Payment', body)).toMatch(/^2020/);
    },
  );

  it('a tax is for sales or for purchases; a reason for an exemption is 1 to 15 [documented]', async () => {
    const bench = new Bench();
    const rate = { TaxRateName: 'R', RateValue: '1', TaxAgencyId: '1' };
    const taxFor = (TaxApplicableOn: string): Promise<number> =>
      bench
        .call('POST', 'taxservice/taxcode', {
          TaxCode: TaxApplicableOn,
          TaxRateDetails: [{ ...rate, TaxRateName: TaxApplicableOn, TaxApplicableOn }],
        })
        .then(({ status }) => status);
    expect([await taxFor('Sales'), await taxFor('Purchase'), await taxFor('Rent')]).toEqual([200, 200, 400]);
    const reason = (TaxExemptionReasonId: number): Promise<string> =>
      bench.refusal('Customer', { DisplayName: `C ${String(TaxExemptionReasonId)}`, TaxExemptionReasonId });
    expect([await reason(1), await reason(15)]).toEqual(['200', '200']);
    for (const wrong of [0, 16]) expect(await reason(wrong)).not.toBe('200');
  });

  it('the lines of an address have 2000 characters together [documented]', async () => {
    const bench = new Bench();
    const lines = (each: number): QboRecord =>
      Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`Line${String(n)}`, 'x'.repeat(each)]));
    expect(await bench.refusal('Customer', { DisplayName: 'A', BillAddr: lines(400) })).toBe('200');
    expect(await bench.refusal('Customer', { DisplayName: 'B', BillAddr: lines(401) })).toMatch(/^2050/);
  });

  it('an amount of a sales line has 10 digits before the point at most [documented]', async () => {
    const bench = new Bench();
    const amount = async (Amount: number): Promise<string> =>
      bench.refusal('Invoice', { ...(await form(bench)), Line: [salesLine(Amount)] });
    bench.customer = () => Promise.resolve('1');
    await bench.post('Customer', { DisplayName: 'Ann' });
    expect(await amount(9_999_999_999)).toBe('200');
    expect(await amount(10_000_000_000)).toMatch(/^2050|^6000/);
  });

  it('a form has 750 taxable lines at most [documented]', async () => {
    const bench = new Bench();
    const { CustomerRef } = await form(bench);
    const lines = (count: number): QboRecord[] =>
      Array.from({ length: count }, () => salesLine(1, { TaxCodeRef: { value: 'TAX' } }));
    expect(await bench.refusal('Invoice', { CustomerRef, Line: lines(750) })).toBe('200');
    expect(await bench.refusal('Invoice', { CustomerRef, Line: lines(751) })).toMatch(/^6000/);
  });
});
