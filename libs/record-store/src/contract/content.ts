import { describe, expect, it } from '@jest/globals';
import { ContentConflict } from '../errors.js';
import type { ContractContext } from './context.js';

const customer = { type: 'customer', recordId: 'r1' } as const;

export function contentContract({ store, another, freshScope }: ContractContext): void {
  describe('the content store', () => {
    it('gives back a body byte for byte, so that a retry sends what was stored', async () => {
      const scope = freshScope();
      const body = { z: 1, a: { z: 0.1, a: -0.5e-7 }, 2: 'two', text: '\u0000 \ud83d é "' };
      await store().content.put(scope, 'ref', body, customer);
      expect(JSON.stringify(await store().content.get(scope, 'ref'))).toBe(JSON.stringify(body));
      expect(await store().content.get(scope, 'absent')).toBeUndefined();
      expect(await store().content.get(freshScope(), 'ref')).toBeUndefined();
    });

    it('writes once: the same body again is no error, another one is', async () => {
      const scope = freshScope();
      await store().content.put(scope, 'ref', { a: 1 }, undefined);
      await store().content.put(scope, 'ref', { a: 1 }, undefined);
      await expect(store().content.put(scope, 'ref', { a: 2 }, undefined)).rejects.toThrow(ContentConflict);
      expect(await store().content.get(scope, 'ref')).toEqual({ a: 1 });
    });

    it('of two processes that write different bodies at once, one is told', async () => {
      const scope = freshScope();
      const results = await Promise.allSettled([
        store().content.put(scope, 'ref', { a: 1 }, undefined),
        (await another()).content.put(scope, 'ref', { a: 2 }, undefined),
      ]);
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('I3 erases all that it kept about a record, and erased it stays', async () => {
      const scope = freshScope();
      const { content } = store();
      await content.put(scope, 'mine 1', { name: 'Jane' }, customer);
      await content.put(scope, 'mine 2', { name: 'Jane' }, customer);
      await content.put(scope, 'invoice', { n: 1 }, { type: 'invoice', recordId: 'r1' });
      await content.put(scope, 'nobody', { n: 1 }, undefined);
      expect(await content.erase(scope, customer)).toBe(2);
      expect(await content.erase(scope, customer)).toBe(0);
      expect(await content.get(scope, 'mine 1')).toBe('erased');
      expect(await content.get(scope, 'invoice')).toEqual({ n: 1 });
      expect(await content.get(scope, 'nobody')).toEqual({ n: 1 });
      await content.put(scope, 'mine 1', { name: 'Jane' }, customer);
      expect(await content.get(scope, 'mine 1')).toBe('erased');
    });
  });
}
