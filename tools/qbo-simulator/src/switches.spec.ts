import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from './model/record.js';
import { Bench, paying, salesLine } from './spec-support/in-process.js';

const books = (switches: object): Bench => new Bench({ switches: { books: switches } });

/** What is not known of the real service has a switch; here each one is thrown. */
describe('switches for what is not verified', () => {
  it('emoji are kept, stored as a question mark, or refused with 2040', async () => {
    expect(await new Bench().post('Customer', { DisplayName: 'Joy 🎉' })).toMatchObject({
      DisplayName: 'Joy 🎉',
    });
    const marking = books({ emoji: 'question-mark' });
    expect(await marking.post('Customer', { DisplayName: 'Joy 🎉' })).toMatchObject({ DisplayName: 'Joy ?' });
    const refusing = books({ emoji: 'refuse' });
    expect(await refusing.refusal('Customer', { DisplayName: 'A', BillAddr: { City: '🎉' } })).toMatch(
      /^2040/,
    );
    expect(await refusing.refusal('Customer', { DisplayName: 'Zoë ’s' })).toBe('200');
  });

  it('a payment of a voided invoice becomes unapplied, or stays as it is', async () => {
    for (const [voidedInvoicePayments, unapplied] of [
      ['unapplied', 10],
      ['applied', 0],
    ] as const) {
      const bench = books({ voidedInvoicePayments });
      const customer = await bench.customer('Ann');
      const invoice = await bench.invoice(customer, 10);
      const body = { CustomerRef: { value: customer }, TotalAmt: 10, Line: [paying(invoice.Id, 10)] };
      const payment = await bench.post('Payment', body);
      await bench.post('Invoice', { Id: invoice.Id, SyncToken: '1' }, '?operation=void');
      expect(await bench.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: unapplied });
    }
  });

  it('item names are free per category, or only once', async () => {
    for (const [itemNames, outcome] of [
      ['path', '200'],
      ['anywhere', '6240'],
    ] as const) {
      const bench = books({ itemNames });
      const category = await bench.post('Item', { Name: 'Hats', Type: 'Category' });
      const hat = { Name: 'Hat', Type: 'Service', IncomeAccountRef: { value: '1' } };
      await bench.post('Item', hat);
      const inside = { ...hat, SubItem: true, ParentRef: { value: category.Id } };
      expect(await bench.refusal('Item', inside)).toMatch(new RegExp(`^${outcome}`));
    }
  });

  it('automated sales tax takes a TotalTax, or keeps its own', async () => {
    const taxOf = async (honourTotalTax: boolean): Promise<unknown> => {
      const bench = new Bench({ profile: 'us-automated', switches: { books: { honourTotalTax } } });
      const Line = [salesLine(100, { TaxCodeRef: { value: 'TAX' } })];
      const customer = await bench.customer('Ann');
      return (
        await bench.post('Invoice', {
          CustomerRef: { value: customer },
          Line,
          TxnTaxDetail: { TotalTax: 7.01 },
        })
      )['TotalAmt'];
    };
    expect([await taxOf(true), await taxOf(false)]).toEqual([107.01, 107.5]);
  });

  it('the name of a tax rate may be long, or ten characters at most: 2050', async () => {
    const rate = { TaxRateName: 'City of Tucson', RateValue: '1', TaxAgencyId: '1' };
    const make = async (bench: Bench): Promise<number> =>
      (await bench.call('POST', 'taxservice/taxcode', { TaxCode: 'New', TaxRateDetails: [rate] })).status;
    expect([await make(new Bench()), await make(books({ taxRateNameMax: 10 }))]).toEqual([200, 400]);
  });

  it('queries find a new record at once, or after a lag; reading it by Id always works', async () => {
    const bench = new Bench({ switches: { queries: { lagMs: 5000 } } });
    const id = await bench.customer('Ann');
    const found = async (): Promise<QboRecord> =>
      bench.query("select * from Customer where DisplayName = 'Ann'");
    expect(await found()).toEqual({});
    expect(await bench.get('Customer', id)).toMatchObject({ DisplayName: 'Ann' });
    await bench.clock.advance(5000);
    expect(await found()).toMatchObject({ maxResults: 1 });
  });

  it('a typographic quote in a query is accepted, or a lexical error: 4000', async () => {
    const query = "select * from Customer where DisplayName = 'Zoë’s'";
    expect(await new Bench().query(query)).toEqual({});
    const strict = new Bench({ switches: { queries: { typographicQuotes: 'refuse' } } });
    await expect(strict.query(query)).rejects.toThrow(
      '4000: QueryParserError: Lexical error at line 1, column 48',
    );
  });

  it('refusals can come in another language: the code and the ids stay, the words do not', async () => {
    const bench = new Bench({ switches: { language: 'fr' } });
    const customer = await bench.customer('Ann');
    const { Id } = await bench.invoice(customer, 1, { DocNumber: 'X1' });
    const again = { CustomerRef: { value: customer }, Line: [salesLine(1)], DocNumber: 'X1' };
    const refusal = await bench.refusal('Invoice', again);
    expect(refusal).toMatch(/^6140: .*déjà utilisé/);
    expect(refusal).toContain(`TxnId=${Id}`);
    const item = { bId: '1', operation: 'create', Customer: { DisplayName: 'ann' } };
    const batch = await bench.call('POST', 'batch', { BatchItemRequest: [item] });
    expect(batch.text).toContain('Le nom fourni existe déjà.');
  });
});
