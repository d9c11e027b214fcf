import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '@bpro-qbo-sync/qbo-client';
import { paying, REALM, salesLine } from '../spec-support/in-process.js';
import { CONNECTION, type ClientBench, clientBench, live } from './connected-client.js';

const create = async ({ api, run }: ClientBench, entity: string, body: QboRecord): Promise<QboRecord> => {
  const requestId = `c-${entity}-${JSON.stringify(body).length.toString()}-${String(api.usage(REALM).unmetered)}`;
  return (await run(api.write(CONNECTION, { entity, operation: 'create', body }, live(requestId)))).record;
};

const readAll = async (
  { api }: ClientBench,
  entity: string,
): Promise<{ ids: string[]; restarts: number }> => {
  let ids: string[] = [];
  let restarts = 0;
  for await (const { rows, restarted } of api.pages(CONNECTION, entity)) {
    if (restarted) {
      ids = [];
      restarts += 1;
    }
    ids.push(...rows.map((row) => String(row['Id'])));
  }
  return { ids, restarts };
};

describe('the client and the books', () => {
  it('creates, pays, updates, voids and deletes', async () => {
    const subject = await clientBench();
    const { api, run } = subject;
    const customer = await create(subject, 'Customer', { DisplayName: "Zoë O'Neil \\ Söhne" });
    const invoice = await create(subject, 'Invoice', {
      CustomerRef: { value: customer['Id'] },
      Line: [salesLine(100)],
    });
    const payment = await create(subject, 'Payment', {
      CustomerRef: { value: customer['Id'] },
      TotalAmt: 60,
      Line: [paying(invoice['Id'], 60)],
    });
    const read = await run(api.read(CONNECTION, 'Invoice', String(invoice['Id'])));
    expect(read).toMatchObject({ Balance: 40, SyncToken: '1' });
    const noted = await run(
      api.write(
        CONNECTION,
        {
          entity: 'Invoice',
          operation: 'update',
          body: { Id: read['Id'], SyncToken: '1', sparse: true, PrivateNote: 'n' },
        },
        live('u1'),
      ),
    );
    expect(noted.record).toMatchObject({ PrivateNote: 'n', TotalAmt: 100, SyncToken: '2' });
    const key = { Id: payment['Id'], SyncToken: payment['SyncToken'] };
    const voided = await run(
      api.write(CONNECTION, { entity: 'Payment', operation: 'void', body: key }, live('v1')),
    );
    expect(voided.record).toMatchObject({ TotalAmt: 0 });
    const token = (await run(api.read(CONNECTION, 'Invoice', String(invoice['Id']))))['SyncToken'];
    const invoiceKey = { Id: invoice['Id'], SyncToken: token };
    const gone = await run(
      api.write(CONNECTION, { entity: 'Invoice', operation: 'delete', body: invoiceKey }, live('d1')),
    );
    expect(gone.record).toMatchObject({ Id: invoice['Id'], status: 'Deleted' });
    await expect(run(api.read(CONNECTION, 'Invoice', String(invoice['Id'])))).rejects.toMatchObject({
      kind: 'not-found',
      code: '610',
    });
  });

  it('names each refusal', async () => {
    const subject = await clientBench();
    const { api, run } = subject;
    const customer = await create(subject, 'Customer', { DisplayName: 'Ann' });
    const refusal = async (entity: string, body: QboRecord, operation: 'create' | 'update' = 'create') =>
      run(
        api
          .write(CONNECTION, { entity, operation, body }, live(`r-${String(api.usage(REALM).unmetered)}`))
          .then(
            () => 'done',
            (error: { kind: string; code: string }) => `${error.kind} ${error.code}`,
          ),
      );
    expect(await refusal('Customer', { DisplayName: ' ann ' })).toBe('validation 6240');
    expect(await refusal('Customer', { DisplayName: 'a:b' })).toBe('validation 2040');
    expect(await refusal('Customer', { DisplayName: 'b', Shoe: 1 })).toBe('validation 2010');
    expect(await refusal('Invoice', { Line: [salesLine(1)] })).toBe('validation 2020');
    expect(await refusal('Invoice', { CustomerRef: { value: '999' }, Line: [salesLine(1)] })).toBe(
      'validation 2500',
    );
    const stale = { Id: customer['Id'], SyncToken: '7', sparse: true, Notes: 'n' };
    expect(await refusal('Customer', stale, 'update')).toBe('stale 5010');
  });

  it('finds a hostile name and nothing else', async () => {
    const subject = await clientBench();
    const { api, run } = subject;
    const names = ["O'Neil\\", "x' or Id > '0", '100% & + #1 = <b>', 'Müller “Söhne”'];
    for (const DisplayName of names) await create(subject, 'Customer', { DisplayName });
    for (const value of names) {
      const where = [{ property: 'DisplayName', operator: '=' as const, value }];
      const rows = await run(api.query(CONNECTION, { entity: 'Customer', where }));
      expect(rows.map((row) => row['DisplayName'])).toEqual([value]);
      expect(await run(api.count(CONNECTION, 'Customer', where))).toBe(1);
    }
    const where = [{ property: 'DisplayName', operator: 'IN' as const, value: names }];
    expect(await run(api.query(CONNECTION, { entity: 'Customer', where }))).toHaveLength(4);
  });

  it('reads every page once, and again when rows go away meanwhile', async () => {
    const subject = await clientBench();
    const { bench, run } = subject;
    const user = bench.simulator.user(REALM);
    const customer = await bench.customer('Ann');
    for (let i = 0; i < 2100; i++) user.create('Payment', { CustomerRef: { value: customer }, TotalAmt: 1 });
    expect(await run(readAll(subject, 'Payment'))).toMatchObject({ restarts: 0, ids: { length: 2100 } });
    let queries = 0;
    bench.simulator.faults.decideWith(({ operation }) => {
      if (operation === 'query' && ++queries === 2) {
        const first = bench.simulator.dump(REALM).Payment[0];
        user.delete('Payment', String(first?.['Id']));
      }
      return undefined;
    });
    const { ids, restarts } = await run(readAll(subject, 'Payment'));
    expect(restarts).toBe(1);
    expect(ids).toEqual(bench.simulator.dump(REALM).Payment.map((record) => record['Id']));
  });

  it('sees deletions in the changes', async () => {
    const subject = await clientBench();
    const { api, bench, run } = subject;
    const customer = await bench.customer('Ann');
    const invoice = await bench.invoice(customer, 10);
    const since = new Date(bench.clock.now() - 1000).toISOString();
    await bench.clock.advance(5_000);
    bench.simulator.user(REALM).delete('Invoice', String(invoice['Id']));
    const { byEntity, deleted, truncated, time } = await run(
      api.changes(CONNECTION, ['Invoice', 'Customer'], since),
    );
    expect(truncated).toBe(false);
    expect(Date.parse(time ?? '')).toBe(bench.clock.now());
    expect(deleted).toEqual({ Invoice: [invoice['Id']], Customer: [] });
    expect(byEntity['Invoice']).toEqual([]);
    expect(byEntity['Customer']).toHaveLength(1);
  });

  it('makes a tax code, reads the company and its preferences', async () => {
    const { api, run } = await clientBench();
    const body = {
      TaxCode: 'Oregon',
      TaxRateDetails: [{ TaxRateName: 'OR 1%', RateValue: '1', TaxAgencyId: '1', TaxApplicableOn: 'Sales' }],
    };
    const { record } = await run(api.createTaxCode(CONNECTION, body, live('t1')));
    expect(record['TaxCodeId']).toEqual(expect.any(String));
    expect(await run(api.companyInfo(CONNECTION))).toMatchObject({ CompanyName: 'Sandbox Company' });
    expect(await run(api.preferences(CONNECTION))).toMatchObject({ SalesFormsPrefs: expect.anything() });
  });

  it('counts calls as QuickBooks does', async () => {
    const subject = await clientBench();
    const { api, bench, run } = subject;
    bench.simulator.clearCounters();
    await create(subject, 'Customer', { DisplayName: 'Ann' });
    await run(api.query(CONNECTION, { entity: 'Customer' }));
    await expect(run(api.read(CONNECTION, 'Customer', '999'))).rejects.toThrow();
    await run(
      api.batch(
        CONNECTION,
        [{ bId: '01', entity: 'Customer', operation: 'create', body: { DisplayName: 'Bob' } }],
        live('b1'),
      ),
    );
    const theirs = bench.simulator.counters(REALM);
    expect(api.usage(REALM).metered).toBe(theirs.metered);
    expect(theirs.metered).toBe(1);
  });
});
