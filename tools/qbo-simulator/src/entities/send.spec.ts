import { describe, expect, it } from '@jest/globals';
import { Bench, faultText } from '../spec-support/in-process.js';

const refusal = async (bench: Bench, path: string): Promise<string> =>
  faultText(await bench.call('POST', path));

describe('sending a form', () => {
  it('marks it as sent, says when, and keeps the address [documented]', async () => {
    const bench = new Bench();
    const invoice = await bench.invoice(await bench.customer('Ann'), 10);
    const reply = await bench.call('POST', `invoice/${invoice.Id}/send?sendTo=ann@example.com`);
    expect(reply.body['Invoice']).toMatchObject({
      EmailStatus: 'EmailSent',
      BillEmail: { Address: 'ann@example.com' },
      DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: '2026-05-05T02:05:12-07:00' },
      SyncToken: '1',
      TotalAmt: 10,
    });
    const read = await bench.get('Invoice', invoice.Id);
    expect(read).toMatchObject({ EmailStatus: 'EmailSent', SyncToken: '1', Line: expect.anything() });
  });

  it('goes to the address on the form, again each time [documented]', async () => {
    const bench = new Bench();
    const BillEmail = { Address: 'bob@example.com' };
    const invoice = await bench.invoice(await bench.customer('Bob'), 10, { BillEmail });
    await bench.call('POST', `invoice/${invoice.Id}/send`);
    await bench.clock.advance(60_000);
    const again = await bench.call('POST', `invoice/${invoice.Id}/send`);
    expect(again.body['Invoice']).toMatchObject({
      BillEmail,
      DeliveryInfo: { DeliveryTime: '2026-05-05T02:06:12-07:00' },
      SyncToken: '2',
    });
  });

  it('needs an address, a form and a record that is there [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('Ann');
    const invoice = await bench.invoice(customer, 10);
    expect(await refusal(bench, `invoice/${invoice.Id}/send`)).toMatch(/^2020: .*BillEmail/);
    expect(await refusal(bench, `invoice/${invoice.Id}/send?sendTo=nobody`)).toMatch(/^2210/);
    expect(await refusal(bench, 'invoice/999/send?sendTo=ann@example.com')).toMatch(/^610/);
    expect(await refusal(bench, `customer/${customer}/send?sendTo=ann@example.com`)).toMatch(/^500: .*SEND/);
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({ EmailStatus: 'NotSet', SyncToken: '0' });
  });
});
