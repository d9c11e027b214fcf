import { beforeAll, describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../model/record.js';
import { Bench, paying } from '../spec-support/in-process.js';

const rows = (response: Record<string, unknown>, entity: string): QboRecord[] =>
  (response[entity] ?? []) as QboRecord[];

describe('queries', () => {
  const bench = new Bench();
  const names = async (query: string): Promise<unknown[]> =>
    rows(await bench.query(query), 'Customer').map((row) => row['DisplayName']);
  const refused = async (query: string): Promise<string> =>
    bench.query(query).then(
      () => 'answered',
      (error: unknown) => (error as Error).message,
    );

  beforeAll(async () => {
    const anna = await bench.customer('anna', { PrimaryEmailAddr: { Address: 'Anna@Example.com' } });
    await bench.clock.advance(10_000);
    await bench.customer("Mickey O'Neil");
    await bench.clock.advance(10_000);
    await bench.customer('Zed', { Balance: 12.5 });
    const gone = await bench.customer('Gone');
    await bench.post('Customer', { Id: gone, SyncToken: '0', sparse: true, Active: false });
    const first = await bench.invoice(anna, 10, { DocNumber: 'A-1', TxnDate: '2026-01-15' });
    await bench.clock.advance(10_000);
    await bench.invoice(anna, 20, { DocNumber: 'A-2', TxnDate: '2026-02-15' });
    await bench.clock.advance(10_000);
    await bench.post('Payment', {
      CustomerRef: { value: anna },
      TotalAmt: 4,
      Line: [paying(first['Id'], 4)],
    });
  });

  it('answer startPosition, maxResults = rows, and totalCount for some types only [recorded]', async () => {
    expect(await bench.query('select * from Invoice maxresults 1')).toMatchObject({
      startPosition: 1,
      maxResults: 1,
      totalCount: 2,
    });
    const customers = await bench.query('select * from Customer');
    expect(customers).toMatchObject({ startPosition: 1, maxResults: 3 });
    expect(customers).not.toHaveProperty('totalCount');
    const reply = await bench.call(
      'GET',
      `query?query=${encodeURIComponent("select * from Customer where Id = '77'")}`,
    );
    expect(reply.body['QueryResponse']).toEqual({});
  });

  it('without ORDERBY transactions come newest change first, names by name in any case [recorded]', async () => {
    const numbers = rows(await bench.query('select * from Invoice'), 'Invoice').map(
      (row) => row['DocNumber'],
    );
    expect(numbers).toEqual(['A-1', 'A-2']);
    expect(await names('select * from Customer')).toEqual(['anna', "Mickey O'Neil", 'Zed']);
  });

  it('hide inactive names unless Active is asked for [documented]', async () => {
    expect(await names('select * from Customer where Active IN (true, false) orderby Id')).toContain(
      'Gone (deleted)',
    );
    expect(await names('select * from Customer where Active = false')).toEqual(['Gone (deleted)']);
  });

  it('compare names, numbers, dates, references, times and ids [recorded]', async () => {
    expect(await names("SELECT * FROM customer WHERE displayname = 'ANNA'")).toEqual(['anna']);
    expect(await names("select * from Customer where DisplayName LIKE '%O\\'n%'")).toEqual(["Mickey O'Neil"]);
    expect(await names("select * from Customer where DisplayName IN ('Zed', 'anna')")).toEqual([
      'anna',
      'Zed',
    ]);
    expect(await names("select * from Customer where PrimaryEmailAddr = 'anna@example.com'")).toEqual([
      'anna',
    ]);
    expect(await names('select * from Customer where Balance > 10 and Balance <= 12.50')).toEqual(['Zed']);
    expect(await names("select * from Customer where Id > '1' ORDER BY Id DESC")).toEqual([
      'Zed',
      "Mickey O'Neil",
    ]);
    const since = "select * from Customer where MetaData.CreateTime >= '2026-05-05T02:05:22-07:00'";
    expect(await names(since)).toEqual(["Mickey O'Neil", 'Zed']);
    const invoices = await bench.query(
      "select * from Invoice where TxnDate < '2026-02-01' and CustomerRef = '1'",
    );
    expect(rows(invoices, 'Invoice').map((row) => row['DocNumber'])).toEqual(['A-1']);
  });

  it('page by STARTPOSITION and MAXRESULTS in either order [recorded]', async () => {
    expect(await names('select * from Customer orderby Id STARTPOSITION 2 MAXRESULTS 1')).toEqual([
      "Mickey O'Neil",
    ]);
    expect(
      await names('select * from Customer orderby DisplayName desc maxresults 1 startposition 1'),
    ).toEqual(['Zed']);
  });

  it('COUNT(*) answers totalCount alone [recorded]', async () => {
    expect(await bench.query('select count(*) from Customer')).toEqual({ totalCount: 3 });
    expect(await bench.query("select COUNT(*) from Customer where DisplayName like 'a%'")).toEqual({
      totalCount: 1,
    });
  });

  it('a projection answers sparse objects with the Id [recorded]', async () => {
    const response = await bench.query(
      "select DisplayName, Metadata.CreateTime from Customer where Id = '1'",
    );
    expect(rows(response, 'Customer')).toEqual([
      {
        domain: 'QBO',
        sparse: true,
        Id: '1',
        DisplayName: 'anna',
        MetaData: { CreateTime: '2026-05-05T02:05:12-07:00' },
      },
    ]);
  });

  it('customers carry two extras that writes do not [recorded]', async () => {
    const [row] = rows(await bench.query("select * from Customer where Id = '1'"), 'Customer');
    expect(row).toMatchObject({ ClientEntityId: '0', V4IDPseudonym: expect.any(String) });
    expect(await bench.get('Customer', '1')).not.toHaveProperty('ClientEntityId');
  });

  it('also come by POST with the query as body [documented]', async () => {
    const reply = await bench.call('POST', 'query', 'select * from Term');
    expect(reply.body['QueryResponse']).toMatchObject({ maxResults: 4 });
  });

  it("that cannot be parsed are 4000, with the parser's words [recorded]", async () => {
    expect(await refused('')).toBe('4000: \nQueryParserError: The query provided was empty');
    expect(await refused('select * from Customer where Balance >> 3')).toMatch(
      /^4000: QueryParserError: Encountered " ">" "> "" at line 1, column 39\.\nWas expecting one of:\n {4}<EOF>/,
    );
    for (const query of [
      "select * from Customer where Id = '1' or Id = '2'",
      "select * from Customer where not Id = '1'",
      "select * from Customer where Id != '1'",
      "select * from Customer where (Id = '1')",
      'select * from Customer group by Id',
    ])
      expect(await refused(query)).toMatch(/^4000: QueryParserError: Encountered/);
    expect(await refused("select * from Customer where DisplayName = 'x\\'")).toMatch(
      /^4000: .*Lexical error/,
    );
  });

  it('that ask for the impossible are 4001 [recorded]', async () => {
    expect(await refused("select * from Customer where EmailAddress = 'x'")).toBe(
      '4001: QueryValidationError: Property EmailAddress not found for Entity Customer',
    );
    expect(await refused("select * from Vendor where PrimaryEmailAddr = 'x'")).toBe(
      "4001: QueryValidationError: property 'PrimaryEmailAddr' is not queryable",
    );
    expect(await refused("select * from Invoice where PrivateNote = 'x'")).toMatch(/not queryable/);
    expect(await refused('select * from Customer startposition 0')).toBe(
      '4001: QueryValidationError: value 0 is too small. Min allowed value is 1',
    );
    expect(await refused('select * from Customer maxresults 1500')).toBe(
      '4001: QueryValidationError: value 1500 is too large. Max allowed value is 1000',
    );
    expect(await refused("select * from Customer where Id = ''")).toBe(
      '2030: Id should be a valid number. Supplied value:',
    );
    expect(await refused('select * from Nothing')).toMatch(/^4001/);
  });

  it('give 100 rows by default and 1000 at most [documented]', async () => {
    const many = new Bench();
    for (let i = 0; i < 120; i++) await many.post('Term', { Name: `T${String(i)}`, DueDays: 1 });
    expect(await many.query('select * from Term')).toMatchObject({ maxResults: 100 });
    expect(await many.query('select * from Term maxresults 1000')).toMatchObject({ maxResults: 124 });
  });
});
