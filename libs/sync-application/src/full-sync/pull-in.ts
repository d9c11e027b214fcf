import {
  MAPPINGS,
  otherSide,
  type Decision,
  type EntityMapping,
  type RecordType,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { decideWork } from '../reconcile/decide-page.js';
import { loadPage, referencesOf, type Work } from '../reconcile/load-page.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { detailOf, plannedAction, plannedMatch, planRow } from './plan-row.js';

/**
 * A record that syncs brings what it needs: a customer from before the start date (rule C3), an inactive product.
 * Answers whether anything was pulled in, so that the record can be decided again.
 */
export async function pullIn(
  ports: Ports,
  tc: TenantContext,
  run: string,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  hood: Neighbourhood,
): Promise<boolean> {
  if (decision.action !== 'left-out' || !decision.reason.startsWith('F5:')) return false;
  const from: Side = work.bpro ? 'bpro' : 'qbo';
  const row = work[from];
  if (!row) return false;
  let pulled = false;
  for (const reference of referencesOf(mapping, row, hood.mappingContext())) {
    const recordId = hood.recordId(reference.type, from, reference.sideId);
    if (hood.outcome(reference.type, recordId, otherSide(from)).status !== 'left-out') continue;
    pulled = (await pullOne(ports, tc, run, reference.type, recordId, hood)) || pulled;
  }
  return pulled;
}

const canBePulled = (type: RecordType, reason: string): boolean =>
  (type === 'customer' && reason === 'C2:before-date') || reason === 'F15:inactive';

async function pullOne(
  ports: Ports,
  tc: TenantContext,
  run: string,
  type: RecordType,
  recordId: string,
  hood: Neighbourhood,
): Promise<boolean> {
  const plan = hood.plan(type, recordId);
  if (!plan || plannedAction(plan) !== 'left-out' || !canBePulled(type, plan.reason) || detailOf(plan).needed)
    return false;
  const mapping = MAPPINGS[type];
  const near = new Neighbourhood(ports, tc);
  const seed = { recordId, bproId: plan.bproId, qboId: plan.qboId, needed: true };
  const { works } = await loadPage(ports, tc, mapping, [seed], near);
  const [work] = works;
  if (!work) return false;
  const match =
    plan.bproId !== undefined && plan.qboId !== undefined
      ? { kind: 'matched' as const, id: plan.qboId, level: 0 }
      : plannedMatch(plan);
  const linked = work.handle.state.bproId !== undefined && work.handle.state.qboId !== undefined;
  let decision = decideWork(tc, mapping, work, linked ? { kind: 'none' } : match, near);
  if (await pullIn(ports, tc, run, mapping, work, decision, near))
    decision = decideWork(tc, mapping, work, match, near);
  const row = planRow(mapping, work, decision);
  await ports.records.plans.put(tc.scope, run, [row]);
  hood.knowPlan(row);
  return true;
}
