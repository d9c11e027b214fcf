import type { CurrentTo } from '@bpro-qbo-sync/read-models';
import {
  MAPPINGS,
  type FullSyncEvent,
  type RecordType,
  type RunState,
  type Settings,
  type TypeCount,
} from '@bpro-qbo-sync/sync-domain';
import { glanceAtRun } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import { RuleViolation } from '../../rule-violation.js';
import type { ReadSide } from '../read-side.js';
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

const EXPLANATIONS: Readonly<Partial<Record<RecordType, string>>> = {
  'sales-term': 'BPro has exactly five sales terms and always shows five, however many QuickBooks has.',
};
const MANAGED_TAX = 'QuickBooks computes sales tax itself and manages its codes; neither side is counted.';

/** Throws `RuleViolation` `no-such-run`. */
export async function existingRun(
  ports: Ports,
  tenant: string,
  run: string,
): Promise<RunState & { settings: Settings; planned: Planned | undefined }> {
  const { state, events } = await glanceAtRun(ports, tenant, run);
  const { settings } = state;
  if (!settings) throw new RuleViolation('no-such-run', 'K1', 'There is no such plan.');
  return { ...state, settings, planned: events.findLast(isPlanned)?.data };
}

type Planned = Extract<FullSyncEvent, { type: 'FullSyncPlanned' }>['data'];

const isPlanned = (event: FullSyncEvent): event is Extract<FullSyncEvent, { type: 'FullSyncPlanned' }> =>
  event.type === 'FullSyncPlanned';

const shownCounts = ({ counts, totals }: Planned): ShownCount[] => {
  const managed = totals.some(({ reason }) => reason === 'F12:managed-by-quickbooks');
  return counts.map((count) => {
    const explanation = count.type === 'tax' && managed ? MANAGED_TAX : EXPLANATIONS[count.type];
    return {
      ...count,
      label: MAPPINGS[count.type].label,
      ...(explanation === undefined ? {} : { explanation }),
    };
  });
};

export async function planView(ports: Ports, tenant: string, run: string): Promise<PlanView> {
  const state = await existingRun(ports, tenant, run);
  const { planned } = state;
  return {
    run,
    status: state.status,
    trial: state.trial,
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
  readonly currentTo: CurrentTo;
}

/** The counts of the latest plan or run (rules D1 to D3). */
export async function latestCounts(readSide: ReadSide, tenant: string): Promise<CountsView> {
  const { run, types, currentTo } = await (await readSide.of(tenant)).counts(tenant);
  if (!run) return { run: null, asOf: null, counts: [], currentTo };
  const counts = types.map(({ type, qboFound, bproFound }) => ({ type, qbo: qboFound, bpro: bproFound }));
  const totals = types.flatMap((type) => type.totals);
  return { run: run.run, asOf: run.plannedAt, counts: shownCounts({ counts, totals }), currentTo };
}
