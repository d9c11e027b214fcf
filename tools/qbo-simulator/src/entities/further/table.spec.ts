import { describe, expect, it } from '@jest/globals';
import { SWEPT } from '../../client-sweep/bodies.js';
import { child, idOf, list, omit, type QboRecord } from '../../model/record.js';
import { definitionOf } from '../../schema/definitions.js';
import type { EntityName } from '../../schema/entity-names.js';
import { type Answered, Bench } from '../../spec-support/in-process.js';

const ENTITIES: readonly EntityName[] = [
  'Account',
  'Attachable',
  'Bill',
  'BillPayment',
  'Class',
  'CreditMemo',
  'Department',
  'Deposit',
  'Employee',
  'Estimate',
  'JournalEntry',
  'Purchase',
  'PurchaseOrder',
  'SalesReceipt',
  'TimeActivity',
  'Transfer',
  'Vendor',
  'VendorCredit',
];

const SINCE = '2026-05-05T00:00:00-07:00';

class Table {
  readonly bench = new Bench();
  private count = 0;

  constructor(readonly entity: EntityName) {}

  async body(): Promise<QboRecord> {
    const swept = SWEPT[this.entity];
    if (!swept) throw new Error(`No body of ${this.entity}`);
    const make = async (type: EntityName, body: QboRecord): Promise<string> =>
      (await this.bench.post(type, body)).Id;
    return swept.body(make, ++this.count);
  }

  async created(): Promise<Answered> {
    return this.bench.post(this.entity, await this.body());
  }

  /** The sparse update that the table of bodies has for the type. */
  update(record: QboRecord, changes: QboRecord = SWEPT[this.entity]?.change ?? {}): QboRecord {
    const { requiredInUpdates } = definitionOf(this.entity);
    const repeated = Object.fromEntries(requiredInUpdates.map((property) => [property, record[property]]));
    return { ...key(record), sparse: true, ...repeated, ...changes };
  }

  async captured(): Promise<readonly QboRecord[]> {
    const reply = await this.bench.call(
      'GET',
      `cdc?entities=${this.entity}&changedSince=${encodeURIComponent(SINCE)}`,
    );
    const [answer] = list(reply.body, 'CDCResponse').flatMap((each) => list(each, 'QueryResponse'));
    return list(answer ?? {}, this.entity);
  }

  async batch(item: QboRecord): Promise<QboRecord> {
    const reply = await this.bench.call('POST', 'batch', { BatchItemRequest: [{ bId: '1', ...item }] });
    return list(reply.body, 'BatchItemResponse')[0] ?? {};
  }
}

const key = ({ Id, SyncToken }: QboRecord): QboRecord => ({ Id, SyncToken });

