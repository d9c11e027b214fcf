import type { PlanRow } from '@bpro-qbo-sync/record-store';
import { MAPPINGS, type EntityMapping, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { loadPage, referencesOf } from '../reconcile/load-page.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { reconcilePage, type Reconciled } from '../reconcile/reconcile-page.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { MALFORMED, noteMalformed } from './malformed.js';
import { detailOf, plannedMatch } from './plan-row.js';
import { inWaves } from './waves.js';

/** Everything that is carried out; the rest of a plan asks for nothing. */
const ACTIONS = [
  'link',
  'create-qbo',
  'create-bpro',
  'update-qbo',
  'update-bpro',
  'update-both',
  'remove-qbo',
  'reactivate-qbo',
  'blocked',
  'ambiguous',
  'settle',
];

/**
 * Records of a step: changes made in BPro meanwhile have their turn between two steps and wait no longer than one takes
 * (rule G1), some seconds within QuickBooks' limits.
 */
const PAGE = { oneByOne: 25, inBatches: 50 } as const;

export interface Executed {
  /** Last record id of the page; none: the type is done. */
  readonly after: string | undefined;
  readonly done: number;
  /** Number of records per action; `noted` for those that ended with a note instead. */
  readonly results: Readonly<Record<string, number>>;
}

/**
 * Carries out one page of the plan. Safe to repeat after any crash: what was done is decided as unchanged, what was
 * under way is settled first. Throws `NotNow` when the other side cannot answer.
 */
export async function executePage(
  ports: Ports,
  tc: TenantContext,
  run: string,
  type: RecordType,
  after: string | undefined,
): Promise<Executed> {
  await recoverOpenIntents(ports, tc);
  if (MAPPINGS[type].nested) return executeNested(ports, tc, run, MAPPINGS[type]);
  const limit = MAPPINGS[type].oneByOne ? PAGE.oneByOne : PAGE.inBatches;
  const from = after === undefined ? undefined : { type, recordId: after };
  const rows = await ports.records.plans.page(tc.scope, run, { type, actions: ACTIONS }, from, limit);
  const results = await execute(ports, tc, type, await readable(ports, tc, rows));
  return { after: rows.length < limit ? undefined : rows.at(-1)?.recordId, done: rows.length, results };
}

/** What could not be read gets its note, and is not carried out. */
async function readable(ports: Ports, tc: TenantContext, rows: readonly PlanRow[]): Promise<PlanRow[]> {
  for (const row of rows)
    if (row.reason === MALFORMED)
      await noteMalformed(ports, tc, row, row.detail['fields'] as readonly string[]);
  return rows.filter((row) => row.reason !== MALFORMED);
}

async function execute(
  ports: Ports,
  tc: TenantContext,
  type: RecordType,
  rows: readonly PlanRow[],
): Promise<Record<string, number>> {
  if (rows.length === 0) return {};
  const byId = new Map(rows.map((row) => [row.recordId, row]));
  const seeds = rows.map((row) => ({
    recordId: row.recordId,
    bproId: row.bproId,
    qboId: row.qboId,
    needed: detailOf(row).needed === true,
  }));
  const reconciled = await reconcilePage(ports, tc, MAPPINGS[type], seeds, (work) => {
    const row = byId.get(work.handle.recordId);
    return { match: plannedMatch(row), overwritten: row ? (detailOf(row).overwritten ?? []) : [] };
  });
  return tally(reconciled);
}

function tally(reconciled: ReadonlyMap<string, Reconciled>): Record<string, number> {
  const results: Record<string, number> = {};
  for (const { decision, performed } of reconciled.values()) {
    const stands =
      performed.handle.state.note !== undefined && ['blocked', 'ambiguous'].includes(decision.action);
    const refused = performed.handle.state.note !== undefined && decision.note === undefined;
    const key = stands || refused ? 'noted' : decision.action;
    results[key] = (results[key] ?? 0) + 1;
  }
  return results;
}

const MAX_NESTED = 10_000;

/** Parents before children: a record can only be put into one that is there. */
async function executeNested(
  ports: Ports,
  tc: TenantContext,
  run: string,
  mapping: EntityMapping,
): Promise<Executed> {
  const { type } = mapping;
  const filter = { type, actions: ACTIONS };
  const all = await ports.records.plans.page(tc.scope, run, filter, undefined, MAX_NESTED);
  const rows = await readable(ports, tc, all);
  const parents = await parentsOf(ports, tc, mapping, rows);
  const results: Record<string, number> = {};
  for (const wave of inWaves(
    rows,
    (row) => row.recordId,
    (row) => parents.get(row.recordId),
  ))
    for (const [key, n] of Object.entries(await execute(ports, tc, type, wave)))
      results[key] = (results[key] ?? 0) + n;
  return { after: undefined, done: all.length, results };
}

/** The record of the same plan that each lies in, as BPro says, or else QuickBooks. */
async function parentsOf(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  rows: readonly PlanRow[],
): Promise<Map<string, string>> {
  const planned = new Set(rows.map((row) => row.recordId));
  const { works, hood } = await loadPage(ports, tc, mapping, rows);
  const context = hood.mappingContext();
  const parents = new Map<string, string>();
  for (const { handle, bpro, qbo } of works)
    for (const row of [bpro, qbo]) {
      const parent =
        row && referencesOf(mapping, row, context).find((reference) => reference.type === mapping.type);
      if (!parent || parents.has(handle.recordId)) continue;
      const recordId = hood.recordId(mapping.type, row.side, parent.sideId);
      if (planned.has(recordId)) parents.set(handle.recordId, recordId);
    }
  return parents;
}
