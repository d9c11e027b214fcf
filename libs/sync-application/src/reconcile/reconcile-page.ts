import { BproMalformed, BproNotFound } from '@bpro-qbo-sync/bpro-adapter';
import { isSetAside, type Decision, type EntityMapping, type Match } from '@bpro-qbo-sync/sync-domain';
import { AuxiliaryRefused, ensureAuxiliary, hasAuxiliary } from '../full-sync/auxiliary.js';
import { noteMalformed } from '../full-sync/malformed.js';
import type { Ports } from '../ports.js';
import { decideWork } from './decide-page.js';
import { foreseeDuplicates } from './foresee-duplicates.js';
import { freedInvoice, paymentsOf } from './freed-invoices.js';
import { loadPage, type Seed, type Work } from './load-page.js';
import type { Neighbourhood } from './neighbourhood.js';
import { perform, type Decided, type Performed } from './perform.js';
import { RecordMoved } from './record-journal.js';
import { readAgain } from './settle-recovered.js';
import { bproRow } from './mirror-rows.js';
import { orNotNow } from './send.js';
import type { TenantContext } from './tenant-context.js';

/** How often a record that keeps moving is decided anew before it is left to the next sync. */
const ROUNDS = 4;

/** What the plan foresaw for a record; a new overwrite that was not in it is noted instead of done (rule K1). */
export interface Foreseen {
  readonly match: Match;
  /** None: there was no plan (replay), rule F3 alone decides. */
  readonly overwritten?: readonly string[];
}

export interface Reconciled {
  readonly decision: Decision;
  readonly performed: Performed;
}

/**
 * The room behind both doors: loads records, decides each by the one pure function, carries the decisions out, and
 * decides anew what moved meanwhile, and payments for which others made room (rule F13). A record that is set aside is
 * left out: its open write is settled first. Throws `NotNow` when the other side cannot answer, `RecordMoved` when
 * another writer is about to write one of them: its intent is settled first (invariant I10).
 */
export async function reconcilePage(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  seeds: readonly Seed[],
  foreseen: (work: Work, hood: Neighbourhood) => Promise<Foreseen> | Foreseen,
): Promise<Map<string, Reconciled>> {
  const results = new Map<string, Reconciled>();
  let waiting = seeds;
  for (let round = 0; round < ROUNDS && waiting.length > 0; round++) {
    const { works: all, hood } = await loadPage(ports, tc, mapping, waiting);
    const works = all.filter(({ handle }) => !isSetAside(handle.state));
    if (works.some((work) => work.handle.state.open))
      throw new RecordMoved('another writer has an intent whose outcome is not known yet');
    if (tc.phase === 'replay')
      await hood.learnPlans(
        mapping.type,
        works.map((work) => work.handle.recordId),
      );
    let decided: Decided[] = [];
    for (const work of works) {
      const plan = await foreseen(work, hood);
      const decision = await beforeRemoval(
        ports,
        tc,
        mapping,
        work,
        decideWork(tc, mapping, work, plan.match, hood),
      );
      decided.push({ work, decision: round === 0 ? decision : withoutSurprise(decision, plan) });
    }
    if (decided.some((item) => needsAuxiliary(tc, mapping, item))) {
      try {
        const company = await ensureAuxiliary(ports, tc);
        return await reconcilePage(ports, { ...tc, company }, mapping, seeds, foreseen);
      } catch (error) {
        if (!(error instanceof AuxiliaryRefused)) throw error;
        decided = decided.map((item) =>
          needsAuxiliary(tc, mapping, item) ? { ...item, decision: error.decision() } : item,
        );
      }
    }
    const foretold = tc.phase === 'execute' ? await foreseeDuplicates(ports, tc, mapping, decided) : decided;
    const performed = await perform(ports, tc, mapping, foretold, hood);
    const again: Seed[] = [];
    const freed = new Set<string>();
    for (const { work, decision } of foretold) {
      const result = performed.get(work.handle.recordId);
      if (!result) continue;
      results.set(work.handle.recordId, { decision, performed: result });
      const invoice = freedInvoice(work, decision, hood);
      if (invoice !== undefined) freed.add(invoice);
      if (!result.again) continue;
      if (!(await refresh(ports, tc, mapping, work, decision))) continue;
      again.push(
        waiting.find((s) => s.recordId === work.handle.recordId) ?? { recordId: work.handle.recordId },
      );
    }
    const others = await paymentsOf(ports, tc, freed, results, hood);
    if (others.length > 0)
      await reconcilePage(ports, tc, mapping, others, () => ({ match: { kind: 'none' } }));
    waiting = again;
  }
  return results;
}

/** The first refund whose lines go to QuickBooks needs what is made for them there (rule F11). */
const needsAuxiliary = (
  { company }: TenantContext,
  { type }: EntityMapping,
  { decision: { action, comparison } }: Decided,
): boolean =>
  type === 'refund' &&
  !hasAuxiliary(company) &&
  (action === 'create-qbo' || comparison?.toQbo.includes('amount') === true);

/** BPro is asked once more before anything is removed in QuickBooks because BPro no longer listed it (rule F8). */
async function beforeRemoval(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
): Promise<Decision> {
  const bproId = work.handle.state.bproId;
  if (decision.action !== 'remove-qbo' || work.bpro || bproId === undefined) return decision;
  try {
    const { state } = await orNotNow(ports.bpro.read(tc.scope.tenant, mapping.type, bproId));
    if (state === 'deleted') return decision;
  } catch (error) {
    if (error instanceof BproNotFound) return decision;
    if (!(error instanceof BproMalformed)) throw error;
  }
  return { action: 'unchanged', reason: 'F8:still-in-bpro' };
}

function withoutSurprise(decision: Decision, plan: Foreseen): Decision {
  const { overwritten } = plan;
  if (!overwritten) return decision;
  const surprise = decision.comparison?.overwritten.filter((o) => !overwritten.includes(o.field)) ?? [];
  if (surprise.length === 0) return decision;
  const { comparison, ...rest } = decision;
  return {
    ...rest,
    action: 'blocked',
    reason: 'K1:moved-since-plan',
    note: { code: 'both-changed', fields: surprise.map((o) => o.field) },
    ...(comparison ? { comparison: { ...comparison, toQbo: [], toBpro: [] } } : {}),
  };
}

/** Reads once what moved, on the side that said so (rule G6). False: it cannot be read, and has its note now. */
async function refresh(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
): Promise<boolean> {
  if (decision.action.endsWith('-qbo') || decision.action === 'update-both')
    await readAgain(ports, tc, mapping, work.qbo?.id);
  if (work.bpro && (decision.action === 'update-bpro' || decision.action === 'update-both')) {
    try {
      const record = await orNotNow(ports.bpro.read(tc.scope.tenant, mapping.type, work.bpro.id));
      await ports.records.mirror.put(tc.scope, [bproRow(mapping, record)]);
    } catch (error) {
      if (!(error instanceof BproMalformed)) throw error;
      const { type, recordId } = work.handle;
      await noteMalformed(ports, tc, { type, recordId, bproId: work.bpro.id }, [error.path]);
      return false;
    }
  }
  return true;
}