describe.each(ENTITIES)('%s', (entity) => {
  const definition = definitionOf(entity);

  it(`${entity} is created, read and found by its Id [documented]`, async () => {
    const table = new Table(entity);
    const created = await table.created();
    expect(created).toMatchObject({ SyncToken: '0', domain: 'QBO', sparse: false });
    const read = await table.bench.get(entity, created.Id);
    expect(omit(read, 'MetaData')).toEqual(omit(created, 'MetaData'));
    const found = list(await table.bench.query(`select * from ${entity} where Id = '${created.Id}'`), entity);
    expect(found.map(idOf)).toEqual([created.Id]);
    for (const property of definition.queryable)
      await table.bench.query(`select * from ${entity} where ${property} = '1' orderby ${property} desc`);
  });

  it(`${entity} is refused without what it needs (2020) and with what it does not know (2010) [documented]`, async () => {
    const table = new Table(entity);
    const body = await table.body();
    for (const property of definition.required)
      expect(await table.bench.refusal(entity, omit(body, property))).toMatch(
        `2020: Required parameter ${property}`,
      );
    expect(await table.bench.refusal(entity, { ...body, Colour: 'red' })).toMatch(/^2010/);
    expect(await table.bench.refusal(entity, { [entity]: body })).toMatch(/^2010/);
  });

  it(`${entity}: a sparse update changes what it sends alone, a change of nothing nothing [recorded]`, async () => {
    const table = new Table(entity);
    const created = await table.created();
    await table.bench.clock.advance(5000);
    const change = SWEPT[entity]?.change ?? {};
    const updated = await table.bench.post(entity, table.update(created));
    expect(updated).toMatchObject({ ...change, SyncToken: '1' });
    const untouched = [...Object.keys(change), 'SyncToken', 'MetaData', 'FullyQualifiedName'];
    expect(omit(updated, ...untouched)).toEqual(omit(created, ...untouched));
    const before = child(created, 'MetaData');
    expect(child(updated, 'MetaData')['CreateTime']).toBe(before['CreateTime']);
    await table.bench.clock.advance(5000);
    expect(await table.bench.post(entity, table.update(updated))).toEqual(updated);
  });

  it(`${entity}: an old SyncToken is refused with 5010, none with 2020 [documented]`, async () => {
    const table = new Table(entity);
    const created = await table.created();
    await table.bench.post(entity, table.update(created));
    expect(await table.bench.refusal(entity, table.update(created))).toMatch(/^5010/);
    const tokenless = omit(table.update(created), 'SyncToken');
    expect(await table.bench.refusal(entity, tokenless)).toMatch(/^2020: .*SyncToken/);
    expect(await table.bench.refusal(entity, { ...table.update(created), Id: '999999' })).toMatch(/^610/);
  });

  it(`${entity}: what is read goes back as a full update that changes nothing [assumed]`, async () => {
    const table = new Table(entity);
    const read = await table.bench.get(entity, (await table.created()).Id);
    expect(await table.bench.post(entity, read)).toMatchObject({ SyncToken: '0' });
  });

  it(`${entity} is created, updated and queried in batches [documented]`, async () => {
    const table = new Table(entity);
    const answer = await table.batch({ operation: 'create', [entity]: await table.body() });
    const created = child(answer, entity);
    expect(created).toMatchObject({ Id: expect.any(String), SyncToken: '0' });
    const updated = await table.batch({ operation: 'update', [entity]: table.update(created) });
    expect(child(updated, entity)).toMatchObject({ SyncToken: '1' });
    const queried = await table.batch({ Query: `select * from ${entity} where Id = '${idOf(created)}'` });
    expect(list(child(queried, 'QueryResponse'), entity)).toHaveLength(1);
  });

  if (definition.captured)
    it(`${entity}: change data capture has what was created [documented]`, async () => {
      const table = new Table(entity);
      const created = await table.created();
      expect((await table.captured()).map(idOf)).toContain(created.Id);
    });

  if (definition.operations.includes('delete'))
    it(`${entity} is deleted: reads are refused with 610, change data capture says Deleted [documented]`, async () => {
      const table = new Table(entity);
      const { bench } = table;
      const created = await table.created();
      expect(await bench.refusal(entity, { ...key(created), SyncToken: '7' }, '?operation=delete')).toMatch(
        /^5010/,
      );
      const deleted = await bench.post(entity, key(created), '?operation=delete');
      expect(deleted).toEqual({ Id: created.Id, status: 'Deleted', domain: 'QBO' });
      expect((await bench.call('GET', `${entity.toLowerCase()}/${created.Id}`)).status).toBe(400);
      expect(await bench.query(`select * from ${entity} where Id = '${created.Id}'`)).toEqual({});
      if (definition.captured)
        expect(await table.captured()).toContainEqual(
          expect.objectContaining({ Id: created.Id, status: 'Deleted' }),
        );
      const second = await table.created();
      const answer = await table.batch({ operation: 'delete', [entity]: key(second) });
      expect(child(answer, entity)).toMatchObject({ status: 'Deleted' });
    });
  else
    it(`${entity} is made inactive: queries leave it out, its name is free, it comes back [documented]`, async () => {
      const { bench } = new Table(entity);
      const body = await new Table(entity).body();
      const created = await bench.post(entity, body);
      const nameField = definition.nameField ?? 'Name';
      expect(await bench.refusal(entity, key(created), '?operation=delete')).toMatch(/^500/);
      const off = await bench.post(entity, { ...key(created), sparse: true, Active: false });
      expect(off).toMatchObject({ [nameField]: `${String(created[nameField])} (deleted)`, Active: false });
      const where = `from ${entity} where Id = '${created.Id}'`;
      expect(await bench.query(`select * ${where}`)).toEqual({});
      expect(await bench.query(`select count(*) ${where} and Active in (true, false)`)).toEqual({
        totalCount: 1,
      });
      const other = await bench.post(entity, body);
      expect(await bench.refusal(entity, { ...key(off), sparse: true, Active: true })).toMatch(/^6240/);
      await bench.post(entity, { ...key(other), sparse: true, Active: false });
      const on = await bench.post(entity, { ...key(off), sparse: true, Active: true });
      expect(on).toMatchObject({ [nameField]: created[nameField], Active: true });
    });
});
