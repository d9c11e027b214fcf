import { describe, expect, it } from '@jest/globals';
import type { PlanFilter, PlanRow } from '../port.js';
import { BYTEWISE_IDS, type ContractContext, planRow } from './context.js';

export function plansContract({ store, freshScope }: ContractContext): void {
  describe('plans', () => {
    it('K1 keep one row per record of a run, the last one put', async () => {
      const scope = freshScope();
      await store().plans.put(scope, 'run', [planRow('1'), planRow('1', { action: 'link' }), planRow('2')]);
      const blocked = planRow('2', { bproId: 'b2', qboId: 'q2', action: 'leave', detail: { cause: ['x'] } });
      await store().plans.put(scope, 'run', [blocked]);
      expect(await store().plans.get(scope, 'run', 'customer', ['2', '1', 'absent'])).toEqual([
        planRow('1', { action: 'link' }),
        blocked,
      ]);
      expect(await store().plans.get(scope, 'other run', 'customer', ['1'])).toEqual([]);
    });

    it('find rows by the ids of one side, by their present ids only', async () => {
      const scope = freshScope();
      const rows = [planRow('2', { bproId: 'b1', qboId: 'q1' }), planRow('1', { qboId: 'q2' })];
      await store().plans.put(scope, 'run', rows);
      const bySide = (...ids: string[]): Promise<PlanRow[]> =>
        store().plans.bySide(scope, 'run', 'customer', 'qbo', ids);
      expect(await bySide('q1', 'q2', 'b1')).toEqual([rows[1], rows[0]]);
      await store().plans.put(scope, 'run', [planRow('2', { bproId: 'b1' })]);
      expect(await bySide('q1')).toEqual([]);
      expect(await store().plans.bySide(scope, 'run', 'customer', 'bpro', ['b1'])).toHaveLength(1);
    });

    it('E2 page through types in dependency order, then record ids in bytewise order', async () => {
      const scope = freshScope();
      const rows: PlanRow[] = [
        ...BYTEWISE_IDS.map((id) => planRow(id, { type: 'tax' })),
        ...BYTEWISE_IDS.map((id) => planRow(id, { type: 'customer' })),
        planRow('x', { type: 'invoice' }),
      ];
      await store().plans.put(scope, 'run', [...rows].reverse());
      const seen: PlanRow[] = [];
      for (;;) {
        const page = await store().plans.page(scope, 'run', {}, seen.at(-1), 5);
        seen.push(...page);
        if (page.length < 5) break;
      }
      expect(seen).toEqual(rows);
    });

    it('are filtered by type, by actions and by reason, and pages stay full', async () => {
      const scope = freshScope();
      const actions = ['create', 'link', 'ignore'];
      await store().plans.put(
        scope,
        'run',
        Array.from({ length: 12 }, (_, i) =>
          planRow(`r${String(i).padStart(2, '0')}`, {
            type: i < 6 ? 'customer' : 'invoice',
            action: actions[i % 3] ?? '',
            reason: i % 2 === 0 ? 'F4.even' : 'F4.odd',
          }),
        ),
      );
      const page = async (filter: PlanFilter, limit = 100): Promise<string[]> =>
        (await store().plans.page(scope, 'run', filter, undefined, limit)).map((row) => row.recordId);
      expect(await page({ type: 'invoice' })).toEqual(['r06', 'r07', 'r08', 'r09', 'r10', 'r11']);
      expect(await page({ actions: ['link', 'ignore'] }, 5)).toEqual(['r01', 'r02', 'r04', 'r05', 'r07']);
      expect(await page({ reason: 'F4.even', actions: ['create'] })).toEqual(['r00', 'r06']);
      expect(await page({ type: 'invoice', reason: 'F4.odd', actions: ['ignore'] })).toEqual(['r11']);
      expect(await page({ actions: [] })).toEqual([]);
    });

    it('count rows by type, action and reason, in dependency order', async () => {
      const scope = freshScope();
      await store().plans.put(scope, 'run', [
        planRow('1', { type: 'invoice' }),
        planRow('2'),
        planRow('3'),
        planRow('4', { action: 'link', reason: 'F1.name' }),
        planRow('5', { reason: 'C1.create' }),
      ]);
      await store().plans.put(scope, 'run', [planRow('3', { action: 'link', reason: 'F1.name' })]);
      expect(await store().plans.totals(scope, 'run')).toEqual([
        { type: 'customer', action: 'create', reason: 'C1.create', count: 1 },
        { type: 'customer', action: 'create', reason: 'F4.only-in-bpro', count: 1 },
        { type: 'customer', action: 'link', reason: 'F1.name', count: 2 },
        { type: 'invoice', action: 'create', reason: 'F4.only-in-bpro', count: 1 },
      ]);
    });

    it('are dropped by run', async () => {
      const scope = freshScope();
      await store().plans.put(scope, 'run', [planRow('1'), planRow('2', { type: 'tax', bproId: 'b' })]);
      await store().plans.put(scope, 'run 2', [planRow('1')]);
      await store().plans.drop(scope, 'run');
      expect(await store().plans.totals(scope, 'run')).toEqual([]);
      expect(await store().plans.bySide(scope, 'run', 'tax', 'bpro', ['b'])).toEqual([]);
      expect(await store().plans.page(scope, 'run 2', {}, undefined, 10)).toEqual([planRow('1')]);
    });
  });
}
