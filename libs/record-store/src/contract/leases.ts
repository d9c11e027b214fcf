import { describe, expect, it } from '@jest/globals';
import type { ContractContext } from './context.js';

export function leasesContract({ store, another, clock, freshName }: ContractContext): void {
  describe('leases', () => {
    it('give a turn to one holder at a time, until it releases it', async () => {
      const name = freshName();
      const lease = await store().leases.acquire(name, 'a', 1000);
      expect(lease?.name).toBe(name);
      expect(await (await another()).leases.acquire(name, 'b', 1000)).toBeUndefined();
      expect(await store().leases.acquire(freshName(), 'b', 1000)).toBeDefined();
      await lease?.release();
      expect(await store().leases.acquire(name, 'b', 1000)).toBeDefined();
    });

    it('of 20 who ask at once one gets it', async () => {
      const name = freshName();
      const stores = [store(), await another()];
      const asked = Array.from({ length: 20 }, (_, i) =>
        stores[i % 2]?.leases.acquire(name, `holder ${String(i)}`, 1000),
      );
      expect((await Promise.all(asked)).filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('end by themselves when their time is over, and not before', async () => {
      const name = freshName();
      const lease = await store().leases.acquire(name, 'a', 1000);
      await clock.advance(999);
      expect(await store().leases.acquire(name, 'b', 1000)).toBeUndefined();
      expect(await lease?.renew()).toBe(true);
      await clock.advance(999);
      expect(await store().leases.acquire(name, 'b', 1000)).toBeUndefined();
      await clock.advance(1);
      expect(await lease?.renew()).toBe(false);
      expect(await store().leases.acquire(name, 'b', 1000)).toBeDefined();
    });

    it('carry a fence that grows, and what an older holder does has no effect', async () => {
      const name = freshName();
      const first = await store().leases.acquire(name, 'a', 1000);
      await clock.advance(1000);
      const second = await (await another()).leases.acquire(name, 'b', 1000);
      expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity);
      expect(await first?.renew()).toBe(false);
      await first?.release();
      expect(await second?.renew()).toBe(true);
      await second?.release();
      expect(await second?.renew()).toBe(false);
      const third = await store().leases.acquire(name, 'a', 1000);
      expect(third?.fence).toBeGreaterThan(second?.fence ?? Infinity);
    });

    it('are taken over by the same holder started anew, which fences its former self off', async () => {
      const name = freshName();
      const former = await store().leases.acquire(name, 'a', 1000);
      const present = await store().leases.acquire(name, 'a', 1000);
      expect(present?.fence).toBeGreaterThan(former?.fence ?? Infinity);
      expect(await former?.renew()).toBe(false);
      expect(await present?.renew()).toBe(true);
    });
  });

  describe('reader positions', () => {
    it('are kept by reader, the last one saved', async () => {
      const reader = freshName();
      expect(await store().positions.load(reader)).toBeUndefined();
      await store().positions.save(reader, '12@34');
      await store().positions.save(reader, '56@78');
      expect(await (await another()).positions.load(reader)).toBe('56@78');
      expect(await store().positions.load(freshName())).toBeUndefined();
    });
  });
}
