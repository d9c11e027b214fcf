import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, salesLine } from '../spec-support/in-process.js';

const coded = (amount: number, code: string, more: QboRecord = {}): QboRecord =>
  salesLine(amount, { TaxCodeRef: { value: code }, ...more });

const form = async (bench: Bench, Line: readonly QboRecord[], more: QboRecord = {}): Promise<QboRecord> => {
  const customer = await bench.customer('Buyer');
  return { CustomerRef: { value: customer }, Line, ...more };
};

describe('US company with rates kept by hand', () => {
  it("taxes TAX lines by the customer's code and shows the rate [recorded]", async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const invoice = await bench.post('Invoice', await form(bench, [coded(100, 'TAX'), coded(50, 'NON')]));
    expect(invoice).toMatchObject({
      TotalAmt: 158,
      TxnTaxDetail: {
        TxnTaxCodeRef: { value: '2' },
        TotalTax: 8,
        TaxLine: [
          {
            Amount: 8,
            DetailType: 'TaxLineDetail',
            TaxLineDetail: {
              TaxRateRef: { value: '3' },
              PercentBased: true,
              TaxPercent: 8,
              NetAmountTaxable: 100,
            },
          },
        ],
      },
    });
    expect(invoice).not.toHaveProperty('GlobalTaxCalculation');
  });

  it('rounds every rate by itself, so that two rates can differ from their sum by a cent [assumed]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const detail = { TxnTaxDetail: { TxnTaxCodeRef: { value: '3' } } };
    const invoice = await bench.post('Invoice', await form(bench, [coded(10.2, 'TAX')], detail));
    expect(invoice).toMatchObject({
      TxnTaxDetail: { TotalTax: 0.92, TaxLine: [{ Amount: 0.72 }, { Amount: 0.2 }] },
    });
    expect(Math.round(10.2 * 9.1) / 100).toBe(0.93);
  });

  it('lines are TAX or NON and nothing else: 6100 [recorded]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    expect(await bench.refusal('Invoice', await form(bench, [coded(1, '8')]))).toBe(
      '6100: Valid line TaxCodes for US should be TAX or NON. Supplied value:8',
    );
  });

  it('a line without a code is TAX when item and customer are taxable, else NON [recorded]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const item = await bench.post('Item', {
      Name: 'Hat',
      Type: 'Service',
      IncomeAccountRef: { value: '1' },
      Taxable: true,
    });
    const line = {
      DetailType: 'SalesItemLineDetail',
      Amount: 10,
      SalesItemLineDetail: { ItemRef: { value: item.Id } },
    };
    const taxed = await bench.post('Invoice', await form(bench, [line]));
    expect(JSON.stringify(taxed['Line'])).toContain('"TaxCodeRef":{"value":"TAX"}');
    expect(taxed['TotalAmt']).toBe(10.8);
    const exempt = await bench.customer('School', { Taxable: false });
    const free = await bench.post('Invoice', { CustomerRef: { value: exempt }, Line: [line] });
    expect(free['TotalAmt']).toBe(10);
  });

  it('TotalTax with all tax lines is honoured, TotalTax alone is not [documented]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const body = await form(bench, [coded(100, 'TAX')]);
    const TaxLine = [
      { Amount: 7.99, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: { value: '3' } } },
    ];
    const dictated = await bench.post('Invoice', { ...body, TxnTaxDetail: { TotalTax: 7.99, TaxLine } });
    expect(dictated).toMatchObject({ TotalAmt: 107.99, TxnTaxDetail: { TotalTax: 7.99 } });
    const alone = await bench.post('Invoice', { ...body, TxnTaxDetail: { TotalTax: 7.99 } });
    expect(alone).toMatchObject({ TotalAmt: 108 });
    const noted = { Id: dictated.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' };
    expect(await bench.post('Invoice', noted)).toMatchObject({ TotalAmt: 107.99 });
    const repriced = { Id: dictated.Id, SyncToken: '1', sparse: true, Line: [coded(200, 'TAX')] };
    expect(await bench.post('Invoice', repriced)).toMatchObject({ TotalAmt: 216 });
  });

  it('with ApplyTaxAfterDiscount the discount lowers the taxed amount [documented]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const off = { DetailType: 'DiscountLineDetail', Amount: 30, DiscountLineDetail: { PercentBased: false } };
    const before = await bench.post('Invoice', await form(bench, [coded(100, 'TAX'), coded(50, 'NON'), off]));
    expect(before).toMatchObject({ TxnTaxDetail: { TotalTax: 8 }, TotalAmt: 128 });
    const after = await bench.post('Invoice', {
      CustomerRef: before['CustomerRef'],
      Line: [coded(100, 'TAX'), coded(50, 'NON'), off],
      ApplyTaxAfterDiscount: true,
    });
    expect(after).toMatchObject({ TxnTaxDetail: { TotalTax: 6.4 }, TotalAmt: 126.4 });
  });

  it('TaxService makes codes over new and existing rates, and refuses taken names: 6240 [documented]', async () => {
    const bench = new Bench({ profile: 'us-manual' });
    const reply = await bench.call('POST', 'taxservice/taxcode', {
      TaxCode: 'City and state',
      TaxRateDetails: [
        { TaxRateName: 'City 1%', RateValue: '1', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
        { TaxRateId: '1' },
      ],
    });
    expect(reply.body).toMatchObject({ TaxCode: 'City and state', TaxCodeId: '4' });
    expect(reply.body['TaxRateDetails']).toMatchObject([{ TaxRateId: '4' }, { TaxRateId: '1' }]);
    const invoice = await bench.post(
      'Invoice',
      await form(bench, [coded(100, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: { value: '4' } } }),
    );
    expect(invoice).toMatchObject({ TxnTaxDetail: { TotalTax: 8.1 } });
    const again = await bench.call('POST', 'taxservice/taxcode', {
      TaxCode: 'Other',
      TaxRateDetails: [{ TaxRateName: 'city 1%', RateValue: '1', TaxAgencyId: '1' }],
    });
    expect(JSON.stringify(again.body)).toContain('Another tax rate is already using this');
    expect(await bench.refusal('TaxCode', { Name: 'X' })).toMatch(/^500/);
  });
});

