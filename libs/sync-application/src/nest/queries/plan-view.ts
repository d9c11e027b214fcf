import type { PlanFilter, PlanRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  fullSyncStream,
  MAPPINGS,
  type Fields,
  type FullSyncEvent,
  type RecordType,
  type RunState,
  type Settings,
  type TypeCount,
} from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../../access/tenant-commands.js';
import { detailOf, plannedAction } from '../../full-sync/plan-row.js';
import { loadRun, tenantContext } from '../../full-sync/run-context.js';
import { asDomainEvent } from '../../journal.js';
import type { Ports } from '../../ports.js';
import { loadPage } from '../../reconcile/load-page.js';
import { RuleViolation } from '../../rule-violation.js';
import { showRecords, sideKey, type RecordLinks, type ShownRecord, type SideName } from './display.js';
import { LABELS } from './labels.js';
import { ruleOf, textOf } from './reasons.js';

export interface ShownCount extends TypeCount {
  readonly label: string;
  /** Why the two numbers differ for good (rules D2, D3). */
  readonly explanation?: string;
}

export interface ShownTotal {
  readonly type: RecordType;
  readonly action: string;
  readonly reason: string;
  readonly rule: string;
  readonly count: number;
  readonly text: string;
}

/** A plan as a whole (rule K1). */
export interface PlanView {
  readonly run: string;
  readonly status: RunState['status'];
  /** Made for settings to try out: it cannot be started (rule K2). */
  readonly trial: boolean;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly paused: string | null;
  readonly counts: readonly ShownCount[];
  readonly totals: readonly ShownTotal[];
}

export interface ShownRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly action: string;
  readonly reason: string;
  readonly rule: string;
  readonly text: string;
  readonly bpro: ShownRecord | null;
  readonly qbo: ShownRecord | null;
  /** Names of the fields that would be written to a side. */
  readonly toQbo: readonly string[];
  readonly toBpro: readonly string[];
  readonly overwritten: readonly string[];
  /** Code of the note that it would get. */
  readonly note: string | null;
  readonly candidates: readonly ShownRecord[];
  /** The record at the root of a chain (rule F5). */
  readonly root: { readonly type: string; readonly recordId: string; readonly code: string } | null;
}

export interface RowPage {
  readonly rows: readonly ShownRow[];
  /** Pass it as `after`; none: this was the last page. */
  readonly next: string | null;
}

const EXPLANATIONS: Readonly<Partial<Record<RecordType, string>>> = {
  'sales-term': 'BPro has exactly five sales terms and always shows five, however many QuickBooks has.',
};
const MANAGED_TAX = 'QuickBooks computes sales tax itself and manages its codes; neither side is counted.';

async function existingRun(
  ports: Ports,
  tenant: string,
  run: string,
): Promise<RunState & { settings: Settings }> {
  const { state } = await loadRun(ports, tenant, run);
  const { settings } = state;
  if (!settings) throw new RuleViolation('no-such-run', 'K1', 'There is no such plan.');
  return { ...state, settings };
}

type Planned = Extract<FullSyncEvent, { type: 'FullSyncPlanned' }>['data'] & { readonly at: string };

async function plannedOf(ports: Ports, tenant: string, run: string): Promise<Planned | undefined> {
  const events = await ports.store.read(fullSyncStream(tenant, run));
  for (const stored of events.reverse()) {
    const event = asDomainEvent<FullSyncEvent>(stored);
    if (event.type === 'FullSyncPlanned') return { ...event.data, at: String(stored.metadata['at']) };
  }
  return undefined;
}

const shownCounts = ({ counts, totals }: Planned): ShownCount[] => {
  const managed = totals.some(({ reason }) => reason === 'F12:managed-by-quickbooks');
  return counts.map((count) => {
    const explanation = count.type === 'tax' && managed ? MANAGED_TAX : EXPLANATIONS[count.type];
    return { ...count, label: LABELS[count.type], ...(explanation === undefined ? {} : { explanation }) };
  });
};

export async function planView(ports: Ports, tenant: string, run: string): Promise<PlanView> {
  const state = await existingRun(ports, tenant, run);
  const planned = await plannedOf(ports, tenant, run);
  const { state: owner } = await loadTenant(ports, tenant);
  const isDraft = JSON.stringify(owner.draft) === JSON.stringify(state.settings);
  return {
    run,
    status: state.status,
    trial: !isDraft && owner.plan?.run === run,
    settings: state.settings,
    settingsVersion: state.settingsVersion,
    paused: state.paused ?? null,
    counts: planned ? shownCounts(planned) : [],
    totals: (planned?.totals ?? []).map((total) => ({
      ...total,
      rule: ruleOf(total.reason),
      text: textOf(total.reason),
    })),
  };
}

