import { applicationOf, toCents, type Cents, type QboContent } from '@bpro-qbo-sync/sync-domain';
import { isLinked, nameOf, pairsOf, type Evidence, type QboDump, type Violation } from './evidence.js';

const cents = (value: unknown): Cents =>
  toCents(typeof value === 'number' || typeof value === 'string' ? value : 0);

/** I4: per linked document the money is equal: an invoice's total and tax, a payment's and a refund's amount. */
export function moneyIsEqual(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const expect = (record: string, what: string, ours: Cents, theirs: Cents): void => {
    if (ours !== theirs)
      violations.push({
        invariant: 'I4',
        what: `${record} ${what}: BPro ${String(ours)}, QuickBooks ${String(theirs)} cents`,
      });
  };
  for (const { life, bpro, qbo } of pairsOf(evidence, 'invoice')) {
    const tax = qbo.content['TxnTaxDetail'] as { readonly TotalTax?: number } | undefined;
    expect(nameOf(life), 'total', cents(bpro.data['total']), cents(qbo.content['TotalAmt']));
    expect(nameOf(life), 'tax', cents(bpro.data['taxTotal']), cents(tax?.TotalTax));
  }
  for (const { life, bpro, qbo } of pairsOf(evidence, 'payment'))
    expect(nameOf(life), 'amount', cents(bpro.data['amount']), applicationOf(qbo.content).amount);
  for (const { life, bpro, qbo } of pairsOf(evidence, 'refund'))
    expect(nameOf(life), 'amount', cents(bpro.data['amount']), cents(qbo.content['TotalAmt']));
  return violations;
}

/**
 * I2: a BPro record that may sync is linked, or has a reason: its note, or one of `explained` (`invoice/12`, by
 * BPro's id): what the plan leaves out or ignores.
 */
export function everyRecordHasItsReason(
  { bpro, records }: Pick<Evidence, 'bpro' | 'records'>,
  explained: ReadonlySet<string>,
): Violation[] {
  const settled = new Set<string>();
  for (const record of records)
    if (isLinked(record) || record.state.note)
      settled.add(`${record.type}/${record.state.bproId ?? record.recordId.slice(2)}`);
  return bpro
    .filter((r) => r.state === 'active' && ![settled, explained].some((set) => set.has(`${r.type}/${r.id}`)))
    .map((r) => ({ invariant: 'I2', what: `${r.type}/${r.id} is neither linked nor explained` }));
}

/** I6: what QuickBooks users wrote outside our fields is as it was. */
export function usersFieldsAreKept(
  before: QboDump,
  after: QboDump,
  fields: Readonly<Record<string, readonly string[]>>,
): Violation[] {
  const violations: Violation[] = [];
  for (const [entity, names] of Object.entries(fields)) {
    const now = new Map((after[entity] ?? []).map((r) => [r['Id'], r]));
    for (const record of before[entity] ?? []) {
      const later = now.get(record['Id']);
      if (!later) continue;
      for (const name of names)
        if (JSON.stringify(record[name]) !== JSON.stringify(later[name]) && !saysVoided(record, later, name))
          violations.push({ invariant: 'I6', what: `${entity} ${String(record['Id'])} ${name} changed` });
    }
  }
  return violations;
}

/** QuickBooks itself puts "Voided" before the private note of what is voided. */
const saysVoided = (record: QboContent, later: QboContent, name: string): boolean => {
  const note = record['PrivateNote'];
  const voided = typeof note === 'string' ? `Voided - ${note}` : 'Voided';
  return name === 'PrivateNote' && later['PrivateNote'] === voided;
};

/** Fields of QuickBooks users that the sync never owns and that no posting of its documents moves. */
export const USERS_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Customer: ['Notes', 'WebAddr', 'Fax', 'Mobile', 'ParentRef', 'PreferredDeliveryMethod'],
  Item: ['ReorderPoint', 'PurchaseDesc', 'PrefVendorRef', 'IncomeAccountRef'],
  Invoice: ['PrivateNote', 'ClassRef', 'DepartmentRef', 'ShipDate', 'TrackingNum'],
  Payment: ['DepositToAccountRef'],
};