describe('US company with automated sales tax', () => {
  it('computes the tax itself, with a code of its own [documented]', async () => {
    const bench = new Bench({ profile: 'us-automated' });
    const invoice = await bench.post(
      'Invoice',
      await form(bench, [coded(100, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: { value: '2' } } }),
    );
    expect(invoice).toMatchObject({ TotalAmt: 107.5, TxnTaxDetail: { TotalTax: 7.5 } });
    const { Preferences } = (await bench.call('GET', 'preferences')).body;
    expect(Preferences).toMatchObject({ TaxPrefs: { PartnerTaxEnabled: true } });
  });

  it('honours an explicit TotalTax and spreads it over the rates [documented]', async () => {
    const bench = new Bench({ profile: 'us-automated' });
    const body = await form(bench, [coded(100, 'TAX')], { TxnTaxDetail: { TotalTax: 7.01 } });
    const invoice = await bench.post('Invoice', body);
    expect(invoice).toMatchObject({
      TotalAmt: 107.01,
      TxnTaxDetail: { TotalTax: 7.01, TaxLine: [{ Amount: 5.84 }, { Amount: 1.17 }] },
    });
  });

  it('refuses TaxService unless it is switched to allow it [assumed]', async () => {
    const body = { TaxCode: 'X', TaxRateDetails: [{ TaxRateName: 'X', RateValue: '1', TaxAgencyId: '1' }] };
    const strict = new Bench({ profile: 'us-automated' });
    expect((await strict.call('POST', 'taxservice/taxcode', body)).status).toBe(400);
    const lenient = new Bench({
      profile: 'us-automated',
      switches: { books: { allowAutomatedTaxCodes: true } },
    });
    expect((await lenient.call('POST', 'taxservice/taxcode', body)).status).toBe(200);
  });
});

describe('company outside the US', () => {
  it('every line needs a real tax code: 6000 GST/HST, 2500 for an unknown one [recorded]', async () => {
    const bench = new Bench({ profile: 'ca' });
    const body = await form(bench, [salesLine(1)]);
    expect(await bench.refusal('Invoice', body)).toBe(
      '6000: Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.',
    );
    expect(await bench.refusal('Invoice', { ...body, Line: [coded(1, '99')] })).toMatch(/^2500/);
    const none = { ...body, GlobalTaxCalculation: 'NotApplicable' };
    expect(await bench.post('Invoice', none)).toMatchObject({
      TotalAmt: 1,
      GlobalTaxCalculation: 'NotApplicable',
    });
  });

  it('rounds per line and rate: 9.975 % of 4495.16 in two lines is 448.40, not 448.39 [recorded]', async () => {
    const bench = new Bench({ profile: 'ca' });
    const qst = await bench.call('POST', 'taxservice/taxcode', {
      TaxCode: 'QST only',
      TaxRateDetails: [{ TaxRateId: '4' }],
    });
    const code = String(qst.body['TaxCodeId']);
    const whole = await bench.post('Invoice', await form(bench, [coded(4495.16, code)]));
    expect(whole).toMatchObject({ TxnTaxDetail: { TotalTax: 448.39 } });
    const split = await bench.post('Invoice', {
      CustomerRef: whole['CustomerRef'],
      Line: [coded(4495.1, code), coded(0.06, code)],
    });
    expect(split).toMatchObject({ TotalAmt: 4943.56, TxnTaxDetail: { TotalTax: 448.4 } });
  });

  it('several rates of a code each get their line, over all lines [documented]', async () => {
    const bench = new Bench({ profile: 'ca' });
    const invoice = await bench.post('Invoice', await form(bench, [coded(100, '4'), coded(10, '2')]));
    expect(invoice).toMatchObject({
      TotalAmt: 122.5,
      GlobalTaxCalculation: 'TaxExcluded',
      TxnTaxDetail: {
        TotalTax: 12.5,
        TaxLine: [
          { Amount: 5.5, TaxLineDetail: { TaxRateRef: { value: '1' }, NetAmountTaxable: 110 } },
          { Amount: 7, TaxLineDetail: { TaxRateRef: { value: '3' }, NetAmountTaxable: 100 } },
        ],
      },
    });
  });

  it('tax inclusive: the total is what was asked, the line becomes net [documented, conversion assumed]', async () => {
    const bench = new Bench({ profile: 'uk' });
    const inclusive = { GlobalTaxCalculation: 'TaxInclusive' };
    const invoice = await bench.post(
      'Invoice',
      await form(bench, [coded(100, '2', { Qty: 1, UnitPrice: 100 })], inclusive),
    );
    expect(invoice).toMatchObject({
      TotalAmt: 100,
      TxnTaxDetail: { TotalTax: 16.67 },
      Line: [{ Amount: 83.33, SalesItemLineDetail: { TaxInclusiveAmt: 100 } }, { Amount: 83.33 }],
    });
    const same = { Id: invoice.Id, SyncToken: '0', sparse: true, TxnDate: invoice['TxnDate'] };
    expect(await bench.post('Invoice', same)).toMatchObject({ SyncToken: '0' });
  });
});
