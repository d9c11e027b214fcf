import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  applicationOf,
  isLinked,
  MAPPINGS,
  type Decision,
  type RecordState,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { Seed, Work } from './load-page.js';
import { mirrorPages } from './mirror-pages.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

const PAGE = 1_000;
const MOVES: ReadonlySet<string> = new Set(['amount', 'invoice']);
const { payment } = MAPPINGS;

/**
 * BPro's id of the invoice that is open again, because the payment ended, moved or became less; none for other types.
 * What has ended counts also when it is decided once more: the process may have died before what follows from it.
 */
export function freedInvoice(
  { bpro, qbo, handle }: Work,
  { action, comparison }: Decision,
  hood: Neighbourhood,
): string | undefined {
  if (handle.type !== payment.type) return undefined;
  if (bpro && bpro.state !== 'active') return paidBy(bpro, hood);
  const isFreed = action === 'remove-qbo' || comparison?.toQbo.some((field) => MOVES.has(field)) === true;
  const invoiceId = qbo && applicationOf(qbo.content).invoiceId;
  return isFreed && invoiceId
    ? hood.sideId('invoice', 'bpro', hood.recordId('invoice', 'qbo', invoiceId))
    : undefined;
}

const paidBy = ({ content }: MirrorRow, hood: Neighbourhood): string | undefined =>
  payment.bproReferences(content, hood.mappingContext()).find(({ type }) => type === 'invoice')?.sideId;

/**
 * The other linked payments of these invoices: one may have stayed on account, because nothing was open when it came
 * (rule F13). Goes through all payments of BPro, as money seldom ends.
 */
export async function paymentsOf(
  ports: Ports,
  { scope }: TenantContext,
  invoiceIds: ReadonlySet<string>,
  except: Pick<ReadonlySet<string>, 'has'>,
  hood: Neighbourhood,
): Promise<Seed[]> {
  const { links } = ports.records;
  const found: Seed[] = [];
  if (invoiceIds.size === 0) return found;
  for await (const rows of mirrorPages(ports, scope, 'bpro', payment.type, PAGE)) {
    const ids = rows
      .filter((row) => row.state === 'active' && invoiceIds.has(paidBy(row, hood) ?? ''))
      .map(({ id }) => id);
    for (const { recordId, bproId, state } of await links.bySide(scope, payment.type, 'bpro', ids))
      if (isLinked(state as unknown as RecordState) && !except.has(recordId))
        found.push({ recordId, bproId });
  }
  return found;
}
