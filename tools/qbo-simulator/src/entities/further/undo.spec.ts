import { describe, expect, it } from '@jest/globals';
import { cents } from '../../model/money.js';
import { amount, list, type QboRecord, refId } from '../../model/record.js';
import { applicationsOf, unapplied } from '../../model/links.js';
import type { EntityName } from '../../schema/entity-names.js';
import { paying, REALM, salesLine, seeded } from '../../spec-support/in-process.js';
import { expenseLine, journalLine, linkLine } from '../../spec-support/lines.js';
import { ACCOUNTS, key, LedgerBench, ref } from '../../spec-support/ledger.js';

const DOCUMENTS: readonly EntityName[] = [
  'Deposit',
  'BillPayment',
  'Payment',
  'Bill',
  'VendorCredit',
  'Purchase',
  'Transfer',
  'JournalEntry',
  'Invoice',
  'CreditMemo',
  'SalesReceipt',
];

/** A company in which money comes and goes at random; what QuickBooks refuses does not happen. */
class Traffic {
  readonly bench = new LedgerBench();
  refused = 0;
  done = 0;
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  all(entity: EntityName): readonly QboRecord[] {
    return this.bench.simulator.dump(REALM)[entity];
  }

  private some(entity: EntityName): QboRecord {
    return (this.pick(this.all(entity)) as QboRecord | undefined) ?? {};
  }

  async run(steps: number): Promise<void> {
    for (const name of ['Ann', 'Bob']) await this.bench.customer(name);
    for (const name of ['Mill', 'Farm']) await this.bench.vendor(name);
    for (let step = 0; step < steps; step++) {
      const [entity, body, params] = this.next();
      const answer = await this.bench.refusal(entity, body, params);
      if (answer === '200') this.done++;
      else this.refused++;
      if (!/^(200|6000|6\d\d\d?|2\d\d\d|5010)/.test(answer)) throw new Error(answer);
    }
  }

  private next(): [EntityName, QboRecord, string?] {
    const VendorRef = ref(this.pick(['3', '4']));
    const CustomerRef = ref(this.pick(['1', '2']));
    const value = this.pick([0.01, 5, 33.33, 100]);
    const account = this.pick([ACCOUNTS.expense, ACCOUNTS.savings, ACCOUNTS.equity]);
    const Line = [expenseLine(value, account), expenseLine(1)];
    switch (
      this.pick([
        'bill',
        'bill',
        'credit',
        'check',
        'check',
        'buy',
        'move',
        'book',
        'sell',
        'bank',
        'change',
        'drop',
      ])
    ) {
      case 'bill':
        return ['Bill', { VendorRef, Line }];
      case 'credit':
        return ['VendorCredit', { VendorRef, Line }];
      case 'check':
        return ['BillPayment', this.check()];
      case 'buy': {
        const PaymentType = this.pick(['Check', 'CreditCard'] as const);
        const AccountRef = ref(PaymentType === 'Check' ? ACCOUNTS.bank : ACCOUNTS.card);
        return ['Purchase', { PaymentType, AccountRef, Line, Credit: this.random() < 0.3 }];
      }
      case 'move':
        return [
          'Transfer',
          { FromAccountRef: ref(ACCOUNTS.bank), ToAccountRef: ref(ACCOUNTS.savings), Amount: value },
        ];
      case 'book': {
        const Entity = { Type: 'Customer', EntityRef: CustomerRef };
        const debit = journalLine('Debit', ACCOUNTS.receivable, value, { Entity });
        return ['JournalEntry', { Line: [debit, journalLine('Credit', account, value)] }];
      }
      case 'sell': {
        const entity = this.pick(['Invoice', 'CreditMemo', 'SalesReceipt', 'Payment'] as const);
        if (entity !== 'Payment') return [entity, { CustomerRef, Line: [salesLine(value)] }];
        const invoice = this.some('Invoice');
        const lines = invoice['Id'] === undefined ? [] : [paying(invoice['Id'], amount(invoice, 'Balance'))];
        return [
          'Payment',
          { CustomerRef: invoice['CustomerRef'] ?? CustomerRef, TotalAmt: value, Line: lines },
        ];
      }
      case 'bank': {
        const type = this.pick(['Payment', 'SalesReceipt'] as const);
        const record = this.some(type);
        const line = linkLine(amount(record, 'TotalAmt'), type, String(record['Id']));
        return ['Deposit', { DepositToAccountRef: ref(ACCOUNTS.bank), Line: [line] }];
      }
      case 'change': {
        const entity = this.pick(['Bill', 'VendorCredit'] as const);
        return [
          entity,
          { ...key(this.some(entity)), sparse: true, VendorRef: this.some(entity)['VendorRef'], Line },
        ];
      }
      default: {
        const entity = this.pick(DOCUMENTS);
        const voids = entity === 'BillPayment' && this.random() < 0.5;
        return [entity, key(this.some(entity)), voids ? '?operation=void' : '?operation=delete'];
      }
    }
  }

