import { toCents } from '@bpro-qbo-sync/sync-domain';
import { isLinked, type Evidence, type RecordLife, type Violation } from './evidence.js';

interface QboPaymentLine {
  readonly Amount: number;
  readonly LinkedTxn?: readonly { readonly TxnId: string; readonly TxnType: string }[];
}

const cents = (value: unknown): number => toCents(typeof value === 'number' || typeof value === 'string' ? value : 0);

/** I4: per linked invoice the total and the tax are equal; per invoice the payments that the sync carries are equal. */
export function moneyIsEqual({ bpro, qbo, records }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const byId = new Map(bpro.map((r) => [`${r.type}/${r.id}`, r]));
  const qboById = (entity: string): Map<string, Readonly<Record<string, unknown>>> => new Map((qbo[entity] ?? []).map((r) => [String(r['Id']), r]));
  const invoices = qboById('Invoice');
  const payments = qboById('Payment');
  const refunds = qboById('RefundReceipt');
  const settled = (life: RecordLife): boolean => isLinked(life) && life.state.note === undefined && life.state.gone === undefined;
  for (const life of records.filter(settled)) {
    const mine = byId.get(`${life.type}/${life.state.bproId ?? ''}`);
    if (mine?.state !== 'active') continue;
    const name = `${life.type}/${life.recordId}`;
    const expect = (what: string, ours: number, theirs: number): void => {
      if (ours !== theirs) violations.push({ invariant: 'I4', what: `${name} ${what}: BPro ${String(ours)}, QuickBooks ${String(theirs)} cents` });
    };
    if (life.type === 'invoice') {
      const theirs = invoices.get(life.state.qboId ?? '');
      expect('total', cents(mine.data['total']), cents(theirs?.['TotalAmt']));
      expect('tax', cents(mine.data['taxTotal']), cents((theirs?.['TxnTaxDetail'] as { TotalTax?: number } | undefined)?.TotalTax));
    }
    if (life.type === 'payment') {
      const [paymentId = '', invoiceId = '-'] = (life.state.qboId ?? '').split('/');
      const theirs = payments.get(paymentId);
      const lines = ((theirs?.['Line'] ?? []) as readonly QboPaymentLine[]).filter((l) => l.LinkedTxn?.some((t) => t.TxnType === 'Invoice'));
      const several = lines.length > 1;
      const line = lines.find((l) => l.LinkedTxn?.some((t) => t.TxnId === invoiceId));
      expect('amount', cents(mine.data['amount']), several ? cents(line?.Amount ?? theirs?.['UnappliedAmt']) : cents(theirs?.['TotalAmt']));
    }
    if (life.type === 'refund') expect('amount', cents(mine.data['amount']), cents(refunds.get(life.state.qboId ?? '')?.['TotalAmt']));
  }
  return violations;
}

/** I5 and I2: a BPro record that may sync is linked, or has a reason: its note, or the plan's. */
export function everyRecordHasItsReason({ bpro, records }: Evidence, explained: ReadonlySet<string>): Violation[] {
  const linked = new Set(records.filter(isLinked).map((r) => `${r.type}/${r.state.bproId ?? ''}`));
  const noted = new Set(records.filter((r) => r.state.note).map((r) => `${r.type}/${r.state.bproId ?? r.recordId.slice(2)}`));
  return bpro
    .filter((r) => r.state === 'active' && !linked.has(`${r.type}/${r.id}`) && !noted.has(`${r.type}/${r.id}`) && !explained.has(`${r.type}/${r.id}`))
    .map((r) => ({ invariant: 'I2', what: `${r.type}/${r.id} is neither linked nor explained` }));
}

/** I6: what QuickBooks users wrote outside our fields is as it was. */
export function usersFieldsAreKept(before: Evidence['qbo'], after: Evidence['qbo'], fields: Readonly<Record<string, readonly string[]>>): Violation[] {
  const violations: Violation[] = [];
  for (const [entity, names] of Object.entries(fields)) {
    const now = new Map((after[entity] ?? []).map((r) => [r['Id'], r]));
    for (const record of before[entity] ?? []) {
      const later = now.get(record['Id']);
      if (!later) continue;
      for (const name of names)
        if (JSON.stringify(record[name]) !== JSON.stringify(later[name]))
          violations.push({ invariant: 'I6', what: `${entity} ${String(record['Id'])} ${name} changed` });
    }
  }
  return violations;
}

/** Fields of QuickBooks users that the sync never owns. */
export const USERS_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Customer: ['Notes', 'WebAddr', 'Fax', 'Mobile', 'ParentRef', 'PreferredDeliveryMethod'],
  Item: ['QtyOnHand', 'ReorderPoint', 'PurchaseDesc', 'PrefVendorRef', 'IncomeAccountRef'],
  Invoice: ['PrivateNote', 'ClassRef', 'DepartmentRef', 'ShipDate', 'TrackingNum'],
  Payment: ['DepositToAccountRef'],
};
