import { describe, expect, it } from '@jest/globals';
import { cents } from '../model/money.js';
import { amount, list, type QboRecord, refId } from '../model/record.js';
import { Bench, paying, REALM, salesLine, seeded } from '../spec-support/in-process.js';
import { linksOf } from '../model/links.js';
import type { Profile } from '../store/company.js';

/** A company in which things happen at random; what QuickBooks refuses does not happen. */
class Traffic {
  readonly bench: Bench;
  refused = 0;
  private readonly random: () => number;

  constructor(seed: number, profile: Profile, autoApplyCredit: boolean) {
    this.bench = new Bench({ profile, options: { autoApplyCredit } });
    this.random = seeded(seed);
  }

  async run(steps: number): Promise<void> {
    for (const name of ['Ann', 'Bob', 'Cy']) await this.bench.customer(name);
    await this.bench.customer('Ann’s shop', { ParentRef: { value: '1' }, BillWithParent: true });
    for (let step = 0; step < steps; step++) {
      await this.bench.clock.advance(1000);
      try {
        await this.step();
      } catch (error) {
        if (!/^\d+: /.test((error as Error).message)) throw error;
        this.refused++;
      }
    }
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }

  private stored(entity: 'Invoice' | 'Payment' | 'CreditMemo' | 'RefundReceipt'): QboRecord {
    return (this.pick(this.bench.simulator.dump(REALM)[entity]) as QboRecord | undefined) ?? {};
  }

  private line(): QboRecord {
    const us = this.bench.simulator.company(REALM).isUs;
    const TaxCodeRef = { value: us ? this.pick(['TAX', 'NON']) : this.pick(['2', '3', '4']) };
    return salesLine(this.pick([0, 0.01, 9.99, 33.33, 100]), { TaxCodeRef });
  }

