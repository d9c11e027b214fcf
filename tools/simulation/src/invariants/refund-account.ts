import { toCents, type Cents, type QboContent } from '@bpro-qbo-sync/sync-domain';
import { nameOf, unitsOf, type Books, type Evidence, type QboDump, type Violation } from './evidence.js';

const cents = (value: unknown): Cents =>
  toCents(typeof value === 'number' || typeof value === 'string' ? value : 0);

const refOf = (record: QboContent, field: string): string | undefined =>
  (record[field] as { readonly value?: string } | undefined)?.value;

/** Money that documents other than refunds put into an account, in cents. */
function otherPostings(qbo: QboDump, accountId: string, isUndeposited: boolean): Cents {
  const into = (record: QboContent): boolean => {
    const account = refOf(record, 'DepositToAccountRef');
    return account === undefined ? isUndeposited : account === accountId;
  };
  return ['Payment', 'SalesReceipt'].reduce(
    (sum, entity) =>
      sum + (qbo[entity] ?? []).filter(into).reduce((all, record) => all + cents(record['TotalAmt']), 0),
    0,
  );
}

/**
 * I4: the refund account (rule C4) went down by exactly the refunds that the sync sent, besides what payments put
 * into it. Bank deposits, which the sync never makes, are not looked at.
 */
export function refundAccountMovedByRefunds(
  { bpro, qbo, records }: Evidence,
  before: Books,
  accountId: string,
): Violation[] {
  const accountIn = (dump: QboDump): QboContent | undefined =>
    dump['Account']?.find((account) => account['Id'] === accountId);
  const account = accountIn(qbo);
  if (!account) return [{ invariant: 'I4', what: `QuickBooks has no account ${accountId} for refunds` }];
  const old = new Set((before.qbo['RefundReceipt'] ?? []).map((r) => r['Id']));
  const amounts = new Map(
    bpro.filter((r) => r.type === 'refund').map((r) => [r.id, cents(r.data['amount'])]),
  );
  const sent = records.filter(
    ({ type, state: { qboId, removed } }) =>
      type === 'refund' && qboId !== undefined && !old.has(qboId) && !removed,
  );
  const units = new Map(unitsOf(qbo, 'refund').map((unit) => [unit.id, unit]));
  const violations: Violation[] = [];
  let expected = 0;
  for (const life of sent) {
    const from = refOf(units.get(life.state.qboId ?? '')?.content ?? {}, 'DepositToAccountRef');
    if (from !== accountId)
      violations.push({
        invariant: 'I4',
        what: `${nameOf(life)} was issued from account ${String(from)}, not from ${accountId}`,
      });
    expected -= amounts.get(life.state.bproId ?? '') ?? 0;
  }
  const isUndeposited = account['AccountSubType'] === 'UndepositedFunds';
  expected +=
    otherPostings(qbo, accountId, isUndeposited) - otherPostings(before.qbo, accountId, isUndeposited);
  const moved = cents(account['CurrentBalance']) - cents(accountIn(before.qbo)?.['CurrentBalance']);
  if (moved !== expected)
    violations.push({
      invariant: 'I4',
      what: `the refund account ${accountId} moved by ${String(moved)} cents instead of ${String(expected)}`,
    });
  return violations;
}