  private check(): QboRecord {
    const bill = this.some('Bill');
    const credit = this.some('VendorCredit');
    const paid = this.pick([amount(bill, 'Balance'), 1]);
    const used = this.pick([0, 0, Math.min(paid, amount(credit, 'Balance'))]);
    const TotalAmt = this.pick([cents(paid - used) / 100, paid]);
    const lines: [number, 'Bill' | 'VendorCredit', string][] = [[paid, 'Bill', String(bill['Id'])]];
    if (used > 0) lines.push([used, 'VendorCredit', String(credit['Id'])]);
    return this.bench.checkBody(refId(bill, 'VendorRef') ?? '3', TotalAmt, lines);
  }

  /** What does not add up between bills, credits, payments and vendors. */
  wrong(): string[] {
    const wrong: string[] = [];
    const check = (what: string, is: number, should: number): void => {
      if (is !== should) wrong.push(`${what}: ${String(is)}, not ${String(should)} cents`);
    };
    const payments = this.all('BillPayment');
    for (const type of ['Bill', 'VendorCredit'] as const)
      for (const record of this.all(type)) {
        const name = `${type}/${String(record['Id'])}`;
        const applied = payments.reduce((sum, each) => sum + (applicationsOf(each).get(name) ?? 0), 0);
        check(name, cents(amount(record, 'Balance')), cents(amount(record, 'TotalAmt')) - applied);
        const links = list(record, 'LinkedTxn').map((link) => String(link['TxnId']));
        const payers = payments
          .filter((each) => applicationsOf(each).has(name))
          .map((each) => String(each['Id']));
        if (links.sort().join() !== payers.sort().join())
          wrong.push(`${name} links ${links.join()}, not ${payers.join()}`);
      }
    for (const vendor of this.all('Vendor')) {
      const own = (entity: EntityName): readonly QboRecord[] =>
        this.all(entity).filter((each) => refId(each, 'VendorRef') === vendor['Id']);
      const open = (entity: EntityName): number =>
        own(entity).reduce((sum, each) => sum + cents(amount(each, 'Balance')), 0);
      const idle = own('BillPayment').reduce((sum, each) => sum + unapplied(each), 0);
      check(
        `Vendor ${String(vendor['Id'])}`,
        cents(amount(vendor, 'Balance')),
        open('Bill') - open('VendorCredit') - idle,
      );
    }
    return wrong;
  }

  async deleteAll(): Promise<void> {
    for (const entity of DOCUMENTS)
      for (const { Id } of [...this.all(entity)])
        if (this.all(entity).some((each) => each['Id'] === Id)) {
          const record = await this.bench.get(entity, String(Id));
          await this.bench.post(entity, key(record), '?operation=delete');
        }
  }
}

describe.each([1, 2, 3])('after any traffic (seed %i)', (seed) => {
  it('bills, credits, payments and vendors add up, and deleting everything leaves nothing', async () => {
    const traffic = new Traffic(seed);
    await traffic.run(250);
    expect(traffic.wrong()).toEqual([]);
    expect(traffic.done).toBeGreaterThan(120);
    await traffic.deleteAll();
    const left = (['Account', 'Customer', 'Vendor'] as const).flatMap((entity) =>
      traffic
        .all(entity)
        .flatMap((each) =>
          ['Balance', 'BalanceWithJobs', 'CurrentBalance', 'CurrentBalanceWithSubAccounts']
            .filter((property) => amount(each, property) !== 0)
            .map((property) => `${entity} ${String(each['Id'])} ${property} ${String(each[property])}`),
        ),
    );
    expect(left).toEqual([]);
  });
});
