import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { BproSimulator, readBooks } from '@bpro-qbo-sync/bpro-simulator';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { BOOKS_PROFILES, checkCompany, generateBooks, LINK_PAYMENT_NOTE, type QboObject } from './index.js';

describe.each(BOOKS_PROFILES)('generated books of %s', (profile) => {
  const books = generateBooks({ seed: 7, size: 1000, profile });
  const plain = generateBooks({ seed: 7, size: 1000, profile, traps: false });

  it('BPro accepts every record', () => {
    const read = readBooks(books.bpro);
    for (const type of RECORD_TYPES) expect(read.size(type)).toBe(books.facts.bpro[type]);
  });

  it('the QuickBooks company agrees with itself', () => {
    expect(checkCompany(books.qbo)).toEqual([]);
    expect(checkCompany(plain.qbo)).toEqual([]);
  });

  it('both sides have the mix that was asked for, half of it shared', () => {
    const { bpro, shared } = plain.facts;
    expect([bpro.product, bpro.customer, bpro.invoice, bpro.payment, bpro.refund]).toEqual([
      50, 200, 400, 330, 20,
    ]);
    expect([shared.customer, shared.invoice, shared.payment]).toEqual([100, 200, 165]);
    expect(plain.qbo['Invoice']).toHaveLength(400);
    expect(plain.qbo['Payment']).toHaveLength(330);
  });

  it('the same seed gives the same books, another seed others', () => {
    const again = generateBooks({ seed: 7, size: 1000, profile });
    expect(JSON.stringify(again)).toBe(JSON.stringify(books));
    const other = generateBooks({ seed: 8, size: 1000, profile });
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(books));
  });

  it('every trap has its records on the sides that it says', () => {
    for (const cases of Object.values(books.facts.cases)) {
      expect(cases.length).toBeGreaterThan(0);
      for (const { bproId, qboId } of cases.flat()) expect(bproId + qboId).not.toBe('');
    }
  });
});

describe('generated books', () => {
  const { qbo, bpro, facts } = generateBooks({ seed: 3, size: 3000, profile: 'us-manual' });
  const byId = (entity: string, id: string): QboObject | undefined =>
    qbo[entity]?.find((r) => r['Id'] === id);
  const inBpro = (id: string): Readonly<Record<string, unknown>> | undefined =>
    bpro.records.find((r) => r.id === id)?.data;

  it('the README names every trap and no other', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const table = readme.slice(readme.indexOf('| who is who'), readme.indexOf('A record made in BPro'));
    const named = [...table.matchAll(/`(\w+)`/g)].map((match) => match[1]);
    expect([...named].sort()).toEqual(Object.keys(facts.traps).sort());
  });

  it('the shared plain invoices agree in number, dates, tax and total', () => {
    const plain = generateBooks({ seed: 3, size: 1000, profile: 'us-manual', traps: false });
    const theirs = new Map((plain.qbo['Invoice'] ?? []).map((i) => [i['DocNumber'], i]));
    const ours = plain.bpro.records.filter((r) => r.type === 'invoice' && theirs.has(r.data['number']));
    expect(ours).toHaveLength(plain.facts.shared.invoice);
    for (const { data } of ours) {
      const their = theirs.get(data['number']);
      const tax = their?.['TxnTaxDetail'] as { TotalTax: number };
      expect([their?.['TxnDate'], their?.['DueDate']]).toEqual([data['date'], data['dueDate']]);
      expect([their?.['TotalAmt'], tax.TotalTax]).toEqual([Number(data['total']), Number(data['taxTotal'])]);
    }
  });

  it('C2 the start date has records on both of its sides', () => {
    const dates = bpro.records.filter((r) => r.type === 'invoice').map((r) => String(r.createdAt));
    const before = dates.filter((d) => d < facts.startDate).length / dates.length;
    expect(before).toBeGreaterThan(0.2);
    expect(before).toBeLessThan(0.5);
  });

  it('F3 only edited records and paid invoices have a SyncToken above 0', () => {
    const edited = new Set(
      Object.values(facts.cases)
        .flat(2)
        .map((c) => `${c.kind} ${c.qboId}`),
    );
    for (const customer of qbo['Customer'] ?? [])
      if (customer['SyncToken'] !== '0') expect(edited).toContain(`customer ${String(customer['Id'])}`);
    for (const invoice of qbo['Invoice'] ?? [])
      if (invoice['SyncToken'] !== '0' && (invoice['LinkedTxn'] as unknown[]).length === 0)
        expect(edited).toContain(`invoice ${String(invoice['Id'])}`);
  });

  it('F7 a cent of tax is apart exactly where the trap says so', () => {
    for (const [invoice] of facts.cases['taxACentApart'] ?? []) {
      const data = inBpro(invoice?.bproId ?? '') as {
        taxTotal: string;
        taxGroupId: string;
        lines: { amount: string }[];
      };
      const group = inBpro(data.taxGroupId) as { rates: { percent: string }[] };
      const net = Number(data.lines[0]?.amount);
      const perRate = group.rates.reduce((sum, r) => sum + Math.round(net * Number(r.percent) + 1e-6), 0);
      expect(Math.abs(perRate - Math.round(Number(data.taxTotal) * 100))).toBe(1);
    }
  });

  it('F13 a tip is the unapplied part of the payment', () => {
    const shared = facts.cases['tip']?.filter(([payment]) => payment?.qboId !== '') ?? [];
    expect(shared.length).toBeGreaterThan(0);
    for (const [payment] of shared)
      expect(byId('Payment', payment?.qboId ?? '')).toMatchObject({ UnappliedAmt: 5 });
  });

  it('F13 credits are linked by zero-amount payments without an account', () => {
    const links = (qbo['Payment'] ?? []).filter((p) => p['PrivateNote'] === LINK_PAYMENT_NOTE);
    expect(links).toHaveLength(facts.traps['creditMemoAppliedByALinkPayment'] ?? 0);
    for (const link of links) {
      expect(link).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
      expect(link['DepositToAccountRef']).toBeUndefined();
    }
  });

  it('F14 one QuickBooks payment over three invoices is three payments in BPro', () => {
    const grouped = facts.cases['onePaymentOverSeveralInvoices']?.find((one) => one[0]?.bproId !== '') ?? [];
    const payments = grouped.filter((r) => r.kind === 'payment');
    expect(new Set(payments.map((p) => p.qboId)).size).toBe(1);
    const lines = byId('Payment', payments[0]?.qboId ?? '')?.['Line'] as unknown[];
    expect(lines).toHaveLength(3);
    expect(payments.map((p) => inBpro(p.bproId)?.['invoiceId']).every((id) => typeof id === 'string')).toBe(
      true,
    );
  });

  it('ten thousand records come within seconds and load into BPro', () => {
    const start = performance.now();
    const large = generateBooks({ seed: 1, size: 10_000, profile: 'us-manual' });
    new BproSimulator({ clock: new VirtualClock(), random: () => 0.5 }).loadBooks('demo', large.bpro);
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(large.facts.bpro.invoice).toBeGreaterThan(4000);
  });
});
