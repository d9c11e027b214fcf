import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import { centsToNumber, toCents, type EntityMapping, type QboContent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { qboRows } from './mirror-rows.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

/**
 * Keeps QuickBooks' answer in the mirror and, in the same transaction, what a payment did to its invoices: kept again
 * after a crash, it changes nothing. Answers the row that is this record (a payment has several, rule F14).
 */
export async function mirrorAnswer(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  targetId: string | undefined,
  record: QboContent,
  hood?: Neighbourhood,
): Promise<MirrorRow | undefined> {
  const { mirror } = ports.records;
  const { rows } = qboRows(mapping, record);
  const ids = rows.map((row) => row.id);
  const isPayment = mapping.type === 'payment';
  const known = [...new Set([...(targetId === undefined ? [] : [targetId]), ...(isPayment ? ids : [])])];
  const former = await mirror.get(tc.scope, 'qbo', mapping.type, known);
  const formerIds = former.flatMap((row) => mapping.units(row.content).map((unit) => unit.id));
  const gone = new Set([...formerIds, ...known].filter((id) => !ids.includes(id)));
  const invoices = isPayment ? await invoicesMoved(ports, tc, former[0]?.content, record) : [];
  if (gone.size > 0) await mirror.remove(tc.scope, 'qbo', mapping.type, [...gone]);
  await mirror.put(tc.scope, [...rows, ...invoices]);
  for (const invoice of invoices) hood?.setContent(invoice, hood.recordId('invoice', 'qbo', invoice.id));
  return rows.find((row) => row.id === targetId) ?? rows[0];
}

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
async function invoicesMoved(
  ports: Ports,
  tc: TenantContext,
  before: QboContent | undefined,
  after: QboContent,
): Promise<MirrorRow[]> {
  const was = appliedIn(before);
  const is = appliedIn(after);
  const touched = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id));
  const invoices = await ports.records.mirror.get(tc.scope, 'qbo', 'invoice', touched);
  return invoices.map((row) => {
    const moved = (is.get(row.id) ?? 0) - (was.get(row.id) ?? 0);
    const balance = toCents(Number(row.content['Balance'] ?? 0)) - moved;
    const SyncToken = String(Number(row.version) + 1);
    return {
      ...row,
      version: SyncToken,
      content: { ...row.content, Balance: centsToNumber(balance), SyncToken },
    };
  });
}