export interface CountsView {
  readonly run: string | null;
  readonly asOf: string | null;
  readonly counts: readonly ShownCount[];
}

/** The counts of the latest plan or run (rules D1 to D3). */
export async function latestCounts(ports: Ports, tenant: string): Promise<CountsView> {
  const { state } = await loadTenant(ports, tenant);
  for (const run of [state.plan?.run, state.activeRun, state.completedRun]) {
    const planned = run === undefined ? undefined : await plannedOf(ports, tenant, run);
    if (run !== undefined && planned) return { run, asOf: planned.at, counts: shownCounts(planned) };
  }
  return { run: null, asOf: null, counts: [] };
}

export interface RowsWanted {
  readonly filter: PlanFilter;
  readonly after: { readonly type: RecordType; readonly recordId: string } | undefined;
  readonly limit: number;
}

export async function planRows(
  ports: Ports,
  tenant: string,
  run: string,
  { filter, after, limit }: RowsWanted,
  links: RecordLinks,
): Promise<RowPage> {
  const { generation, settings } = await existingRun(ports, tenant, run);
  const scope = { tenant, generation };
  const rows = await ports.records.plans.page(scope, run, filter, after, limit);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    rows: await showRows(ports, scope, settings, links, rows),
    next: last ? `${last.type}/${last.recordId}` : null,
  };
}

async function showRows(
  ports: Ports,
  scope: Scope,
  settings: Settings,
  links: RecordLinks,
  rows: readonly PlanRow[],
): Promise<ShownRow[]> {
  const shown = await showRecords(ports, scope, settings, links, rows.flatMap(namesIn));
  const of = (name: SideName | undefined): ShownRecord | null => (name && shown.get(sideKey(name))) ?? null;
  return rows.map((row) => {
    const { type, recordId, reason } = row;
    const detail = detailOf(row);
    return {
      type,
      recordId,
      action: plannedAction(row),
      reason,
      rule: ruleOf(reason),
      text: textOf(reason),
      bpro: of(sideOf(row, 'bpro')),
      qbo: of(sideOf(row, 'qbo')),
      toQbo: detail.toQbo ?? [],
      toBpro: detail.toBpro ?? [],
      overwritten: detail.overwritten ?? [],
      note: detail.note ?? null,
      candidates: (detail.candidates ?? []).flatMap((id) => of({ side: 'qbo', type, id }) ?? []),
      root: detail.root ?? null,
    };
  });
}

const sideOf = (row: PlanRow, side: 'bpro' | 'qbo'): SideName | undefined => {
  const id = side === 'bpro' ? row.bproId : row.qboId;
  return id === undefined ? undefined : { side, type: row.type, id };
};

const namesIn = (row: PlanRow): SideName[] => [
  ...[sideOf(row, 'bpro'), sideOf(row, 'qbo')].filter((name) => name !== undefined),
  ...(detailOf(row).candidates ?? []).map((id): SideName => ({ side: 'qbo', type: row.type, id })),
];

export interface RowWhy extends ShownRow {
  /** From the record itself to the root (rule K3). */
  readonly chain: readonly ShownRow[];
  /** What the sync owns of the record, on each side; references are our record ids. */
  readonly fields: { readonly bpro: Fields | null; readonly qbo: Fields | null };
}

/** One record of a plan, and why (rule K3). */
export async function planRowWhy(
  ports: Ports,
  tenant: string,
  run: string,
  { type, recordId }: { readonly type: RecordType; readonly recordId: string },
  links: RecordLinks,
): Promise<RowWhy> {
  const { generation, settings, settingsVersion } = await existingRun(ports, tenant, run);
  const scope = { tenant, generation };
  const [row] = await ports.records.plans.get(scope, run, type, [recordId]);
  if (!row) throw new RuleViolation('no-such-record', 'K3', 'The plan has no such record.');
  const { root } = detailOf(row);
  const roots = root
    ? await ports.records.plans.get(scope, run, root.type as RecordType, [root.recordId])
    : [];
  const chain = await showRows(ports, scope, settings, links, [row, ...roots]);
  const [own] = chain;
  if (!own) throw new RuleViolation('no-such-record', 'K3', 'The plan has no such record.');
  const tc = await tenantContext(ports, tenant, { settings, settingsVersion, run, phase: 'plan' });
  const mapping = MAPPINGS[type];
  const { works, hood } = await loadPage(ports, tc, mapping, [{ ...row }]);
  const [work] = works;
  return {
    ...own,
    chain,
    fields: {
      bpro: work?.bpro ? mapping.fromBpro(work.bpro.content, hood.mappingContext()) : null,
      qbo: work?.qbo ? mapping.fromQbo(work.qbo.content, hood.mappingContext()) : null,
    },
  };
}
