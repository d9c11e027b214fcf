import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BproBooks, readBooks } from '@bpro-qbo-sync/bpro-simulator';
import { checkCompany, type QboObject, readCompany } from './index.js';

const folder = fileURLToPath(new URL('../hand-written/', import.meta.url));
const company = readCompany(`${folder}qbo`);
const file = JSON.parse(readFileSync(`${folder}bpro.json`, 'utf8')) as BproBooks;
const books = readBooks(file);

const cents = (value: unknown): number => Math.round(Number(value) * 100);
const sum = (entity: string, key: string): number =>
  (company[entity] ?? []).reduce((total, record) => total + cents(record[key]), 0);
const account = (name: string): QboObject | undefined => company['Account']?.find((a) => a['Name'] === name);

describe('the hand-written books', () => {
  it('BPro accepts them', () => {
    expect(file.records.length).toBeGreaterThan(25);
    expect(books.size('invoice')).toBe(4);
  });

  it('the QuickBooks company agrees with itself', () => {
    expect(checkCompany(company)).toEqual([]);
  });

  it('the control accounts are what the documents add up to', () => {
    const owed =
      sum('Invoice', 'Balance') - sum('Payment', 'UnappliedAmt') - sum('CreditMemo', 'RemainingCredit');
    expect(cents(account('Accounts Receivable (A/R)')?.['CurrentBalance'])).toBe(owed);
    expect(cents(account('Undeposited Funds')?.['CurrentBalance'])).toBe(
      sum('Payment', 'TotalAmt') + sum('SalesReceipt', 'TotalAmt'),
    );
    expect(cents(account('Checking')?.['CurrentBalance'])).toBe(500_000 - sum('RefundReceipt', 'TotalAmt'));
  });

  it('what both sides have is worth the same on both', () => {
    const theirs = new Map((company['Invoice'] ?? []).map((i) => [i['DocNumber'], i]));
    const shared = [...books.all('invoice')].filter((i) => theirs.has(i.data['number']));
    expect(shared.map((i) => i.data['number'])).toEqual(['1001', '1002', '1006']);
    for (const { data } of shared) {
      const their = theirs.get(data['number']);
      expect(cents(their?.['TotalAmt'])).toBe(cents(data['total']));
      expect(cents((their?.['TxnTaxDetail'] as QboObject)['TotalTax'])).toBe(cents(data['taxTotal']));
    }
  });

  it('F14 one check in QuickBooks pays two orders that are two payments in BPro', () => {
    const check = company['Payment']?.find((p) => p['PaymentRefNum'] === '2207');
    expect(check?.['Line']).toHaveLength(2);
    const ours = [...books.all('payment')].filter((p) => p.data['reference'] === '2207');
    expect(ours.reduce((total, p) => total + cents(p.data['amount']), 0)).toBe(cents(check?.['TotalAmt']));
  });

  it('F15 has what BPro has no word for: jobs, a bundle, credit memos, a sales receipt', () => {
    expect(company['Customer']?.filter((c) => c['Job'] === true)).toHaveLength(2);
    expect(company['Item']?.filter((i) => i['Type'] === 'Group')).toHaveLength(1);
    expect(company['CreditMemo']).toHaveLength(2);
    expect(company['SalesReceipt']).toHaveLength(1);
  });
});

describe('the check of a company', () => {
  const changed = (entity: string, id: string, change: Record<string, unknown>): string[] =>
    checkCompany({
      ...company,
      [entity]: (company[entity] ?? []).map((r) => (r['Id'] === id ? { ...r, ...change } : r)),
    });

  it.each([
    ['Invoice', '1', { TotalAmt: 600.01 }, 'TotalAmt is not lines − discount + tax'],
    ['Invoice', '4', { Balance: 0 }, 'Balance is not the total less what was paid'],
    ['Invoice', '1', { LinkedTxn: [] }, 'LinkedTxn does not name exactly the payments applied to it'],
    ['Invoice', '1', { CustomerRef: { value: '99' } }, 'CustomerRef names no Customer'],
    ['Payment', '10', { UnappliedAmt: 0 }, 'UnappliedAmt'],
    ['Payment', '8', { CustomerRef: { value: '1' } }, "it applies to another customer's Invoice"],
    ['CreditMemo', '6', { RemainingCredit: 20 }, 'RemainingCredit'],
    ['Customer', '1', { Balance: 0 }, 'Balance'],
    ['Customer', '2', { BalanceWithJobs: 0 }, 'BalanceWithJobs'],
    ['Customer', '3', { FullyQualifiedName: 'Hudson School Workshop' }, 'FullyQualifiedName'],
    ['Vendor', '6', { DisplayName: 'rosa delgado' }, 'DisplayName is missing or used twice'],
    ['Item', '2', { AssetAccountRef: { value: '35' } }, 'AssetAccountRef is not of type Other Current Asset'],
    ['TaxRate', '3', { AgencyRef: { value: '9' } }, 'AgencyRef names no TaxAgency'],
    ['Term', '1', { SyncToken: '' }, 'SyncToken is not a whole number'],
  ])('sees what is wrong with %s %s', (entity, id, change, problem) => {
    expect(changed(entity, id, change)).toContain(`${entity} ${id}: ${problem}`);
  });
});
