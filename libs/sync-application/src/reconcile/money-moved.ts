import { centsToNumber, toCents, type EntityMapping, type QboContent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

interface PaymentLine {
  readonly Amount?: number;
  readonly LinkedTxn?: readonly { readonly TxnId: string; readonly TxnType: string }[];
}

const appliedIn = (payment: QboContent | undefined): Map<string, number> => {
  const applied = new Map<string, number>();
  for (const line of (payment?.['Line'] ?? []) as readonly PaymentLine[])
    for (const txn of line.LinkedTxn ?? [])
      if (txn.TxnType === 'Invoice')
        applied.set(txn.TxnId, (applied.get(txn.TxnId) ?? 0) + toCents(line.Amount ?? 0));
  return applied;
};

/**
 * Applying a payment changes its invoice in QuickBooks: balance, and SyncToken by one (qbo API, derived changes). The
 * mirror follows without a metered read; if it guesses wrong, the next update is answered 5010 and read once.
 */
export async function moneyMoved(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  before: QboContent | undefined,
  after: QboContent,
  hood: Neighbourhood,
): Promise<void> {
  if (mapping.type !== 'payment') return;
  const was = appliedIn(before);
  const is = appliedIn(after);
  const touched = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id));
  if (touched.length === 0) return;
  for (const row of await ports.records.mirror.get(tc.scope, 'qbo', 'invoice', touched)) {
    const moved = (is.get(row.id) ?? 0) - (was.get(row.id) ?? 0);
    const balance = toCents(Number(row.content['Balance'] ?? 0)) - moved;
    const SyncToken = String(Number(row.version) + 1);
    const next = {
      ...row,
      version: SyncToken,
      content: { ...row.content, Balance: centsToNumber(balance), SyncToken },
    };
    await ports.records.mirror.put(tc.scope, [next]);
    hood.setContent(next, hood.recordId('invoice', 'qbo', row.id));
  }
}
