import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BPRO_SCHEMAS, type BproRecord, RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { type BproChange, BproNotFound, type BproPort, BproRefused, BproVersionConflict } from './port.js';

type Data = BproRecord['data'];

/** What a person does in BPro itself: these versions are not of origin `sync`. */
export interface BproUser {
  create(type: RecordType, data: Data): Promise<BproRecord>;
  update(type: RecordType, id: string, changes: Data): Promise<BproRecord>;
  deactivate(type: RecordType, id: string): Promise<BproRecord>;
  void(type: RecordType, id: string): Promise<BproRecord>;
  remove(type: RecordType, id: string): Promise<BproRecord>;
}

/** An implementation under test, with a fresh tenant that has its five sales terms and nothing else. */
export interface BproUnderTest {
  readonly port: BproPort;
  readonly tenant: string;
  readonly user: BproUser;
  /** Real or virtual milliseconds; the suite lets a long poll wait so long at most. */
  readonly longPollMs: number;
  close(): Promise<void>;
}

export const contractCustomer = (displayName: string): Data => ({
  displayName,
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
});

/** The contract of `BproPort`: every implementation runs this suite (Jest, ES modules). */
export function bproContract(name: string, makeBpro: () => Promise<BproUnderTest>): void {
  describe(`${name} keeps the BPro contract`, () => {
    let bpro: BproUnderTest;
    beforeEach(async () => {
      bpro = await makeBpro();
    });
    afterEach(() => bpro.close());

    const port = (): BproPort => bpro.port;
    const create = (key: string, displayName: string, createdAt?: string): Promise<BproRecord> =>
      port().create(bpro.tenant, 'customer', contractCustomer(displayName), {
        idempotencyKey: key,
        ...(createdAt === undefined ? {} : { createdAt }),
      });
    const rename = (record: BproRecord, displayName: string, key: string): Promise<BproRecord> =>
      port().update(
        bpro.tenant,
        record.type,
        record.id,
        record.version,
        { displayName },
        { idempotencyKey: key },
      );
    const pagedIds = async (type: RecordType, limit: number): Promise<string[]> => {
      const ids: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await port().page(bpro.tenant, type, cursor, limit);
        expect(page.records.length).toBeLessThanOrEqual(limit);
        ids.push(...page.records.map((r) => r.id));
        cursor = page.next;
      }
      return ids;
    };
    const changesAfter = async (position: string): Promise<BproChange[]> => {
      const all: BproChange[] = [];
      for (let more = true; more;) {
        const answer = await port().changes(bpro.tenant, position, 2);
        all.push(...answer.changes);
        position = answer.position;
        more = answer.more;
      }
      return all;
    };
    const failure = (doing: Promise<unknown>): Promise<unknown> =>
      doing.then(
        () => undefined,
        (e: unknown) => e,
      );

    it('D2 names its five sales terms, which are records that parse', async () => {
      const { salesTermIds, currency, timeZone, invoiceNumberMaxLength } = await port().capabilities(
        bpro.tenant,
      );
      expect(new Set(salesTermIds).size).toBe(5);
      expect(currency).toMatch(/^[A-Z]{3}$/);
      expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
      expect(invoiceNumberMaxLength).toBeGreaterThan(0);
      const page = await port().page(bpro.tenant, 'sales-term', undefined, 100);
      expect(page.records.map((r) => r.id).sort()).toEqual([...salesTermIds].sort());
      for (const term of page.records)
        expect(BPRO_SCHEMAS['sales-term'].safeParse(term.data).success).toBe(true);
    });

    it('D2 creates no sixth sales term', async () => {
      const term = { name: 'Net 99', dueDays: 99, discountPercent: null, discountDays: null };
      const error = await failure(
        port().create(bpro.tenant, 'sales-term', term, { idempotencyKey: 'k-term' }),
      );
      expect(error).toBeInstanceOf(BproRefused);
      expect(await port().count(bpro.tenant, 'sales-term')).toBe(5);
    });

    it('pages by id, every record once, whatever the page size', async () => {
      for (let i = 0; i < 7; i++) await create(`k-${String(i)}`, `Customer ${String(i)}`);
      const whole = await pagedIds('customer', 100);
      expect(whole).toHaveLength(7);
      expect(whole).toEqual([...whole].sort());
      for (const limit of [1, 2, 3, 7]) expect(await pagedIds('customer', limit)).toEqual(whole);
    });

    it('an empty type is one empty page', async () => {
      expect(await port().page(bpro.tenant, 'refund', undefined, 10)).toMatchObject({
        records: [],
        malformed: [],
      });
      expect(await port().count(bpro.tenant, 'refund')).toBe(0);
    });

    it('C2 counts from a creation instant, that instant included', async () => {
      await create('k-1', 'Early', '2024-05-31T23:59:59.999Z');
      await create('k-2', 'On time', '2024-06-01T00:00:00.000Z');
      await create('k-3', 'Late', '2024-06-02T00:00:00.000Z');
      const count = (createdFrom?: string): Promise<number> =>
        port().count(bpro.tenant, 'customer', createdFrom === undefined ? {} : { createdFrom });
      expect(await count()).toBe(3);
      expect(await count('2024-06-01T00:00:00.000Z')).toBe(2);
      expect(await count('2024-06-02T00:00:00.001Z')).toBe(0);
    });

    it('C2 a created record keeps the creation instant it is given, version 1, origin sync', async () => {
      const made = await create('k-1', 'Ann Archer', '2023-02-03T04:05:06.000Z');
      expect(made).toMatchObject({ type: 'customer', version: 1, state: 'active', origin: 'sync' });
      expect(Date.parse(made.createdAt)).toBe(Date.UTC(2023, 1, 3, 4, 5, 6));
      expect(made.data).toEqual(contractCustomer('Ann Archer'));
      expect(await port().read(bpro.tenant, 'customer', made.id)).toEqual(made);
    });

    it('E4 the same key with the same content answers as the first time and creates nothing', async () => {
      const first = await create('k-1', 'Ann Archer');
      expect(await create('k-1', 'Ann Archer')).toEqual(first);
      expect(await port().count(bpro.tenant, 'customer')).toBe(1);
    });

    it('the same key with other content is refused and changes nothing', async () => {
      await create('k-1', 'Ann Archer');
      expect(await failure(create('k-1', 'Somebody Else'))).toBeInstanceOf(BproRefused);
      expect(await port().count(bpro.tenant, 'customer')).toBe(1);
    });

    it('creates at once with one key end as one record', async () => {
      const made = await Promise.all([create('k-1', 'Ann'), create('k-1', 'Ann'), create('k-1', 'Ann')]);
      expect(new Set(made.map((r) => r.id)).size).toBe(1);
      expect(await port().count(bpro.tenant, 'customer')).toBe(1);
    });

    it('refuses data without the shape of its type, naming the field', async () => {
      const bad = { ...contractCustomer('Ann'), taxExempt: 'no' };
      const error = await failure(port().create(bpro.tenant, 'customer', bad, { idempotencyKey: 'k-1' }));
      expect(error).toBeInstanceOf(BproRefused);
      expect((error as BproRefused).field).toContain('taxExempt');
    });

    it('an update replaces the named fields, keeps the others and counts the version up', async () => {
      const made = await port().create(
        bpro.tenant,
        'customer',
        { ...contractCustomer('Ann'), email: 'ann@example.com' },
        { idempotencyKey: 'k-1' },
      );
      const updated = await rename(made, 'Ann Archer', 'k-2');
      expect(updated.version).toBeGreaterThan(made.version);
      expect(updated.createdAt).toBe(made.createdAt);
      expect(updated.data).toEqual({ ...made.data, displayName: 'Ann Archer' });
    });

    it('an update against an old version is refused with the current one', async () => {
      const made = await create('k-1', 'Ann');
      const current = await bpro.user.update('customer', made.id, { phone: '555-0100' });
      const error = await failure(rename(made, 'Ann Archer', 'k-2'));
      expect(error).toBeInstanceOf(BproVersionConflict);
      expect((error as BproVersionConflict).currentVersion).toBe(current.version);
      expect((await port().read(bpro.tenant, 'customer', made.id)).data).toMatchObject({
        displayName: 'Ann',
      });
    });

    it('E4 a repeated update with its key answers as the first time and is done once', async () => {
      const made = await create('k-1', 'Ann');
      const first = await rename(made, 'Ann Archer', 'k-2');
      expect(await rename(made, 'Ann Archer', 'k-2')).toEqual(first);
      expect((await port().read(bpro.tenant, 'customer', made.id)).version).toBe(first.version);
    });

    it('an unknown record is not found, to read and to update', async () => {
      expect(await failure(port().read(bpro.tenant, 'customer', 'no-such-id'))).toBeInstanceOf(BproNotFound);
      const options = { idempotencyKey: 'k-1' };
      const update = port().update(bpro.tenant, 'customer', 'no-such-id', 1, { phone: null }, options);
      expect(await failure(update)).toBeInstanceOf(BproNotFound);
    });

    it('G1 the feed tells every change once, in the order of the commits', async () => {
      const start = await port().feedHead(bpro.tenant);
      const made = await bpro.user.create('customer', contractCustomer('Ann'));
      await bpro.user.update('customer', made.id, { phone: '555-0100' });
      const other = await bpro.user.create('customer', contractCustomer('Ben'));
      await bpro.user.deactivate('customer', made.id);
      await bpro.user.remove('customer', other.id);
      const told = await changesAfter(start);
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
      const start = await port().feedHead(bpro.tenant);
      for (const n of ['Ann', 'Ben', 'Cleo']) await bpro.user.create('customer', contractCustomer(n));
      const told = await changesAfter(start);
      for (const [index, change] of told.entries())
        expect(await changesAfter(change.position)).toEqual(told.slice(index + 1));
    });

    it('E5 the head is before what comes after it and after what came before', async () => {
      await bpro.user.create('customer', contractCustomer('Before'));
      const head = await port().feedHead(bpro.tenant);
      expect(await port().changes(bpro.tenant, head, 10)).toEqual({
        changes: [],
        position: head,
        more: false,
      });
      const after = await bpro.user.create('customer', contractCustomer('After'));
      expect((await changesAfter(head)).map((c) => c.id)).toEqual([after.id]);
    });

    it('G2 says who made a change: the sync or BPro itself', async () => {
      const start = await port().feedHead(bpro.tenant);
      const bySync = await create('k-1', 'Ann');
      await rename(bySync, 'Ann Archer', 'k-2');
      const byUser = await bpro.user.update('customer', bySync.id, { phone: '555-0100' });
      expect((await changesAfter(start)).map((c) => c.origin === 'sync')).toEqual([true, true, false]);
      expect(byUser.origin).not.toBe('sync');
    });

    it('a long poll answers when something happens', async () => {
      const head = await port().feedHead(bpro.tenant);
      const [answer, made] = await Promise.all([
        port().changes(bpro.tenant, head, 10, bpro.longPollMs),
        bpro.user.create('customer', contractCustomer('Ann')),
      ]);
      expect(answer.changes.map((c) => c.id)).toEqual([made.id]);
    });

    it('F8 a deleted record is readable as deleted and no longer paged or counted', async () => {
      const made = await bpro.user.create('customer', contractCustomer('Ann'));
      await bpro.user.remove('customer', made.id);
      expect((await port().read(bpro.tenant, 'customer', made.id)).state).toBe('deleted');
      expect(await pagedIds('customer', 10)).toEqual([]);
      expect(await port().count(bpro.tenant, 'customer')).toBe(0);
    });

    it('F8 inactive and voided records keep their data, are paged and counted', async () => {
      const customer = await bpro.user.create('customer', contractCustomer('Ann'));
      const payment = await bpro.user.create('payment', {
        customerId: customer.id,
        invoiceId: null,
        methodId: null,
        date: '2025-03-01',
        amount: '10.00',
        tip: '0.00',
        reference: null,
        note: null,
      });
      const voided = await bpro.user.void('payment', payment.id);
      const inactive = await bpro.user.deactivate('customer', customer.id);
      expect([voided.state, inactive.state]).toEqual(['voided', 'inactive']);
      expect(voided.data).toEqual(payment.data);
      expect(await pagedIds('payment', 10)).toEqual([payment.id]);
      expect(await port().count(bpro.tenant, 'customer')).toBe(1);
    });

    it('says beforehand whether an invoice number can be used', async () => {
      const { invoiceNumberMaxLength } = await port().capabilities(bpro.tenant);
      expect(await port().acceptsInvoiceNumber(bpro.tenant, '90001')).toBe(true);
      expect(await port().acceptsInvoiceNumber(bpro.tenant, '9'.repeat(invoiceNumberMaxLength + 1))).toBe(
        false,
      );
    });

    it('every type can be counted and paged', async () => {
      for (const type of RECORD_TYPES)
        expect(await pagedIds(type, 50)).toHaveLength(await port().count(bpro.tenant, type));
    });
  });
}
