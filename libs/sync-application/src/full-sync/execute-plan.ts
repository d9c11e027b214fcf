import type { PlanRow } from '@bpro-qbo-sync/record-store';
import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { reconcilePage, type Reconciled } from '../reconcile/reconcile-page.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { MALFORMED, noteMalformed } from './malformed.js';
import { detailOf, plannedMatch } from './plan-row.js';

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

const PAGE = 100;

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
  if (type === 'product-category') return executeByDepth(ports, tc, run);
  const from = after === undefined ? undefined : { type, recordId: after };
  const rows = await ports.records.plans.page(tc.scope, run, { type, actions: ACTIONS }, from, PAGE);
  for (const row of rows)
    if (row.reason === MALFORMED)
      await noteMalformed(ports, tc, row, row.detail['fields'] as readonly string[]);
  const readable = rows.filter((row) => row.reason !== MALFORMED);
  const results = await execute(ports, tc, type, readable);
  return { after: rows.length < PAGE ? undefined : rows.at(-1)?.recordId, done: rows.length, results };
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

const MAX_CATEGORIES = 10_000;

/** Parents before children: a category can only be put into one that is there. */
async function executeByDepth(ports: Ports, tc: TenantContext, run: string): Promise<Executed> {
  const type = 'product-category';
  const results: Record<string, number> = {};
  let rows = await ports.records.plans.page(
    tc.scope,
    run,
    { type, actions: ACTIONS },
    undefined,
    MAX_CATEGORIES,
  );
  const all = rows.length;
  while (rows.length > 0) {
    const waiting = new Set(rows.map((row) => row.recordId));
    const parents = await parentsOf(ports, tc, rows);
    let wave = rows.filter((row) => !waiting.has(parents.get(row.recordId) ?? ''));
    if (wave.length === 0) wave = rows;
    for (const [key, n] of Object.entries(await execute(ports, tc, type, wave)))
      results[key] = (results[key] ?? 0) + n;
    const done = new Set(wave.map((row) => row.recordId));
    rows = rows.filter((row) => !done.has(row.recordId));
  }
  return { after: undefined, done: all, results };
}

async function parentsOf(
  ports: Ports,
  tc: TenantContext,
  rows: readonly PlanRow[],
): Promise<Map<string, string>> {
  const parents = new Map<string, string>();
  for (const side of ['bpro', 'qbo'] as const) {
    const idOf = (row: PlanRow): string | undefined => (side === 'bpro' ? row.bproId : row.qboId);
    const contents = await ports.records.mirror.get(
      tc.scope,
      side,
      'product-category',
      rows.flatMap((row) => idOf(row) ?? []),
    );
    const byId = new Map(contents.map((c) => [c.id, c.content]));
    for (const row of rows) {
      const content = byId.get(idOf(row) ?? '');
      const parent =
        side === 'bpro'
          ? content?.['parentId']
          : (content?.['ParentRef'] as { value?: string } | undefined)?.value;
      const parentRow = rows.find((r) => typeof parent === 'string' && idOf(r) === parent);
      if (parentRow && !parents.has(row.recordId)) parents.set(row.recordId, parentRow.recordId);
    }
  }
  return parents;
}
