import { describe, expect, it } from '@jest/globals';
import type { PlanRow } from '@bpro-qbo-sync/record-store';
import { RUN, syncBench, type SyncBench } from '../testing/sync-bench.js';
import { executePage } from './execute-plan.js';
import { MALFORMED } from './malformed.js';

const type = 'product-category';
const META = { CreateTime: '2026-02-01T12:00:00.000Z', LastUpdatedTime: '2026-02-01T12:00:00.000Z' };

const planned = (recordId: string, more: Partial<PlanRow>): PlanRow => ({
  type,
  recordId,
  bproId: undefined,
  qboId: undefined,
  action: 'create-qbo',
  reason: 'F4:only-in-bpro',
  detail: { counted: { qbo: false, bpro: true } },
  ...more,
});

/** Categories of BPro, by id: the name, and the id of the one that it lies in. */
async function withCategories(
  categories: Readonly<Record<string, [string, string | null]>>,
): Promise<SyncBench> {
  const bench = await syncBench();
  const { scope } = await bench.context('execute');
  for (const [id, [name, parentId]] of Object.entries(categories))
    await bench.mirrorBpro(type, id, { name, parentId });
  const rows = Object.keys(categories).map((id) => planned(`b.${id}`, { bproId: id }));
  await bench.ports.records.plans.put(scope, RUN, rows);
  return bench;
}

const execute = async (bench: SyncBench) =>
  executePage(bench.ports, await bench.context('execute'), RUN, type, undefined);

describe('carrying out a plan of product categories', () => {
  it('E2 parents go before their children, whatever their ids', async () => {
    const bench = await withCategories({
      a: ['Tubes', 'b'],
      b: ['Parts', 'c'],
      c: ['Bicycles', null],
      d: ['Rental', null],
    });
    expect(await execute(bench)).toEqual({ after: undefined, done: 4, results: { 'create-qbo': 4 } });
    const sent = bench.qbo.sent.map(({ body }) => [body['Name'], body['ParentRef']]);
    expect(sent).toEqual([
      ['Bicycles', undefined],
      ['Rental', undefined],
      ['Parts', { value: '100' }],
      ['Tubes', { value: '102' }],
    ]);
  });

  it('E2 the same holds for those that only QuickBooks has', async () => {
    const bench = await syncBench();
    const { scope } = await bench.context('execute');
    const item = (Id: string, Name: string, more = {}) =>
      bench.mirrorQbo(type, { Id, Name, Type: 'Category', SyncToken: '0', MetaData: META, ...more });
    await item('1', 'Tubes', { SubItem: true, ParentRef: { value: '2' } });
    await item('2', 'Parts');
    const action = { action: 'create-bpro', reason: 'F4:only-in-qbo' };
    const rows = ['1', '2'].map((id) => planned(`q.${id}`, { qboId: id, ...action }));
    await bench.ports.records.plans.put(scope, RUN, rows);
    await execute(bench);
    expect(bench.bpro.record(type, 'new-1').data).toEqual({ name: 'Parts', parentId: null });
    expect(bench.bpro.record(type, 'new-2').data).toEqual({ name: 'Tubes', parentId: 'new-1' });
  });

  it('F9 one that cannot be read has its note, and holds up no other', async () => {
    const bench = await withCategories({ a: ['Tubes', null] });
    const { scope } = await bench.context('execute');
    const detail = { counted: { qbo: false, bpro: true }, note: 'malformed', fields: ['data.name'] };
    const row = planned('b.x', { bproId: 'x', action: 'blocked', reason: MALFORMED, detail });
    await bench.ports.records.plans.put(scope, RUN, [row]);
    expect(await execute(bench)).toMatchObject({ done: 2, results: { 'create-qbo': 1 } });
    const noted = { type: 'NoteRaised', data: { code: 'malformed', rule: 'F9', fields: ['data.name'] } };
    expect(await bench.eventsOf(type, 'b.x')).toMatchObject([noted]);
  });
});
