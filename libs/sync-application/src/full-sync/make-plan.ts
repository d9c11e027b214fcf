import type { MirrorRow, PlanRow } from '@bpro-qbo-sync/record-store';
import {
  MAPPINGS,
  RECORD_TYPES,
  type EntityMapping,
  type Match,
  type RecordType,
  type Side,
  type TypeCount,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { decideWork } from '../reconcile/decide-page.js';
import { loadPage, referencesOf, type Seed, type Work } from '../reconcile/load-page.js';
import { matchPage } from '../reconcile/match-page.js';
import { mirrorPages } from '../reconcile/mirror-pages.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { foreseeDuplicates } from '../reconcile/foresee-duplicates.js';
import type { Decided } from '../reconcile/perform.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { assignRefunds } from './assign-refunds.js';
import { detailOf, planRow } from './plan-row.js';
import { malformedRows } from './malformed.js';
import { pullIn } from './pull-in.js';
import { inWaves } from './waves.js';

const PAGE = 500;
const NO_MATCH: Match = { kind: 'none' };

/** Decides every record of a type, from BPro's side first; writes the plan, nothing else (rule K1). */
export async function makePlan(
  ports: Ports,
  tc: TenantContext,
  run: string,
  type: RecordType,
): Promise<number> {
  const mapping = MAPPINGS[type];
  if (type === 'refund') await assignRefunds(ports, tc);
  let actions = 0;
  for (const side of ['bpro', 'qbo'] as const)
    for await (const ids of pagesOf(ports, tc, mapping, side)) {
      const planned = await planPage(ports, tc, run, mapping, side, ids);
      actions += planned.filter((row) => WORK.has(row.action)).length;
    }
  await ports.records.plans.put(tc.scope, run, await malformedRows(ports, tc, type));
  return actions;
}

/** Ids of a side's records, page by page; of a type that refers to itself parents before children. */
async function* pagesOf(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  side: Side,
): AsyncGenerator<string[]> {
  const all: MirrorRow[] = [];
  for await (const rows of mirrorPages(ports, tc.scope, side, mapping.type, PAGE))
    if (mapping.nested) all.push(...rows);
    else yield rows.map((row) => row.id);
  const context = new Neighbourhood(ports, tc).mappingContext();
  const parentOf = (row: MirrorRow): string | undefined =>
    referencesOf(mapping, row, context).find((reference) => reference.type === mapping.type)?.sideId;
  for (const wave of inWaves(all, (row) => row.id, parentOf)) yield wave.map((row) => row.id);
}

const WORK = new Set([
  'link',
  'create-qbo',
  'create-bpro',
  'update-qbo',
  'update-bpro',
  'update-both',
  'remove-qbo',
  'reactivate-qbo',
]);

/** Raw counts of what was found, after the filters (rule D1); a pulled-in record counts, so it is counted at the end. */
export async function countFound(ports: Ports, tc: TenantContext, run: string): Promise<TypeCount[]> {
  const counts = new Map(RECORD_TYPES.map((type) => [type, { type, qbo: 0, bpro: 0 }]));
  let after: { type: RecordType; recordId: string } | undefined;
  for (;;) {
    const rows = await ports.records.plans.page(tc.scope, run, {}, after, 1000);
    for (const row of rows) {
      const { counted } = detailOf(row);
      const count = counts.get(row.type);
      if (!count) continue;
      count.qbo += counted.qbo ? 1 : 0;
      count.bpro += counted.bpro ? 1 : 0;
    }
    const last = rows.at(-1);
    if (!last || rows.length < 1000) break;
    after = { type: last.type, recordId: last.recordId };
  }
  return [...counts.values()];
}

async function planPage(
  ports: Ports,
  tc: TenantContext,
  run: string,
  mapping: EntityMapping,
  side: Side,
  ids: readonly string[],
): Promise<PlanRow[]> {
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(mapping.type, side, ids);
  const seeds: Seed[] = [];
  for (const id of ids) {
    const recordId = hood.recordId(mapping.type, side, id);
    if (side === 'qbo' && hood.plan(mapping.type, recordId)?.bproId !== undefined) continue;
    seeds.push({ recordId, ...(side === 'bpro' ? { bproId: id } : { qboId: id }) });
  }
  const { works } = await loadPage(ports, tc, mapping, seeds, hood);
  const free = works.filter((w) => w.handle.state.bproId === undefined || w.handle.state.qboId === undefined);
  const matches = await matchPage(ports, tc, mapping, side, free, hood);
  const complete = await withMatched(ports, tc, mapping, side, works, matches, hood);
  const decided: Decided[] = [];
  for (const work of complete) {
    const match = matches.get(work.handle.recordId) ?? NO_MATCH;
    let decision = decideWork(tc, mapping, work, match, hood);
    if (await pullIn(ports, tc, run, mapping, work, decision, hood))
      decision = decideWork(tc, mapping, work, match, hood);
    decided.push({ work, decision });
    hood.knowPlan(planRow(mapping, work, decision));
  }
  const rows = (await foreseeDuplicates(ports, tc, mapping, decided)).map(({ work, decision }) =>
    planRow(mapping, work, decision),
  );
  await ports.records.plans.put(tc.scope, run, rows);
  return rows;
}

/** Puts the matched QuickBooks record beside its BPro record. */
async function withMatched(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  side: Side,
  works: readonly Work[],
  matches: ReadonlyMap<string, Match>,
  hood: Neighbourhood,
): Promise<Work[]> {
  if (side === 'qbo') return [...works];
  const idOf = (work: Work): string | undefined => {
    const match = matches.get(work.handle.recordId);
    return match?.kind === 'matched' ? match.id : undefined;
  };
  const rows = await ports.records.mirror.get(
    tc.scope,
    'qbo',
    mapping.type,
    works.flatMap((w) => idOf(w) ?? []),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const work of works) {
    const id = idOf(work);
    if (id !== undefined && work.bpro)
      hood.knowPlan({
        type: mapping.type,
        recordId: work.handle.recordId,
        bproId: work.bpro.id,
        qboId: id,
        action: 'link',
        reason: 'F1',
        detail: {},
      });
  }
  return works.map((work) => ({ ...work, qbo: work.qbo ?? byId.get(idOf(work) ?? '') }));
}
