import { expect, it } from '@jest/globals';
import { BPRO_SCHEMAS, RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { BproRefused } from '../port.js';
import { type BproUnderTest, contractCustomer, create, failure, pagedIds } from './bpro-under-test.js';

/** What can be read, and how records in each state look. */
export function readingContract(bpro: () => BproUnderTest): void {
  it('D2 names its five sales terms, which are records that parse', async () => {
    const { salesTermIds, currency, timeZone, invoiceNumberMaxLength } = await bpro().port.capabilities(
      bpro().tenant,
    );
    expect(new Set(salesTermIds).size).toBe(5);
    expect(currency).toMatch(/^[A-Z]{3}$/);
    expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
    expect(invoiceNumberMaxLength).toBeGreaterThan(0);
    const page = await bpro().port.page(bpro().tenant, 'sales-term', undefined, 100);
    expect(page.records.map((r) => r.id).sort()).toEqual([...salesTermIds].sort());
    for (const term of page.records)
      expect(BPRO_SCHEMAS['sales-term'].safeParse(term.data).success).toBe(true);
  });

  it('pages by id, every record once, whatever the page size', async () => {
    for (let i = 0; i < 7; i++) await create(bpro(), `k-${String(i)}`, `Customer ${String(i)}`);
    const whole = await pagedIds(bpro(), 'customer', 100);
    expect(whole).toHaveLength(7);
    expect(whole).toEqual([...whole].sort());
    for (const limit of [1, 2, 3, 7]) expect(await pagedIds(bpro(), 'customer', limit)).toEqual(whole);
  });

  it('records that come and go while pages are read hide and repeat no other', async () => {
    for (let i = 0; i < 6; i++) await create(bpro(), `k-${String(i)}`, `Customer ${String(i)}`);
    const there = await pagedIds(bpro(), 'customer', 100);
    const first = await bpro().port.page(bpro().tenant, 'customer', undefined, 2);
    const ids = first.records.map(({ id }) => id);
    await bpro().user.remove('customer', ids[0] ?? '');
    await bpro().user.remove('customer', there[3] ?? '');
    await create(bpro(), 'k-late', 'Late');
    for (let cursor = first.next; cursor !== undefined;) {
      const page = await bpro().port.page(bpro().tenant, 'customer', cursor, 2);
      ids.push(...page.records.map(({ id }) => id));
      cursor = page.next;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(there.filter((id) => id !== there[3])));
    expect(ids).not.toContain(there[3]);
  });

  it('a system that BPro does not know is refused, not shown as empty', async () => {
    for (const doing of [
      bpro().port.capabilities('no-such-tenant'),
      bpro().port.count('no-such-tenant', 'customer'),
      bpro().port.page('no-such-tenant', 'customer', undefined, 10),
      bpro().port.feedHead('no-such-tenant'),
    ])
      expect(await failure(doing)).toBeInstanceOf(BproRefused);
  });

  it('a page is 1 to 1000 records, others are refused', async () => {
    for (const limit of [0, 1001, 1.5])
      expect(await failure(bpro().port.page(bpro().tenant, 'customer', undefined, limit))).toBeInstanceOf(
        BproRefused,
      );
  });

  it('an empty type is one empty page', async () => {
    expect(await bpro().port.page(bpro().tenant, 'refund', undefined, 10)).toMatchObject({
      records: [],
      malformed: [],
    });
    expect(await bpro().port.count(bpro().tenant, 'refund')).toBe(0);
  });

  it('C2 counts from a creation instant, that instant included', async () => {
    await create(bpro(), 'k-1', 'Early', '2024-05-31T23:59:59.999Z');
    await create(bpro(), 'k-2', 'On time', '2024-06-01T00:00:00.000Z');
    await create(bpro(), 'k-3', 'Late', '2024-06-02T00:00:00.000Z');
    const count = (createdFrom?: string): Promise<number> =>
      bpro().port.count(bpro().tenant, 'customer', createdFrom === undefined ? {} : { createdFrom });
    expect(await count()).toBe(3);
    expect(await count('2024-06-01T00:00:00.000Z')).toBe(2);
    expect(await count('2024-06-02T00:00:00.001Z')).toBe(0);
  });

  it('F8 a deleted record is readable as deleted and no longer paged or counted', async () => {
    const made = await bpro().user.create('customer', contractCustomer('Ann'));
    await bpro().user.remove('customer', made.id);
    expect((await bpro().port.read(bpro().tenant, 'customer', made.id)).state).toBe('deleted');
    expect(await pagedIds(bpro(), 'customer', 10)).toEqual([]);
    expect(await bpro().port.count(bpro().tenant, 'customer')).toBe(0);
  });

  it('F8 inactive and voided records keep their data, are paged and counted', async () => {
    const customer = await bpro().user.create('customer', contractCustomer('Ann'));
    const payment = await bpro().user.create('payment', {
      customerId: customer.id,
      invoiceId: null,
      methodId: null,
      date: '2025-03-01',
      amount: '10.00',
      tip: '0.00',
      reference: null,
      note: null,
    });
    const voided = await bpro().user.void('payment', payment.id);
    const inactive = await bpro().user.deactivate('customer', customer.id);
    expect([voided.state, inactive.state]).toEqual(['voided', 'inactive']);
    expect(voided.data).toEqual(payment.data);
    expect(await pagedIds(bpro(), 'payment', 10)).toEqual([payment.id]);
    expect(await bpro().port.count(bpro().tenant, 'customer')).toBe(1);
  });

  it('says beforehand whether an invoice number can be used', async () => {
    const { invoiceNumberMaxLength } = await bpro().port.capabilities(bpro().tenant);
    expect(await bpro().port.acceptsInvoiceNumber(bpro().tenant, '90001')).toBe(true);
    expect(
      await bpro().port.acceptsInvoiceNumber(bpro().tenant, '9'.repeat(invoiceNumberMaxLength + 1)),
    ).toBe(false);
  });

  it('every type can be counted and paged', async () => {
    for (const type of RECORD_TYPES)
      expect(await pagedIds(bpro(), type, 50)).toHaveLength(await bpro().port.count(bpro().tenant, type));
  });
}
