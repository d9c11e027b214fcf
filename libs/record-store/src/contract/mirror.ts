import { describe, expect, it } from '@jest/globals';
import { BYTEWISE_IDS, type ContractContext, mirrorRow } from './context.js';

export function mirrorContract({ store, freshScope }: ContractContext): void {
  describe('the mirror', () => {
    it('gives back a row exactly as it was put', async () => {
      const scope = freshScope();
      const row = mirrorRow('1', {
        keys: ['0:zoë', '0:zoë', '1:a\\b"c'],
        content: {
          b: 1,
          a: [null, true, 0.1, 'line\nbreak \u0000 \ud83d\ude00 "quoted" \\ {},'],
          nested: { z: {} },
        },
      });
      await store().mirror.put(scope, [row]);
      const [found] = await store().mirror.get(scope, 'qbo', 'customer', ['1']);
      expect(found).toEqual(row);
      expect(JSON.stringify(found?.content)).toBe(JSON.stringify(row.content));
    });

    it('replaces a row, the last one of a batch too', async () => {
      const scope = freshScope();
      await store().mirror.put(scope, [mirrorRow('1'), mirrorRow('1', { version: '1' })]);
      await store().mirror.put(scope, [mirrorRow('1', { version: '2', state: 'voided' }), mirrorRow('2')]);
      const found = await store().mirror.get(scope, 'qbo', 'customer', ['2', '1', '1', 'absent']);
      expect(found.map((row) => [row.id, row.version, row.state])).toEqual([
        ['1', '2', 'voided'],
        ['2', '0', 'active'],
      ]);
    });

    it('puts rows of several sides and types at once and keeps them apart', async () => {
      const scope = freshScope();
      const other = { ...scope, generation: scope.generation + 1 };
      await store().mirror.put(scope, [mirrorRow('1'), mirrorRow('1', { side: 'bpro', version: 'b' })]);
      await store().mirror.put(scope, [mirrorRow('1', { type: 'invoice', version: 'i' })]);
      await store().mirror.put(other, [mirrorRow('1', { version: 'g' })]);
      const versions = [
        await store().mirror.get(scope, 'qbo', 'customer', ['1']),
        await store().mirror.get(scope, 'bpro', 'customer', ['1']),
        await store().mirror.get(scope, 'qbo', 'invoice', ['1']),
        await store().mirror.get(other, 'qbo', 'customer', ['1']),
      ].map((rows) => rows.map((row) => row.version));
      expect(versions).toEqual([['0'], ['b'], ['i'], ['g']]);
    });

    it('pages through ids in bytewise order', async () => {
      const scope = freshScope();
      await store().mirror.put(
        scope,
        [...BYTEWISE_IDS].reverse().map((id) => mirrorRow(id)),
      );
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await store().mirror.page(scope, 'qbo', 'customer', after, 4);
        if (page.length === 0) break;
        seen.push(...page.map((row) => row.id));
        after = page.at(-1)?.id;
      }
      expect(seen).toEqual(BYTEWISE_IDS);
    });

    it('F1 finds every row that has one of the keys, once, by its present keys only', async () => {
      const scope = freshScope();
      await store().mirror.put(scope, [
        mirrorRow('3', { keys: ['0:jane doe', '1:jane@example.test'] }),
        mirrorRow('1', { keys: ['0:jane doe'] }),
        mirrorRow('2', { keys: ['0:john doe'] }),
        mirrorRow('4', { keys: [] }),
      ]);
      const ids = async (...keys: string[]): Promise<string[]> =>
        (await store().mirror.byKeys(scope, 'qbo', 'customer', keys)).map((row) => row.id);
      expect(await ids('0:jane doe', '1:jane@example.test')).toEqual(['1', '3']);
      expect(await ids('1:jane doe')).toEqual([]);
      await store().mirror.put(scope, [mirrorRow('1', { keys: ['0:john doe'] })]);
      expect(await ids('0:jane doe')).toEqual(['3']);
      expect(await ids('0:john doe')).toEqual(['1', '2']);
      await store().mirror.remove(scope, 'qbo', 'customer', ['2']);
      expect(await ids('0:john doe')).toEqual(['1']);
      expect(await store().mirror.byKeys(scope, 'bpro', 'customer', ['0:john doe'])).toEqual([]);
    });

    it('F1 finds rows by keys of any characters and any length', async () => {
      const scope = freshScope();
      const long = `0:${'\u{1f6b2}/'.repeat(3000)}`;
      const odd = ['0:a\u0000b', '0:a\ud83d', long, `${long}x`];
      await store().mirror.put(
        scope,
        odd.map((key, index) => mirrorRow(String(index), { keys: [key] })),
      );
      for (const [index, key] of odd.entries()) {
        const found = await store().mirror.byKeys(scope, 'qbo', 'customer', [key]);
        expect(found.map((row) => [row.id, row.keys])).toEqual([[String(index), [key]]]);
      }
      await store().mirror.put(scope, [mirrorRow('0', { keys: ['0:ab'] })]);
      expect(await store().mirror.byKeys(scope, 'qbo', 'customer', ['0:a\u0000b'])).toEqual([]);
    });

    it('sweeps what a complete read did not see, and nothing of another type or side', async () => {
      const scope = freshScope();
      await store().mirror.put(scope, [mirrorRow('1'), mirrorRow('2'), mirrorRow('3')], 'read-1');
      await store().mirror.put(scope, [mirrorRow('4'), mirrorRow('9', { side: 'bpro' })]);
      await store().mirror.put(scope, [mirrorRow('1'), mirrorRow('2')], 'read-2');
      await store().mirror.put(scope, [mirrorRow('2', { version: '1' })]);
      expect(await store().mirror.sweep(scope, 'qbo', 'customer', 'read-2')).toBe(2);
      expect(await store().mirror.sweep(scope, 'qbo', 'customer', 'read-2')).toBe(0);
      const left = await store().mirror.page(scope, 'qbo', 'customer', undefined, 10);
      expect(left.map((row) => row.id)).toEqual(['1', '2']);
      expect(await store().mirror.byKeys(scope, 'qbo', 'customer', ['0:3'])).toEqual([]);
      expect(await store().mirror.get(scope, 'bpro', 'customer', ['9'])).toHaveLength(1);
    });

    it('is thrown away by scope', async () => {
      const scope = freshScope();
      const other = { ...scope, generation: scope.generation + 1 };
      await store().mirror.put(scope, [mirrorRow('1'), mirrorRow('1', { side: 'bpro', type: 'tax' })]);
      await store().mirror.put(other, [mirrorRow('1')]);
      await store().mirror.clear(scope);
      expect(await store().mirror.page(scope, 'qbo', 'customer', undefined, 10)).toEqual([]);
      expect(await store().mirror.page(scope, 'bpro', 'tax', undefined, 10)).toEqual([]);
      expect(await store().mirror.page(other, 'qbo', 'customer', undefined, 10)).toHaveLength(1);
    });

    it('keeps a copy: what a caller later does to a row does not reach the store', async () => {
      const scope = freshScope();
      const content = { lines: [1] };
      const keys = ['0:a'];
      await store().mirror.put(scope, [mirrorRow('1', { content, keys })]);
      content.lines.push(2);
      keys.push('0:b');
      const [row] = await store().mirror.get(scope, 'qbo', 'customer', ['1']);
      expect(row?.content).toEqual({ lines: [1] });
      expect(row?.keys).toEqual(['0:a']);
    });
  });

  describe('facts', () => {
    it('are kept by scope and key, the last one put', async () => {
      const scope = freshScope();
      expect(await store().facts.get(scope, 'company')).toBeUndefined();
      await store().facts.put(scope, 'company', { country: 'US' });
      await store().facts.put(scope, 'company', { country: 'CA', ast: false });
      expect(await store().facts.get(scope, 'company')).toEqual({ country: 'CA', ast: false });
      expect(await store().facts.get(freshScope(), 'company')).toBeUndefined();
    });
  });
}
