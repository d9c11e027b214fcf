import { expect, it } from '@jest/globals';
import { BPRO_SCHEMAS } from '@bpro-qbo-sync/sync-domain';
import { BproNotFound, BproRefused, BproVersionConflict } from '../port.js';
import { type BproUnderTest, contractCustomer, create, rename, failure } from './bpro-under-test.js';
import { createEveryType, everyType } from './every-type.js';

/** What the sync creates and updates. */
export function writingContract(bpro: () => BproUnderTest): void {
  it('D2 creates no sixth sales term', async () => {
    const term = { name: 'Net 99', dueDays: 99, discountPercent: null, discountDays: null };
    const error = await failure(
      bpro().port.create(bpro().tenant, 'sales-term', term, { idempotencyKey: 'k-term' }),
    );
    expect(error).toBeInstanceOf(BproRefused);
    expect(await bpro().port.count(bpro().tenant, 'sales-term')).toBe(5);
  });

  it('C2 a created record keeps the creation instant it is given, version 1, origin sync', async () => {
    const made = await create(bpro(), 'k-1', 'Ann Archer', '2023-02-03T04:05:06.000Z');
    expect(made).toMatchObject({ type: 'customer', version: 1, state: 'active', origin: 'sync' });
    expect(Date.parse(made.createdAt)).toBe(Date.UTC(2023, 1, 3, 4, 5, 6));
    expect(made.data).toEqual(contractCustomer('Ann Archer'));
    expect(await bpro().port.read(bpro().tenant, 'customer', made.id)).toEqual(made);
  });

  it('F4 takes a record of every type and gives it back as it was sent', async () => {
    const made = await createEveryType(bpro());
    const { salesTermIds } = await bpro().port.capabilities(bpro().tenant);
    for (const [type, data] of everyType(salesTermIds[0] ?? '')) {
      const { records } = await bpro().port.page(bpro().tenant, type, undefined, 10);
      expect(records.map((record) => [record.id, record.origin])).toEqual([[made.get(type), 'sync']]);
      expect(records[0]?.data).toEqual(data(made));
      expect(BPRO_SCHEMAS[type].safeParse(records[0]?.data).success).toBe(true);
      expect(await bpro().port.read(bpro().tenant, type, made.get(type) ?? '')).toEqual(records[0]);
    }
  });

  it('E4 the same key with the same content answers as the first time and creates nothing', async () => {
    const first = await create(bpro(), 'k-1', 'Ann Archer');
    expect(await create(bpro(), 'k-1', 'Ann Archer')).toEqual(first);
    expect(await bpro().port.count(bpro().tenant, 'customer')).toBe(1);
  });

  it('the same key with other content is refused and changes nothing', async () => {
    await create(bpro(), 'k-1', 'Ann Archer');
    expect(await failure(create(bpro(), 'k-1', 'Somebody Else'))).toBeInstanceOf(BproRefused);
    expect(await bpro().port.count(bpro().tenant, 'customer')).toBe(1);
  });

  it('creates at once with one key end as one record', async () => {
    const made = await Promise.all([
      create(bpro(), 'k-1', 'Ann'),
      create(bpro(), 'k-1', 'Ann'),
      create(bpro(), 'k-1', 'Ann'),
    ]);
    expect(new Set(made.map((r) => r.id)).size).toBe(1);
    expect(await bpro().port.count(bpro().tenant, 'customer')).toBe(1);
  });

  it('refuses data without the shape of its type, naming the field', async () => {
    const bad = { ...contractCustomer('Ann'), taxExempt: 'no' };
    const error = await failure(
      bpro().port.create(bpro().tenant, 'customer', bad, { idempotencyKey: 'k-1' }),
    );
    expect(error).toBeInstanceOf(BproRefused);
    expect((error as BproRefused).field).toContain('taxExempt');
  });

  it('an update replaces the named fields, keeps the others and counts the version up', async () => {
    const made = await bpro().port.create(
      bpro().tenant,
      'customer',
      { ...contractCustomer('Ann'), email: 'ann@example.com' },
      { idempotencyKey: 'k-1' },
    );
    const updated = await rename(bpro(), made, 'Ann Archer', 'k-2');
    expect(updated.version).toBeGreaterThan(made.version);
    expect(updated.createdAt).toBe(made.createdAt);
    expect(updated.data).toEqual({ ...made.data, displayName: 'Ann Archer' });
  });

  it('an update against an old version is refused with the current one', async () => {
    const made = await create(bpro(), 'k-1', 'Ann');
    const current = await bpro().user.update('customer', made.id, { phone: '555-0100' });
    const error = await failure(rename(bpro(), made, 'Ann Archer', 'k-2'));
    expect(error).toBeInstanceOf(BproVersionConflict);
    expect((error as BproVersionConflict).currentVersion).toBe(current.version);
    expect((await bpro().port.read(bpro().tenant, 'customer', made.id)).data).toMatchObject({
      displayName: 'Ann',
    });
  });

  it('E4 a repeated update with its key answers as the first time and is done once', async () => {
    const made = await create(bpro(), 'k-1', 'Ann');
    const first = await rename(bpro(), made, 'Ann Archer', 'k-2');
    expect(await rename(bpro(), made, 'Ann Archer', 'k-2')).toEqual(first);
    expect((await bpro().port.read(bpro().tenant, 'customer', made.id)).version).toBe(first.version);
  });

  it('E4 a repeated update answers as the first time also when somebody else changed the record since', async () => {
    const made = await create(bpro(), 'k-1', 'Ann');
    const first = await rename(bpro(), made, 'Ann Archer', 'k-2');
    const moved = await bpro().user.update('customer', made.id, { phone: '555-0100' });
    expect(await rename(bpro(), made, 'Ann Archer', 'k-2')).toEqual(first);
    expect(await bpro().port.read(bpro().tenant, 'customer', made.id)).toEqual(moved);
  });

  it('F8 what is voided or deleted is not updated any more', async () => {
    const made = await createEveryType(bpro());
    const refund = await bpro().user.void('refund', made.get('refund') ?? '');
    const customer = await create(bpro(), 'k-extra', 'Gone');
    const gone = await bpro().user.remove('customer', customer.id);
    for (const [{ type, id, version }, changes] of [
      [refund, { note: 'x' }],
      [gone, { phone: 'x' }],
    ] as const) {
      const options = { idempotencyKey: `k-late-${type}` };
      const update = bpro().port.update(bpro().tenant, type, id, version, changes, options);
      expect(await failure(update)).toBeInstanceOf(BproRefused);
    }
  });

  it('keeps a copy: what a caller later does to an answer or to what it sent does not reach BPro', async () => {
    const rates = [{ name: 'State', percent: '7.25', agency: 'State board' }];
    const made = await bpro().port.create(
      bpro().tenant,
      'tax',
      { name: 'Bay', rates },
      { idempotencyKey: 'k-1' },
    );
    rates.push({ name: 'City', percent: '1', agency: 'City' });
    (made.data['rates'] as unknown[]).length = 0;
    const kept = await bpro().port.read(bpro().tenant, 'tax', made.id);
    expect(kept.data['rates']).toEqual([{ name: 'State', percent: '7.25', agency: 'State board' }]);
  });

  it('an unknown record is not found, to read and to update', async () => {
    expect(await failure(bpro().port.read(bpro().tenant, 'customer', 'no-such-id'))).toBeInstanceOf(
      BproNotFound,
    );
    const options = { idempotencyKey: 'k-1' };
    const update = bpro().port.update(bpro().tenant, 'customer', 'no-such-id', 1, { phone: null }, options);
    expect(await failure(update)).toBeInstanceOf(BproNotFound);
  });
}
