import { expect } from '@jest/globals';
import { child, idOf, isObject, list, omit, type QboRecord } from '../model/record.js';
import { definitionOf } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import { SINGLES, SWEPT } from './bodies.js';
import type { Verb } from './node-quickbooks-methods.js';
import type { SweepBench } from './sweep-bench.js';

const NOBODY = '999999999';

/** An AxiosError that carries a Fault with this code. */
export const refusal = (code: string): unknown => {
  const Fault = expect.objectContaining({ Error: [expect.objectContaining({ code })] });
  const data = expect.objectContaining({ Fault });
  return expect.objectContaining({ response: expect.objectContaining({ status: 400, data }) });
};

const key = ({ Id, SyncToken }: QboRecord): QboRecord => ({ Id, SyncToken });

const idsIn = (answer: QboRecord, entity: EntityName): unknown[] =>
  list(child(answer, 'QueryResponse'), entity).map((row) => row['Id']);

/** What an answer shows but does not store, and what an update moves: references' names, empty groups, tokens. */
function comparable(record: QboRecord, ...changed: readonly string[]): QboRecord {
  const bare = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(bare);
    if (!isObject(part)) return part;
    const kept = 'value' in part && 'name' in part ? omit(part, 'name') : part;
    const full = Object.entries(kept).filter(([, each]) => !isObject(each) || Object.keys(each).length > 0);
    return Object.fromEntries(full.map(([name, each]) => [name, bare(each)]));
  };
  const shown = ['Line', 'SyncToken', 'MetaData', 'FullyQualifiedName', 'DeferredRevenue'];
  return omit(bare(record) as QboRecord, ...shown, ...changed);
}

/** One call of the method on the type, and what must have come of it. */
export const OPERATIONS: Readonly<
  Record<Verb, (bench: SweepBench, method: string, entity: EntityName) => Promise<void>>
