import type { PaymentFields, Presence } from './world/entities.js';

/** The running numbers of the store's documents. */
export class Numbering {
  private orders = 10_000;
  private outsideOrders = 700_000;
  private references = 0;
  private groups = 0;

  /** BPro's own numbers count up; what was made in QuickBooks has a series of its own. */
  invoice(presence: Presence): string {
    return String(presence === 'qbo' ? ++this.outsideOrders : ++this.orders);
  }

  /** For payments that QuickBooks holds as one record (rule F14). */
  paymentGroup(): number {
    return ++this.groups;
  }

  /** Cards and cheques have a number, cash has none. */
  payment(method: PaymentFields['method']): string | null {
    if (!method || method.fields.name === 'Cash') return null;
    const n = this.next();
    return method.fields.card ? `CH${n}` : n;
  }

  refund(): string {
    return `RF${this.next()}`;
  }

  private next(): string {
    return String(++this.references).padStart(7, '0');
  }
}
