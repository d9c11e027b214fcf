import { beforeEach, describe, expect, it } from '@jest/globals';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { BproSimulator } from './index.js';
import { ANN, booksOf } from './fixtures.js';

const createdAt = '2025-06-01T12:00:00.000Z';

/** A store with one of each: what a day needs to begin with. */
const bpro = booksOf(
  { type: 'payment-method', id: 'pm-1', createdAt, data: { name: 'Cash', kind: 'other' } },
  { type: 'product-category', id: 'cat-1', createdAt, data: { name: 'Bikes', parentId: null } },
  {
    type: 'product',
    id: 'prd-1',
    createdAt,
    data: {
      name: 'Bell',
      number: null,
      description: null,
      kind: 'service',
      tracksInventory: false,
      cost: null,
      price: '10.00',
      categoryId: 'cat-1',
      taxable: false,
    },
  },
  {
    type: 'customer',
    id: 'cus-1',
    createdAt,
    data: ANN,
  },
  {
    type: 'invoice',
    id: 'inv-1',
    createdAt,
    data: {
      number: '1001',
      customerId: 'cus-1',
      date: '2025-06-01',
      dueDate: '2025-07-01',
      salesTermId: null,
      taxGroupId: null,
      lines: [
        {
          id: '1',
          productId: 'prd-1',
          description: 'Bell',
          quantity: '4',
          unitPrice: '10',
          amount: '40.00',
          taxable: false,
        },
      ],
      discount: '0.00',
      taxTotal: '0.00',
      total: '40.00',
      memo: null,
    },
  },
);

describe('a day of a store', () => {
  let clock: VirtualClock;
  let simulator: BproSimulator;

  beforeEach(() => {
    clock = new VirtualClock();
    simulator = new BproSimulator({ clock, random: () => 0.5 });
    simulator.loadBooks('shop', bpro);
  });

  const feed = async (): Promise<string[]> => {
    const { changes } = await simulator.port().changes('shop', '000000000000', 1000);
    return changes.map(({ type, id, kind }) => `${type}/${id} ${kind}`);
  };

  it('is made of orders, payments, refunds, edits, ends and new customers, as many as asked for', async () => {
    const before = simulator.dump('shop').length;
    await simulator.playDay('shop', { seed: 4, changes: 400, everyMs: 0 }).finished;
    const kinds = new Set((await feed()).map((line) => line.replace(/\/\S+/, '')));
    for (const kind of [
      'customer created',
      'customer updated',
      'invoice created',
      'invoice updated',
      'invoice voided',
      'payment created',
      'payment voided',
      'refund created',
      'product updated',
    ])
      expect(kinds).toContain(kind);
    expect((await feed()).length).toBeGreaterThanOrEqual(400);
    expect(simulator.dump('shop').length).toBeGreaterThan(before + 100);
    expect(simulator.dayOf('shop')).toMatchObject({ of: 400, done: 400, ended: true });
  });

  it('is the same for the same seed and books, another for another seed', async () => {
    await simulator.playDay('shop', { seed: 1, changes: 100, everyMs: 0 }).finished;
    const first = await feed();
    simulator.loadBooks('shop', bpro);
    await simulator.playDay('shop', { seed: 1, changes: 100, everyMs: 0 }).finished;
    expect(await feed()).toEqual(first);
    simulator.loadBooks('shop', bpro);
    await simulator.playDay('shop', { seed: 2, changes: 100, everyMs: 0 }).finished;
    expect(await feed()).not.toEqual(first);
  });

  it('takes the time that it is given, and ends early when it is told to', async () => {
    const started = clock.now();
    const day = simulator.playDay('shop', { seed: 1, changes: 11, everyMs: 500 });
    expect(day).toMatchObject({ done: 1, ended: false });
    await clock.runUntil(day.finished);
    expect(clock.now() - started).toBe(5_000);
    const other = simulator.playDay('shop', { seed: 2, changes: 11, everyMs: 500 });
    other.stop();
    await other.finished;
    expect(other).toMatchObject({ done: 1, ended: true });
  });

  it('is begun and followed over the control endpoint; bad settings are refused', async () => {
    const ask = (method: string, body?: unknown): ReturnType<BproSimulator['handle']> =>
      simulator.handle({
        method,
        url: '/_control/tenants/shop/day',
        headers: {},
        body: body === undefined ? '' : JSON.stringify(body),
      });
    expect((await ask('GET')).status).toBe(404);
    expect((await ask('POST', { seed: 1, changes: 0 })).status).toBe(400);
    expect((await ask('POST', { seed: 1, changes: 5 })).status).toBe(202);
    await simulator.dayOf('shop')?.finished;
    expect(JSON.parse((await ask('GET')).body)).toEqual({ of: 5, done: 5, ended: true });
  });

  it('begins with customers and products where the books are empty; a store that is not there has no day', async () => {
    simulator.loadBooks('empty', booksOf());
    await simulator.playDay('empty', { seed: 1, changes: 20, everyMs: 0 }).finished;
    expect(simulator.dump('empty').filter(({ type }) => type === 'customer').length).toBeGreaterThan(2);
    expect(() => simulator.playDay('nowhere', { seed: 1, changes: 1, everyMs: 0 })).toThrow(BproRefused);
  });
});