> = {
  async create(bench, method, entity) {
    const sent = await bench.body(entity);
    const before = bench.all(entity).length;
    const requestId = `sweep-${method}`;
    const answer = await bench.qbo(method, { ...sent, requestId });
    expect(answer).toMatchObject({ ...omit(sent, 'Line'), Id: expect.any(String), SyncToken: '0' });
    expect(bench.stored(entity, idOf(answer))).toMatchObject(omit(sent, 'Line'));
    const lines = list(sent, 'Line').length;
    expect(list(answer, 'Line').length).toBeGreaterThanOrEqual(lines);
    expect(await bench.qbo(method, { ...sent, requestId })).toEqual(answer);
    expect(bench.all(entity)).toHaveLength(before + 1);
  },

  async get(bench, method, entity) {
    const record = await bench.one(entity);
    const answer = await (method === 'getPreferences' ? bench.qbo(method) : bench.qbo(method, record['Id']));
    expect(answer).toMatchObject(key(record));
    const properties = Object.keys(bench.stored(entity, idOf(record)) ?? {});
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(properties));
    if (definitionOf(entity).kind === 'single') return;
    await expect(bench.qbo(method, NOBODY)).rejects.toEqual(refusal('610'));
  },

  async update(bench, method, entity) {
    const { change, repeat = [] } = SWEPT[entity] ?? SINGLES[entity] ?? {};
    if (!change) throw new Error(`No change for ${entity}: add one to bodies.ts`);
    const before = await bench.one(entity);
    const full = definitionOf(entity).sparse ? {} : { sparse: false };
    const repeated = Object.fromEntries(repeat.map((property) => [property, before[property]]));
    const sent = { ...full, ...repeated, ...change };
    expect(await bench.qbo(method, { ...key(before), ...sent })).toMatchObject({
      ...change,
      Id: before['Id'],
      SyncToken: '1',
    });
    const after = bench.stored(entity, idOf(before));
    expect(after).toMatchObject(comparable(before, ...Object.keys(change)));
    expect(list(after ?? {}, 'Line')).toHaveLength(list(before, 'Line').length);
    await expect(bench.qbo(method, { ...key(before), ...sent })).rejects.toEqual(refusal('5010'));
    const tokenless = bench.qbo(method, { Id: before['Id'], ...sent });
    await expect(tokenless).rejects.toThrow('must contain Id and SyncToken');
  },

  async delete(bench, method, entity) {
    const since = new Date(Date.now() - 60_000);
    for (const by of [key, idOf]) {
      const record = await bench.created(entity);
      const answer = await bench.qbo(method, by(record));
      expect(answer[entity]).toMatchObject({ Id: record.Id, status: 'Deleted' });
      expect(bench.stored(entity, record.Id)).toBeUndefined();
      await expect(bench.qbo(`get${entity}`, record.Id)).rejects.toEqual(refusal('610'));
      if (!definitionOf(entity).captured) continue;
      const changes = await bench.qbo('changeDataCapture', [entity], since);
      const [captured] = list(changes, 'CDCResponse').flatMap((each) => list(each, 'QueryResponse'));
      const tombstone = expect.objectContaining({ Id: record.Id, status: 'Deleted' });
      expect(list(captured ?? {}, entity)).toContainEqual(tombstone);
    }
  },

  async void(bench, method, entity) {
    for (const by of method === 'voidPayment' ? [key] : [key, idOf]) {
      const record = await bench.created(entity);
      const answer = await bench.qbo(method, by(record));
      expect(entity in answer ? answer[entity] : answer).toMatchObject({ Id: record.Id, TotalAmt: 0 });
      expect(bench.stored(entity, record.Id)).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
    }
  },

  async find(bench, method, entity) {
    const { qbo } = bench;
    if (definitionOf(entity).kind === 'single') {
      expect(idsIn(await qbo(method), entity)).toEqual(bench.all(entity).map(idOf));
      return;
    }
    if (SWEPT[entity]) {
      await bench.created(entity);
      await bench.created(entity);
    }
    const active = bench.all(entity).filter((each) => each['Active'] !== false);
    const [a, b] = active.slice(-2).map(idOf);
    const total = active.length;
    expect(await qbo(method, { count: true })).toMatchObject({ QueryResponse: { totalCount: total } });
    expect(idsIn(await qbo(method, { Id: a }), entity)).toEqual([a]);
    expect(idsIn(await qbo(method, ` where Id = '${String(b)}'`), entity)).toEqual([b]);
    const listed = [
      { field: 'Id', value: [b, a], operator: 'IN' },
      { field: 'asc', value: 'Id' },
    ];
    expect(idsIn(await qbo(method, listed), entity)).toEqual([a, b]);
    expect(idsIn(await qbo(method, { fetchAll: true, limit: 2, asc: 'Id' }), entity)).toHaveLength(total);
    expect(idsIn(await qbo(method), entity)).toHaveLength(Math.min(total, 100));
    expect(await qbo(method, { Id: NOBODY })).toMatchObject({ QueryResponse: {} });
  },

  async send(bench, method, entity) {
    const record = await bench.created(entity);
    const property = entity === 'PurchaseOrder' ? 'POEmail' : 'BillEmail';
    const sent = { EmailStatus: 'EmailSent', [property]: { Address: 'to@example.com' } };
    await expect(bench.qbo(method, record.Id)).rejects.toEqual(refusal('2020'));
    const answer = await bench.qbo(method, record.Id, 'to@example.com');
    expect(answer).toMatchObject({ ...sent, SyncToken: '1' });
    expect(await bench.qbo(method, record.Id)).toMatchObject({ ...sent, SyncToken: '2' });
    expect(bench.stored(entity, record.Id)).toMatchObject(sent);
  },

  async pdf(bench, method, entity) {
    const record = await bench.created(entity);
    const bytes: unknown = await bench.qbo(method, record.Id);
    expect(Buffer.isBuffer(bytes) && bytes.toString('latin1')).toMatch(/^%PDF-/);
    await expect(bench.qbo(method, NOBODY)).rejects.toMatchObject({ response: { status: 400 } });
  },
};
