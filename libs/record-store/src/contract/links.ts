import { describe, expect, it } from '@jest/globals';
import { BYTEWISE_IDS, type ContractContext, linkRow } from './context.js';

export function linksContract({ store, another, freshScope }: ContractContext): void {
  describe('links', () => {
    it('are found by record id and by the ids of both sides', async () => {
      const scope = freshScope();
      const linked = linkRow('r1', { bproId: 'b1', qboId: 'q1', state: { hashes: { name: 'x' } } });
      await store().links.put(scope, linked);
      await store().links.put(scope, linkRow('r2', { bproId: 'b2' }));
      await store().links.put(scope, linkRow('r1', { type: 'invoice', qboId: 'q1' }));
      expect(await store().links.get(scope, 'customer', ['r1', 'absent'])).toEqual([linked]);
      expect(await store().links.bySide(scope, 'customer', 'qbo', ['q1', 'q1'])).toEqual([linked]);
      expect(await store().links.bySide(scope, 'customer', 'bpro', ['b2', 'b1'])).toEqual([
        linked,
        linkRow('r2', { bproId: 'b2' }),
      ]);
      expect(await store().links.bySide(scope, 'customer', 'bpro', ['q1'])).toEqual([]);
    });

    it('are found by their present ids only', async () => {
      const scope = freshScope();
      await store().links.put(scope, linkRow('r1', { bproId: 'b1', qboId: 'q1' }));
      await store().links.put(scope, linkRow('r1', { bproId: 'b1', qboId: 'q2', revision: 1 }));
      expect(await store().links.bySide(scope, 'customer', 'qbo', ['q1'])).toEqual([]);
      expect(await store().links.bySide(scope, 'customer', 'qbo', ['q2'])).toHaveLength(1);
      await store().links.put(scope, linkRow('r1', { bproId: 'b1', revision: 2 }));
      expect(await store().links.bySide(scope, 'customer', 'qbo', ['q2'])).toEqual([]);
    });

    it('I11 a row never goes back to an older revision, whatever order writers come in', async () => {
      const scope = freshScope();
      const others = [store(), await another()];
      const revisions = [3, 0, 7, 2, 5, 1, 6, 4];
      await Promise.all(
        revisions.map((revision, i) =>
          others[i % 2]?.links.put(scope, linkRow('r1', { revision, state: { revision } })),
        ),
      );
      await store().links.put(scope, linkRow('r1', { revision: 6, open: true }));
      expect(await store().links.get(scope, 'customer', ['r1'])).toEqual([
        linkRow('r1', { revision: 7, state: { revision: 7 } }),
      ]);
      await store().links.put(scope, linkRow('r1', { revision: 7, state: { again: true } }));
      expect((await store().links.get(scope, 'customer', ['r1']))[0]?.state).toEqual({ again: true });
    });

    it('page through record ids in bytewise order', async () => {
      const scope = freshScope();
      for (const id of [...BYTEWISE_IDS].reverse()) await store().links.put(scope, linkRow(id));
      const first = await store().links.page(scope, 'customer', undefined, 6);
      const rest = await store().links.page(scope, 'customer', first.at(-1)?.recordId, 100);
      expect([...first, ...rest].map((row) => row.recordId)).toEqual(BYTEWISE_IDS);
    });

    it('list the open ones of all types, oldest record id first', async () => {
      const scope = freshScope();
      await store().links.put(scope, linkRow('r3', { open: true }));
      await store().links.put(scope, linkRow('r1', { type: 'invoice', open: true }));
      await store().links.put(scope, linkRow('r2', { open: true }));
      await store().links.put(scope, linkRow('r0'));
      await store().links.put(scope, linkRow('r2', { revision: 1 }));
      const open = async (limit: number): Promise<string[]> =>
        (await store().links.open(scope, limit)).map((row) => row.recordId);
      expect(await open(10)).toEqual(['r1', 'r3']);
      expect(await open(1)).toEqual(['r1']);
      expect(await store().links.open(freshScope(), 10)).toEqual([]);
    });
  });

  describe('claims', () => {
    it('invariant I3: a side id raced for by 20 callers of two processes has one owner, and all learn who', async () => {
      const scope = freshScope();
      const stores = [store(), await another()];
      const claims = Array.from({ length: 20 }, (_, i) =>
        stores[i % 2]?.links.claim(scope, 'customer', 'qbo', 'q1', `r${String(i)}`),
      );
      const owners = new Set(await Promise.all(claims));
      expect(owners.size).toBe(1);
      expect(await store().links.claim(scope, 'customer', 'qbo', 'q1', 'late')).toBe([...owners][0]);
    });

    it('invariant I3: are apart by scope, type and side', async () => {
      const scope = freshScope();
      const { links } = store();
      expect(await links.claim(scope, 'customer', 'qbo', '1', 'a')).toBe('a');
      expect(await links.claim(scope, 'customer', 'bpro', '1', 'b')).toBe('b');
      expect(await links.claim(scope, 'invoice', 'qbo', '1', 'c')).toBe('c');
      expect(await links.claim(freshScope(), 'customer', 'qbo', '1', 'd')).toBe('d');
      expect(await links.claim(scope, 'customer', 'qbo', '1', 'a')).toBe('a');
    });

    it('are released by their owner only', async () => {
      const scope = freshScope();
      const { links } = store();
      await links.claim(scope, 'customer', 'qbo', '1', 'a');
      await links.release(scope, 'customer', 'qbo', '1', 'b');
      expect(await links.claim(scope, 'customer', 'qbo', '1', 'b')).toBe('a');
      await links.release(scope, 'customer', 'qbo', '1', 'a');
      expect(await links.claim(scope, 'customer', 'qbo', '1', 'b')).toBe('b');
    });
  });
}
