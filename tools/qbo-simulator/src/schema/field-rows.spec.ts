import { describe, expect, it } from '@jest/globals';
import { isObject, type QboRecord } from '../model/record.js';
import { Bench } from '../spec-support/in-process.js';
import { FIELD_TABLES, type FieldTable } from './field-rows.js';

const valueAt = (record: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), record);

const nested = (path: string, value: unknown): QboRecord =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as QboRecord;

let made = 0;
async function start(entity: string, table: FieldTable): Promise<{ bench: Bench; base: QboRecord }> {
  const bench = new Bench();
  const unique = table.unique === undefined ? {} : { [table.unique]: `Row ${String(++made)}` };
  const form = entity === 'Invoice' || entity === 'Payment';
  const customer = form ? { CustomerRef: { value: await bench.customer('Buyer') } } : {};
  return { bench, base: { ...table.base, ...unique, ...customer } };
}

describe.each(Object.entries(FIELD_TABLES))('%s', (entity, table) => {
  it.each(table.rows)(`${entity}.$path is written, read, changed and cleared [documented]`, async (row) => {
    const { bench, base } = await start(entity, table);
    const created = await bench.post(entity, { ...base, ...nested(row.path, row.first) });
    expect(valueAt(created, row.path)).toEqual(row.first);
    expect(valueAt(await bench.get(entity, created.Id), row.path)).toEqual(row.first);
    const key = { Id: created.Id, sparse: true };
    await bench.post(entity, { ...key, SyncToken: '0', ...nested(row.path, row.second) });
    const read = await bench.get(entity, created.Id);
    expect(valueAt(read, row.path)).toEqual(row.second);
    if (row.clear === undefined || row.path.includes('.')) return;
    await bench.post(entity, { ...key, SyncToken: read['SyncToken'], ...nested(row.path, row.clear) });
    expect(valueAt(await bench.get(entity, created.Id), row.path)).not.toEqual(row.second);
  });

  it.each(table.rows)(`${entity}.$path refuses a wrong kind with 2010 [documented]`, async (row) => {
    const { bench, base } = await start(entity, table);
    const wrong = row.path.endsWith('.value')
      ? { ...base, [row.path.split('.')[0] ?? '']: 'text' }
      : undefined;
    const body = wrong ?? { ...base, ...nested(row.path, { Unknown: ['x'] }) };
    expect(await bench.refusal(entity, body)).toMatch(/^2010/);
  });

  const limited = table.rows.filter((row) => row.max !== undefined);
  if (limited.length > 0)
    it.each(limited)(`${entity}.$path takes $max characters and no more [documented]`, async (row) => {
      const { bench, base } = await start(entity, table);
      const body = { ...base, ...nested(row.path, `x${String(row.first)}`) };
      const max = (row.max ?? 0).toLocaleString('en-US');
      expect(await bench.refusal(entity, body)).toContain(
        `2050: String length specified does not match the supported length. Min:0 Max:${max} supported`,
      );
    });

  if (table.readOnly.length > 0)
    it.each(table.readOnly)(`${entity}.%s is read-only: sent, it is ignored [assumed]`, async (property) => {
      const { bench, base } = await start(entity, table);
      const created = await bench.post(entity, { ...base, [property]: 987 });
      expect(created[property]).not.toBe(987);
    });

  it(`${entity} refuses an unknown property with 2010 [recorded]`, async () => {
    const { bench, base } = await start(entity, table);
    expect(await bench.refusal(entity, { ...base, Unknown: 'x' })).toMatch(/^2010/);
  });
});