  private form(): QboRecord {
    const off = {
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: true, DiscountPercent: 7 },
    };
    const Line = [this.line(), this.line(), ...(this.random() < 0.3 ? [off] : [])];
    return {
      CustomerRef: { value: this.pick(['1', '2', '3', '4']) },
      Line,
      ApplyTaxAfterDiscount: this.random() < 0.5,
    };
  }

  private payment(): QboRecord {
    const invoice = this.stored('Invoice');
    const memo = this.stored('CreditMemo');
    const applied = this.pick([amount(invoice, 'Balance'), 1, 5.55]);
    const lines = [paying(invoice['Id'], applied)];
    const credit = this.pick([0, 1, applied]);
    if (credit > 0 && memo['Id'] !== undefined)
      lines.push({ Amount: credit, LinkedTxn: [{ TxnId: memo['Id'], TxnType: 'CreditMemo' }] });
    const TotalAmt = this.pick([Math.max(0, cents(applied - credit) / 100), applied, 20]);
    return { CustomerRef: invoice['CustomerRef'], TotalAmt, Line: lines };
  }

  private async step(): Promise<unknown> {
    const { bench } = this;
    const key = (record: QboRecord): QboRecord => ({ Id: record['Id'], SyncToken: record['SyncToken'] });
    const change = (record: QboRecord, changes: QboRecord): QboRecord => ({
      ...key(record),
      sparse: true,
      ...changes,
    });
    switch (
      this.pick([
        'bill',
        'bill',
        'credit',
        'pay',
        'pay',
        'pay',
        'refund',
        'rebill',
        'repay',
        'move',
        'void',
        'drop',
      ])
    ) {
      case 'bill':
        return bench.post('Invoice', this.form());
      case 'credit':
        return bench.post('CreditMemo', this.form());
      case 'pay':
        return bench.post('Payment', this.payment());
      case 'refund':
        return bench.post('RefundReceipt', { ...this.form(), DepositToAccountRef: { value: '35' } });
      case 'rebill':
        return bench.post('Invoice', change(this.stored('Invoice'), { Line: [this.line()] }));
      case 'repay': {
        const { Line, TotalAmt } = this.payment();
        return bench.post('Payment', change(this.stored('Payment'), { Line, TotalAmt }));
      }
      case 'move':
        return bench.post('CreditMemo', change(this.stored('CreditMemo'), { CustomerRef: { value: '2' } }));
      case 'void': {
        const entity = this.pick(['Invoice', 'Payment'] as const);
        return bench.post(entity, key(this.stored(entity)), '?operation=void');
      }
      default: {
        const entity = this.pick(['Invoice', 'Payment', 'CreditMemo', 'RefundReceipt'] as const);
        return bench.post(entity, key(this.stored(entity)), '?operation=delete');
      }
    }
  }

  /** What does not add up. */
  wrong(): string[] {
    const { Customer, Invoice, CreditMemo, Payment } = this.bench.simulator.dump(REALM);
    const wrong: string[] = [];
    const check = (what: string, is: number, should: number): void => {
      if (is !== should) wrong.push(`${what}: ${String(is)}, not ${String(should)} cents`);
    };
    const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    const applied = (type: string, id: unknown): number =>
      sum(
        Payment.flatMap((payment) => list(payment, 'Line'))
          .filter((line) => linksOf(line).some((link) => link.type === type && link.id === id))
          .map((line) => cents(amount(line, 'Amount'))),
      );
    const money = (record: QboRecord, key: string): number => {
      const value = cents(amount(record, key));
      if (value < 0) wrong.push(`${String(record['Id'])}.${key} is negative`);
      return value;
    };
    for (const document of [
      ...Invoice.map((d) => ['Invoice', d] as const),
      ...CreditMemo.map((d) => ['CreditMemo', d] as const),
    ]) {
      const [type, record] = document;
      const open = money(record, 'TotalAmt') - applied(type, record['Id']);
      check(`${type} ${String(record['Id'])}`, money(record, 'Balance'), open);
      const links = Payment.filter((payment) =>
        list(payment, 'Line').some((line) =>
          linksOf(line).some((l) => l.type === type && l.id === record['Id']),
        ),
      ).map((payment) => payment['Id']);
      const named = list(record, 'LinkedTxn').map((link) => link['TxnId']);
      if (JSON.stringify([...named].sort()) !== JSON.stringify([...links].sort()))
        wrong.push(`${type} ${String(record['Id'])} links ${named.join()}, is paid by ${links.join()}`);
    }
    for (const payment of Payment) {
      const lines = list(payment, 'Line').map((line) => {
        const credit = linksOf(line)[0]?.type === 'CreditMemo';
        return (credit ? -1 : 1) * cents(amount(line, 'Amount'));
      });
      check(
        `Payment ${String(payment['Id'])}`,
        money(payment, 'UnappliedAmt'),
        money(payment, 'TotalAmt') - sum(lines),
      );
    }
    for (const customer of Customer) {
      const own = (records: readonly QboRecord[], key: string): number =>
        sum(records.filter((r) => refId(r, 'CustomerRef') === customer['Id']).map((r) => money(r, key)));
      const owed = own(Invoice, 'Balance') - own(Payment, 'UnappliedAmt') - own(CreditMemo, 'Balance');
      check(`Customer ${String(customer['Id'])}`, cents(amount(customer, 'Balance')), owed);
    }
    return wrong;
  }
}

describe('after any traffic', () => {
  const cases: [number, Profile, boolean][] = [
    [1, 'us-manual', false],
    [2, 'us-automated', true],
    [3, 'ca', false],
    [4, 'uk', true],
  ];
  it.each(cases)(
    'balances, links and unapplied money add up (seed %i, %s, credits applied: %s)',
    async (...given) => {
      const traffic = new Traffic(...given);
      await traffic.run(400);
      expect(traffic.wrong()).toEqual([]);
      expect(traffic.refused).toBeLessThan(300);
    },
  );
});
