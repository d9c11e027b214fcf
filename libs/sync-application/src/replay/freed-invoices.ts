import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import { applicationOf, MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { Work } from '../reconcile/load-page.js';
import type { Neighbourhood } from '../reconcile/neighbourhood.js';
import type { Reconciled } from '../reconcile/reconcile-page.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

const PAGE = 1_000;

/**
 * BPro's ids of the invoices that are open again, because what had paid them ended, moved or became less. `works`: the
 * payments as they were before.
 */
export function freedInvoices(
  type: RecordType,
  works: readonly Work[],
  results: ReadonlyMap<string, Reconciled>,
  hood: Neighbourhood,
): Set<string> {
  const freed = new Set<string>();
  if (type !== 'payment') return freed;
  for (const { qbo, handle } of works) {
    const invoiceId = qbo && applicationOf(qbo.content).invoiceId;
    const decision = results.get(handle.recordId)?.decision;
    const changed = decision?.comparison?.toQbo ?? [];
    if (!invoiceId || !(decision?.action === 'remove-qbo' || changed.some((field) => MOVES.has(field))))
      continue;
    const bproId = hood.sideId('invoice', 'bpro', hood.recordId('invoice', 'qbo', invoiceId));
    if (bproId !== undefined) freed.add(bproId);
  }
  return freed;
}
const MOVES: ReadonlySet<string> = new Set(['amount', 'invoice']);

/**
 * BPro's ids of the other payments of these invoices: one of them may have stayed on account, because nothing was open
 * when it came (rule F13). Goes through all payments, as money seldom ends.
 */
export async function paymentsOf(
  ports: Ports,
  { scope }: TenantContext,
  invoiceIds: ReadonlySet<string>,
  except: ReadonlySet<string>,
  hood: Neighbourhood,
): Promise<string[]> {
  const found: string[] = [];
  if (invoiceIds.size === 0) return found;
  const context = hood.mappingContext();
  const pays = ({ content }: MirrorRow): boolean =>
    MAPPINGS.payment
      .bproReferences(content, context)
      .some(({ type, sideId }) => type === 'invoice' && invoiceIds.has(sideId));
  let after: string | undefined;
  for (;;) {
    const rows = await ports.records.mirror.page(scope, 'bpro', 'payment', after, PAGE);
    for (const row of rows)
      if (row.state === 'active' && !except.has(row.id) && pays(row)) found.push(row.id);
    if (rows.length < PAGE) return found;
    after = rows.at(-1)?.id;
  }
}
