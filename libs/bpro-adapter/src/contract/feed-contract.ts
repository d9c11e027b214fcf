import { expect, it } from '@jest/globals';
import { BproRefused } from '../port.js';
import {
  type BproUnderTest,
  changesAfter,
  contractCustomer,
  create,
  failure,
  rename,
} from './bpro-under-test.js';
import { createEveryType } from './every-type.js';

/** The change feed. */
export function feedContract(bpro: () => BproUnderTest): void {
  it('G1 the feed tells every change once, in the order of the commits', async () => {
    const start = await bpro().port.feedHead(bpro().tenant);
    const made = await bpro().user.create('customer', contractCustomer('Ann'));
    await bpro().user.update('customer', made.id, { phone: '555-0100' });
    const other = await bpro().user.create('customer', contractCustomer('Ben'));
    await bpro().user.deactivate('customer', made.id);
    await bpro().user.remove('customer', other.id);
    const told = await changesAfter(bpro(), start);
    expect(told.map((c) => [c.id, c.kind])).toEqual([
      [made.id, 'created'],
      [made.id, 'updated'],
      [other.id, 'created'],
      [made.id, 'deactivated'],
      [other.id, 'deleted'],
    ]);
    expect(new Set(told.map((c) => c.position)).size).toBe(told.length);
    const versions = told.filter((c) => c.id === made.id).map((c) => c.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(told.every((c) => c.type === 'customer' && !Number.isNaN(Date.parse(c.at)))).toBe(true);
  });

  it('G1 every position in the feed is a place to go on from', async () => {
    const start = await bpro().port.feedHead(bpro().tenant);
    for (const n of ['Ann', 'Ben', 'Cleo']) await bpro().user.create('customer', contractCustomer(n));
    const told = await changesAfter(bpro(), start);
    for (const [index, change] of told.entries())
      expect(await changesAfter(bpro(), change.position)).toEqual(told.slice(index + 1));
  });

  it('E5 the head is before what comes after it and after what came before', async () => {
    await bpro().user.create('customer', contractCustomer('Before'));
    const head = await bpro().port.feedHead(bpro().tenant);
    expect(await bpro().port.changes(bpro().tenant, head, 10)).toEqual({
      changes: [],
      position: head,
      more: false,
    });
    const after = await bpro().user.create('customer', contractCustomer('After'));
    expect((await changesAfter(bpro(), head)).map((c) => c.id)).toEqual([after.id]);
  });

  it('F8 tells that a document was voided', async () => {
    const made = await createEveryType(bpro());
    const start = await bpro().port.feedHead(bpro().tenant);
    const { id, version } = await bpro().user.void('refund', made.get('refund') ?? '');
    expect(await changesAfter(bpro(), start)).toMatchObject([
      { type: 'refund', id, kind: 'voided', version },
    ]);
  });

  it('G1 a position that the feed never gave out is refused, so that nothing is passed over', async () => {
    for (const position of ['', 'nonsense', '9'.repeat(12)])
      expect(await failure(bpro().port.changes(bpro().tenant, position, 10))).toBeInstanceOf(BproRefused);
  });

  it('G2 says who made a change: the sync or BPro itself', async () => {
    const start = await bpro().port.feedHead(bpro().tenant);
    const bySync = await create(bpro(), 'k-1', 'Ann');
    await rename(bpro(), bySync, 'Ann Archer', 'k-2');
    const byUser = await bpro().user.update('customer', bySync.id, { phone: '555-0100' });
    expect((await changesAfter(bpro(), start)).map((c) => c.origin === 'sync')).toEqual([true, true, false]);
    expect(byUser.origin).not.toBe('sync');
  });

  it('G1 a long poll answers when something happens', async () => {
    const head = await bpro().port.feedHead(bpro().tenant);
    const [answer, made] = await Promise.all([
      bpro().port.changes(bpro().tenant, head, 10, bpro().longPollMs),
      bpro().user.create('customer', contractCustomer('Ann')),
    ]);
    expect(answer.changes.map((c) => c.id)).toEqual([made.id]);
  });

  it('G1 a long poll that begins after the change answers with it at once: no wake-up is lost in between', async () => {
    const head = await bpro().port.feedHead(bpro().tenant);
    const made = await bpro().user.create('customer', contractCustomer('Ann'));
    const answer = await bpro().port.changes(bpro().tenant, head, 10, bpro().longPollMs);
    expect(answer.changes.map((c) => c.id)).toEqual([made.id]);
  });
}
