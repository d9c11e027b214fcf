import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, faultText } from '../spec-support/in-process.js';

const create = (bId: string, name: string): QboRecord => ({
  bId,
  operation: 'create',
  Customer: { DisplayName: name },
});
const batch = (...items: QboRecord[]): QboRecord => ({ BatchItemRequest: items });
const customers = async (bench: Bench): Promise<number> =>
  Number((await bench.query('select count(*) from Customer'))['totalCount']);

describe('requestid', () => {
  it('again gets the first answer, word for word, and nothing is done twice [documented]', async () => {
    const bench = new Bench();
    const first = await bench.call('POST', 'customer?requestid=r1', { DisplayName: 'A' });
    await bench.clock.advance(5000);
    const again = await bench.call('POST', 'customer?requestid=r1', { DisplayName: 'A' });
    expect(again.text).toBe(first.text);
    expect(await customers(bench)).toBe(1);
    const other = await bench.call('POST', 'customer?requestid=r1', { DisplayName: 'B' });
    expect(other.text).toBe(first.text);
  });

  it('replays a refusal too, unless switched [assumed]', async () => {
    const run = async (replayFaults: boolean): Promise<number> => {
      const bench = new Bench({ switches: { requestIds: { replayFaults } } });
      const vendor = await bench.post('Vendor', { DisplayName: 'A' });
      await bench.call('POST', 'customer?requestid=r1', { DisplayName: 'A' });
      await bench.post('Vendor', { Id: vendor.Id, SyncToken: '0', sparse: true, DisplayName: 'B' });
      return (await bench.call('POST', 'customer?requestid=r1', { DisplayName: 'A' })).status;
    };
    expect(await run(true)).toBe(400);
    expect(await run(false)).toBe(200);
  });

  it("is the company's own, and has at most 50 characters [documented, recorded text]", async () => {
    const bench = new Bench();
    const long = await bench.call('POST', `customer?requestid=${'8182e07bba'.repeat(7)}`, {
      DisplayName: 'A',
    });
    expect(faultText(long)).toBe(
      '6000: Business Validation Error: You cannot enter more than 50 characters in the request_id field. You tried entering 8182e07bba..., which is 70 characters.',
    );
  });

  it('can be ignored, or forgotten after a while [assumed]', async () => {
    const ignoring = new Bench({ switches: { requestIds: { mode: 'ignore' } } });
    await ignoring.call('POST', 'term?requestid=r', { Name: 'A', DueDays: 1 });
    expect((await ignoring.call('POST', 'term?requestid=r', { Name: 'A', DueDays: 1 })).status).toBe(400);
    const forgetful = new Bench({ switches: { requestIds: { forgetAfterMs: 1000 } } });
    await forgetful.call('POST', 'term?requestid=r', { Name: 'A', DueDays: 1 });
    expect((await forgetful.call('POST', 'term?requestid=r', { Name: 'A', DueDays: 1 })).status).toBe(200);
    await forgetful.clock.advance(1001);
    expect((await forgetful.call('POST', 'term?requestid=r', { Name: 'A', DueDays: 1 })).status).toBe(400);
  });
});

