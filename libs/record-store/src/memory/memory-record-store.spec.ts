import { VirtualClock } from '@bpro-qbo-sync/clock';
import { describe, expect, it } from '@jest/globals';
import { linkRow, mirrorRow } from '../contract/context.js';
import { recordStoreContract } from '../contract.js';
import { RecordStoreUnavailable } from '../errors.js';
import type { StoreFault } from './access.js';
import { MemoryRecordStore } from './memory-record-store.js';

const scope = { tenant: 't', generation: 1 };

recordStoreContract('the twin in memory', (clock) => {
  const store = new MemoryRecordStore({ clock });
  return Promise.resolve({
    store,
    another: () => Promise.resolve(store.another()),
    dispose: () => store.close(),
  });
});

describe('the twin of the record store', () => {
  it('gives out rows that nobody can change', async () => {
    const store = new MemoryRecordStore({ clock: new VirtualClock() });
    await store.mirror.put(scope, [mirrorRow('1', { content: { lines: [{ amount: 1 }] } })]);
    const [row] = await store.mirror.get(scope, 'qbo', 'customer', ['1']);
    const content = row?.content as { lines: { amount: number }[] };
    expect(() => (content.lines[0]!.amount = 2)).toThrow(TypeError);
    expect(() => content.lines.push({ amount: 3 })).toThrow(TypeError);
  });

  it('a fault before an operation leaves no effect, one after it is a lost reply', async () => {
    let strike: 'before' | 'after' | undefined;
    const fault: StoreFault = (port, method, phase) => {
      if (port === 'links' && method === 'put' && phase === strike)
        throw new RecordStoreUnavailable('connection lost');
    };
    const store = new MemoryRecordStore({ clock: new VirtualClock(), fault });
    strike = 'before';
    await expect(store.links.put(scope, linkRow('r1'))).rejects.toThrow('connection lost');
    expect(await store.links.get(scope, 'customer', ['r1'])).toEqual([]);
    strike = 'after';
    await expect(store.links.put(scope, linkRow('r1'))).rejects.toThrow('connection lost');
    expect(await store.links.get(scope, 'customer', ['r1'])).toHaveLength(1);
  });

  it('tells the fault hook of every operation by port and method, renewals of leases included', async () => {
    const calls: string[] = [];
    const store = new MemoryRecordStore({
      clock: new VirtualClock(),
      fault: (port, method, phase) => void calls.push(`${port}.${method} ${phase}`),
    });
    const lease = await store.leases.acquire('x', 'me', 10);
    await lease?.renew();
    await store.secrets.exclusively('y', () => store.secrets.save('y', 's'));
    expect(calls).toEqual([
      'leases.acquire before',
      'leases.acquire after',
      'leases.renew before',
      'leases.renew after',
      'secrets.exclusively before',
      'secrets.save before',
      'secrets.save after',
      'secrets.exclusively after',
    ]);
  });

  it('refuses what a dead process still tries, also the turn that it waited for', async () => {
    const store = new MemoryRecordStore({ clock: new VirtualClock() });
    const dead = store.another();
    let end: () => void = () => undefined;
    const holding = store.secrets.exclusively('t', () => new Promise<void>((resolve) => (end = resolve)));
    let ran = false;
    const waiting = dead.secrets.exclusively('t', () => Promise.resolve((ran = true)));
    waiting.catch(() => undefined);
    await new Promise(setImmediate);
    await dead.close();
    end();
    await holding;
    await expect(waiting).rejects.toThrow(RecordStoreUnavailable);
    expect(ran).toBe(false);
    await expect(dead.links.put(scope, linkRow('r1'))).rejects.toThrow(RecordStoreUnavailable);
  });

  it('two processes whose clocks differ see leases end by their own clock', async () => {
    const store = new MemoryRecordStore({ clock: new VirtualClock(0) });
    const ahead = store.another({ clock: new VirtualClock(5000) });
    const mine = await store.leases.acquire('x', 'me', 1000);
    expect(await ahead.leases.acquire('x', 'they', 1000)).toBeDefined();
    expect(await mine?.renew()).toBe(false);
  });
});
