import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { realClock } from '@bpro-qbo-sync/clock';
import { QboSimulator } from '@bpro-qbo-sync/qbo-simulator';
import { giveFirstBooks } from './first-books.js';
import { COMPANY, TENANT } from './names.js';

const parts = { clock: realClock, random: () => 0.5 };
const systems = () => ({ bpro: new BproSimulator(parts), qbo: new QboSimulator(parts) });

describe('the first books of the simulated systems', () => {
  let folder = '';
  const now = Date.parse('2026-05-04T10:00:00Z');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'first-books-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those of one store on both sides, and end before now', () => {
    const { bpro, qbo } = systems();
    giveFirstBooks(folder, { bpro, qbo }, now);
    const records = bpro.dump(TENANT);
    const { Customer, Invoice } = qbo.dump(COMPANY);
    expect(records.length).toBeGreaterThan(200);
    const names = new Set(Customer.map((customer) => customer['DisplayName']));
    const shared = records.filter(({ type, data }) => type === 'customer' && names.has(data['displayName']));
    expect(shared.length).toBeGreaterThan(15);
    expect(Invoice.length).toBeGreaterThan(50);
    const latest =
      records
        .map(({ updatedAt }) => updatedAt)
        .sort()
        .at(-1) ?? '';
    expect(Date.parse(latest)).toBeLessThan(now);
    expect(Date.parse(latest)).toBeGreaterThan(now - 30 * 86_400_000);
  });

  it('are given once: what people did with them afterwards stays', () => {
    const { bpro, qbo } = systems();
    giveFirstBooks(folder, { bpro, qbo }, now);
    bpro.user(TENANT).create('payment-method', { name: 'Voucher', kind: 'other' });
    const [before, qboBefore] = [bpro.dump(TENANT).length, qbo.dump(COMPANY)];
    giveFirstBooks(folder, { bpro, qbo }, now + 86_400_000);
    expect(bpro.dump(TENANT)).toHaveLength(before);
    expect(qbo.dump(COMPANY)).toEqual(qboBefore);
  });

  it('are the same when the first start was killed between both systems, or one system came later', () => {
    const first = systems();
    giveFirstBooks(folder, { bpro: first.bpro, qbo: undefined }, now);
    giveFirstBooks(folder, { bpro: first.bpro, qbo: first.qbo }, now + 3 * 86_400_000);
    const whole = systems();
    rmSync(join(folder, 'books.json'));
    giveFirstBooks(folder, whole, now);
    expect(first.bpro.dump(TENANT)).toEqual(whole.bpro.dump(TENANT));
    expect(first.qbo.dump(COMPANY).Invoice).toEqual(whole.qbo.dump(COMPANY).Invoice);
  });

  it('are given again where the first start was killed before it was done', () => {
    writeFileSync(
      join(folder, 'books.json'),
      JSON.stringify({ until: '2026-05-03T10:00:00.000Z', bpro: true, qbo: false }),
    );
    const { bpro, qbo } = systems();
    giveFirstBooks(folder, { bpro, qbo }, now);
    expect(qbo.companyList()).toHaveLength(1);
    expect(bpro.tenantNames()).toEqual([]);
  });
});