describe('batches', () => {
  it('items stand alone: one fault stops nobody [recorded]', async () => {
    const bench = new Bench();
    const reply = await bench.call('POST', 'batch', {
      BatchItemRequest: [
        create('1', 'A'),
        create('2', 'a'),
        { bId: '3', Query: 'select count(*) from Customer' },
        { bId: '4', operation: 'delete', Invoice: { Id: '9', SyncToken: '0' } },
        { bId: '5', operation: 'create', customer: { DisplayName: 'Lower case' } },
      ],
    });
    expect(reply.status).toBe(200);
    expect(reply.body['BatchItemResponse']).toMatchObject([
      { bId: '1', Customer: { DisplayName: 'A' } },
      { bId: '2', Fault: { Error: [{ code: '6240' }], type: 'ValidationFault' } },
      { bId: '3', QueryResponse: { totalCount: 1 } },
      { bId: '4', Fault: { Error: [{ code: '610' }] } },
      { bId: '5', Fault: { Error: [{ code: '2010' }] } },
    ]);
  });

  it('void and duplicate numbers are asked for by optionsData [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('A');
    const invoice = await bench.invoice(customer, 10, { DocNumber: '7' });
    const copy = { CustomerRef: { value: customer }, Line: invoice['Line'], DocNumber: '7' };
    const reply = await bench.call(
      'POST',
      'batch',
      batch(
        { bId: '1', operation: 'create', Invoice: copy },
        { bId: '2', operation: 'create', optionsData: 'allowduplicatedocnum', Invoice: copy },
        {
          bId: '3',
          operation: 'update',
          optionsData: 'void',
          Invoice: { Id: invoice.Id, SyncToken: '0' },
        },
      ),
    );
    expect(reply.body['BatchItemResponse']).toMatchObject([
      { Fault: { Error: [{ code: '6140' }] } },
      { Invoice: { DocNumber: '7' } },
      { Invoice: { TotalAmt: 0, PrivateNote: 'Voided' } },
    ]);
  });

  it('more than 30 items are refused as a whole: 1040 [documented]', async () => {
    const bench = new Bench();
    const items = Array.from({ length: 31 }, (_, i) => create(String(i), `C${String(i)}`));
    expect(faultText(await bench.call('POST', 'batch', batch(...items)))).toMatch(/^1040/);
    expect(await customers(bench)).toBe(0);
  });

  it('repeated under its requestid, a batch gets the same answer [documented]', async () => {
    const bench = new Bench();
    const body = batch(create('01', 'A'), create('02', 'B'));
    const first = await bench.call('POST', 'batch?requestid=b1', body);
    const again = await bench.call('POST', 'batch?requestid=b1', body);
    expect(again.body['BatchItemResponse']).toEqual(first.body['BatchItemResponse']);
    expect(await customers(bench)).toBe(2);
  });

  it('a changed batch under a known requestid replays known bIds and runs the others [assumed]', async () => {
    const bench = new Bench();
    await bench.call('POST', 'batch?requestid=b1', batch(create('01', 'A')));
    const reply = await bench.call('POST', 'batch?requestid=b1', batch(create('01', 'Z'), create('02', 'B')));
    expect(reply.body['BatchItemResponse']).toMatchObject([
      { Customer: { DisplayName: 'A' } },
      { Customer: { DisplayName: 'B' } },
    ]);
  });

  it('repacked under a new requestid, items are done twice [documented: the key is requestid and bId]', async () => {
    const bench = new Bench();
    const term = (bId: string): QboRecord => ({ bId, operation: 'create', CreditMemo: {} });
    await bench.call('POST', 'batch?requestid=b1', batch(create('01', 'A'), term('02')));
    const reply = await bench.call('POST', 'batch?requestid=b2', batch(create('01', 'A')));
    expect(reply.body['BatchItemResponse']).toMatchObject([{ Fault: { Error: [{ code: '6240' }] } }]);
  });

  it('requestid and bId together have at most 50 characters [recorded]', async () => {
    const bench = new Bench();
    const reply = await bench.call(
      'POST',
      `batch?requestid=${'x'.repeat(49)}`,
      batch(create('1', 'A'), create('22', 'B')),
    );
    expect(reply.body['BatchItemResponse']).toMatchObject([
      { Customer: { DisplayName: 'A' } },
      { Fault: { Error: [{ code: '6000' }] } },
    ]);
  });

  it('a repeated batch can answer 6000 for every item [recorded once]', async () => {
    const bench = new Bench({ switches: { requestIds: { mode: 'batch-6000' } } });
    const body = batch(create('01', 'A'));
    await bench.call('POST', 'batch?requestid=b1', body);
    const again = await bench.call('POST', 'batch?requestid=b1', body);
    expect(again.body['BatchItemResponse']).toMatchObject([
      { bId: '01', Fault: { Error: [{ code: '6000' }] } },
    ]);
    expect(await customers(bench)).toBe(1);
  });

  it('each item is metered like a call of its own [documented]', async () => {
    const bench = new Bench();
    await bench.call('POST', 'batch', batch(create('1', 'A'), { bId: '2', Query: 'select * from Term' }));
    const { metered, unmetered } = bench.simulator.counters('9130000000000001');
    expect({ metered, unmetered }).toEqual({ metered: 1, unmetered: 1 });
  });
});

describe('change data capture', () => {
  it('gives what changed since, newest first, deletions included [documented]', async () => {
    const bench = new Bench();
    const customer = await bench.customer('Old');
    const invoice = await bench.invoice(customer, 10);
    await bench.clock.advance(60_000);
    const since = new Date(bench.clock.now()).toISOString();
    await bench.customer('New');
    await bench.post('Invoice', { Id: invoice.Id, SyncToken: '0' }, '?operation=delete');
    const reply = await bench.call(
      'GET',
      `cdc?entities=Customer,Invoice,Term&changedSince=${encodeURIComponent(since)}`,
    );
    expect(reply.body['CDCResponse']).toMatchObject([
      {
        QueryResponse: [
          {
            Customer: [{ DisplayName: expect.any(String) }, {}],
            startPosition: 1,
            maxResults: 2,
            totalCount: 2,
          },
          {
            Invoice: [
              {
                Id: invoice.Id,
                status: 'Deleted',
                domain: 'QBO',
                MetaData: { LastUpdatedTime: '2026-05-05T02:06:12-07:00' },
              },
            ],
          },
          {},
        ],
      },
    ]);
  });

  it('looks back 30 days, and not at tax codes [documented, code assumed]', async () => {
    const bench = new Bench();
    const old = await bench.call('GET', 'cdc?entities=Customer&changedSince=2026-01-01T00:00:00Z');
    expect(old.status).toBe(400);
    const tax = await bench.call('GET', 'cdc?entities=TaxCode&changedSince=2026-05-01T00:00:00Z');
    expect(tax.status).toBe(400);
  });

  it('gives at most 1000 objects in one answer [documented]', async () => {
    const bench = new Bench();
    for (let i = 0; i < 1010; i++) await bench.customer(`C${String(i)}`);
    const reply = await bench.call('GET', 'cdc?entities=Term,Customer&changedSince=2026-05-05T00:00:00Z');
    const [terms, found] = (reply.body['CDCResponse'] as { QueryResponse: Record<string, unknown[]>[] }[])[0]!
      .QueryResponse;
    expect(terms!['Term']!.length + found!['Customer']!.length).toBe(1000);
  });
});
