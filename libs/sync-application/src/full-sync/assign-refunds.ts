import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  assignedRecords,
  assignedTo,
  assignRefund,
  MAPPINGS,
  orderNumber,
  refundText,
  type Fields,
  type RecordType,
  type RefundCandidate,
  type Side,
  withoutAssignment,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { learnReferences } from '../reconcile/load-page.js';
import { mirrorPages } from '../reconcile/mirror-pages.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

const PAGE = 500;

/**
 * QuickBooks has no link from a refund to what it gives back: refunds found only there are put onto the one BPro
 * payment that fits (rule F11). The finding is kept with the mirrored refund until the next plan, which finds anew. A
 * refund that BPro may have too is for matching to tell (rule F1).
 */
export async function assignRefunds(ports: Ports, tc: TenantContext): Promise<void> {
  await forgetFindings(ports, tc);
  const unassigned: MirrorRow[] = [];
  await eachPage(ports, tc, 'qbo', 'refund', async (rows, hood) => {
    await hood.learn(
      'refund',
      'qbo',
      rows.map((row) => row.id),
    );
    for (const row of rows)
      if (
        hood.sideId('refund', 'bpro', hood.recordId('refund', 'qbo', row.id)) === undefined &&
        row.state === 'active'
      )
        unassigned.push(row);
  });
  const onlyInQbo = await withoutBproTwins(ports, tc, unassigned);
  if (onlyInQbo.length === 0) return;
  const refunded = await refundedByPayment(ports, tc);
  const byCustomer = await paymentsByCustomer(ports, tc, refunded);
  const hood = new Neighbourhood(ports, tc);
  await learnReferences(hood, MAPPINGS.refund, onlyInQbo);
  for (const row of onlyInQbo) {
    const fields = MAPPINGS.refund.fromQbo(row.content, hood.mappingContext());
    const candidates = (byCustomer.get(String(fields['customer'])) ?? []).map((c) => ({
      ...c,
      refunded: refunded.get(c.paymentId) ?? 0,
    }));
    const result = assignRefund(fields, candidates, refundText(row.content));
    if (result.kind !== 'one') continue;
    const { paymentId } = result.candidate;
    refunded.set(paymentId, (refunded.get(paymentId) ?? 0) + Number(fields['amount']));
    await ports.records.mirror.put(
      tc.scope,
      [{ ...row, content: assignedTo(row.content, result.candidate) }],
      tc.run,
    );
  }
}

async function forgetFindings(ports: Ports, tc: TenantContext): Promise<void> {
  await eachPage(ports, tc, 'qbo', 'refund', async (rows) => {
    const found = rows.filter(({ content }) => assignedRecords(content).length > 0);
    const anew = found.map((row) => ({ ...row, content: withoutAssignment(row.content) }));
    if (anew.length > 0) await ports.records.mirror.put(tc.scope, anew, tc.run);
  });
}

/** Refunds of QuickBooks that no free refund of BPro could be. */
async function withoutBproTwins(
  ports: Ports,
  tc: TenantContext,
  rows: readonly MirrorRow[],
): Promise<MirrorRow[]> {
  const mapping = MAPPINGS.refund;
  const keys = [...new Set(rows.flatMap((row) => row.keys))];
  const twins = keys.length === 0 ? [] : await ports.records.mirror.byKeys(tc.scope, 'bpro', 'refund', keys);
  const hood = new Neighbourhood(ports, tc);
  await learnReferences(hood, mapping, [...rows, ...twins]);
  await hood.learn(
    'refund',
    'bpro',
    twins.map((twin) => twin.id),
  );
  const context = hood.mappingContext();
  const free = twins
    .filter(({ id }) => hood.sideId('refund', 'qbo', hood.recordId('refund', 'bpro', id)) === undefined)
    .map(({ keys, content }) => ({ keys, fields: mapping.fromBpro(content, context) }));
  return rows.filter((row) => {
    const fields = mapping.fromQbo(row.content, context);
    return !free.some(
      (twin) => twin.keys.some((key) => row.keys.includes(key)) && mapping.identifies(0, twin.fields, fields),
    );
  });
}

async function eachPage(
  ports: Ports,
  tc: TenantContext,
  side: Side,
  type: RecordType,
  visit: (rows: readonly MirrorRow[], hood: Neighbourhood) => Promise<void>,
): Promise<void> {
  for await (const rows of mirrorPages(ports, tc.scope, side, type, PAGE))
    await visit(rows, new Neighbourhood(ports, tc));
}

async function refundedByPayment(ports: Ports, tc: TenantContext): Promise<Map<string, number>> {
  const refunded = new Map<string, number>();
  await eachPage(ports, tc, 'bpro', 'refund', async (rows, hood) => {
    await learnReferences(hood, MAPPINGS.refund, rows);
    const context = hood.mappingContext();
    for (const { content, state } of rows) {
      const { payment, amount } = MAPPINGS.refund.fromBpro(content, context);
      if (state !== 'active' || typeof payment !== 'string') continue;
      refunded.set(payment, (refunded.get(payment) ?? 0) + Number(amount));
    }
  });
  return refunded;
}

async function paymentsByCustomer(
  ports: Ports,
  tc: TenantContext,
  refunded: ReadonlyMap<string, number>,
): Promise<Map<string, RefundCandidate[]>> {
  const byCustomer = new Map<string, Map<string, RefundCandidate>>();
  for (const side of ['bpro', 'qbo'] as const)
    await eachPage(ports, tc, side, 'payment', async (rows, hood) => {
      await hood.learn(
        'payment',
        side,
        rows.map((row) => row.id),
      );
      await learnReferences(hood, MAPPINGS.payment, rows);
      const context = hood.mappingContext();
      for (const row of rows) {
        if (row.state !== 'active') continue;
        const paymentId = hood.recordId('payment', side, row.id);
        const fields =
          side === 'bpro'
            ? MAPPINGS.payment.fromBpro(row.content, context)
            : MAPPINGS.payment.fromQbo(row.content, context);
        const known = byCustomer.get(String(fields['customer'])) ?? new Map<string, RefundCandidate>();
        if (!known.has(paymentId)) known.set(paymentId, candidateOf(paymentId, fields, hood, refunded));
        byCustomer.set(String(fields['customer']), known);
      }
    });
  return new Map([...byCustomer].map(([customer, candidates]) => [customer, [...candidates.values()]]));
}

function candidateOf(
  paymentId: string,
  fields: Fields,
  hood: Neighbourhood,
  refunded: ReadonlyMap<string, number>,
): RefundCandidate {
  const invoiceId = typeof fields['invoice'] === 'string' ? fields['invoice'] : null;
  const number = invoiceId === null ? undefined : orderNumber(invoiceId, hood.mappingContext());
  return {
    paymentId,
    invoiceId,
    ...(number === undefined ? {} : { invoiceNumber: number }),
    customer: String(fields['customer']),
    method: typeof fields['method'] === 'string' ? fields['method'] : null,
    date: String(fields['date']),
    amount: Number(fields['amount']),
    refunded: refunded.get(paymentId) ?? 0,
  };
}
