import type { ConnectionState, Settings, TenantState } from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../../access/tenant-commands.js';
import {
  COMPANY_FACTS,
  generationOf,
  loadConnection,
  glanceAtRun,
  type CompanyFacts,
} from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import { waitingView, type WaitingView } from './waiting-view.js';

export type NextStep =
  | 'contact-support'
  | 'connect'
  | 'reconnect'
  | 'configure'
  | 'plan'
  | 'wait-for-plan'
  | 'start'
  | 'wait-for-sync'
  | 'review-notes';

/** Where a tenant's sync stands, and what the person does next. */
export interface TenantView {
  readonly tenant: string;
  readonly enabled: boolean;
  readonly connection: {
    readonly status: ConnectionState['status'];
    /** Of the company that is connected, or was last (rule B1). */
    readonly companyName: string | null;
    readonly generation: number;
  };
  readonly settings: {
    readonly draft: Settings;
    readonly draftVersion: number;
    readonly effective: Settings | null;
    readonly effectiveVersion: number;
  };
  readonly plan: { readonly run: string; readonly status: string } | null;
  readonly activeRun: string | null;
  readonly completedRun: string | null;
  /** The last run that was started and has ended. */
  readonly endedRun: { readonly run: string; readonly status: 'completed' | 'cancelled' } | null;
  /** Changes of BPro that something keeps from QuickBooks (rules B3, G1). */
  readonly waiting: WaitingView | null;
  /** Before a first sync (rule A1). */
  readonly advice: string | null;
  readonly next: { readonly step: NextStep; readonly text: string };
}

const ADVICE =
  'Before beginning a QuickBooks sync, please contact a member of the Support team who can assist you!';

const TEXTS: Readonly<Record<NextStep, string>> = {
  'contact-support': 'QuickBooks Sync is not enabled for this system. Please contact BPro support.',
  connect: 'Connect to your QuickBooks Online account and grant access to one of your companies.',
  reconnect:
    'The connection to QuickBooks is lost. Reconnect: nothing is lost, what waits is sent afterwards.',
  configure: 'Complete the settings carefully: they govern this sync and all later ones.',
  plan: 'Make a plan: it shows what a full sync would do before anything is written.',
  'wait-for-plan': 'The records of both systems are being read and compared. You may leave this page.',
  start: 'Look at the plan, then start the full sync.',
  'wait-for-sync':
    'The full sync is running. You may leave this page and go on working in BPro; come back to confirm its completion.',
  'review-notes': 'The sync is complete, and changes in BPro follow by themselves. Review the notes.',
};

export async function tenantView(ports: Ports, tenant: string): Promise<TenantView> {
  const [{ state: whole }, { state: connection }] = await Promise.all([
    loadTenant(ports, tenant),
    loadConnection(ports, tenant),
  ]);
  const state = await ofCompany(ports, tenant, whole, connection);
  const isReplaying = state.enabled && state.completedRun !== undefined;
  const [plan, companyName, waiting] = await Promise.all([
    planOf(ports, tenant, state),
    companyNameOf(ports, tenant, connection),
    isReplaying ? waitingView(ports, tenant) : null,
  ]);
  const step = nextStepOf(state, connection, plan?.status);
  return {
    tenant,
    enabled: state.enabled,
    connection: { status: connection.status, companyName, generation: connection.generation },
    settings: {
      draft: state.draft,
      draftVersion: state.draftVersion,
      effective: state.effective ?? null,
      effectiveVersion: state.effectiveVersion,
    },
    plan,
    activeRun: state.activeRun ?? null,
    completedRun: state.completedRun ?? null,
    endedRun: endedOf(state),
    waiting,
    advice: state.completedRun === undefined ? ADVICE : null,
    next: { step, text: TEXTS[step] },
  };
}

const endedOf = ({ endedRun }: TenantState): TenantView['endedRun'] =>
  endedRun ? { run: endedRun.run, status: endedRun.completed ? 'completed' : 'cancelled' } : null;

/** A plan or a run of a company that was replaced does not count any more (rule B4). */
async function ofCompany(
  ports: Ports,
  tenant: string,
  state: TenantState,
  { generation }: ConnectionState,
): Promise<TenantState> {
  const isOurs = async (run: string | undefined): Promise<boolean> =>
    run !== undefined && (await generationOf(ports, tenant, run)) === generation;
  const [plan, completed, ended] = await Promise.all([
    isOurs(state.plan?.run),
    isOurs(state.completedRun),
    isOurs(state.endedRun?.run),
  ]);
  return {
    ...state,
    plan: plan ? state.plan : undefined,
    completedRun: completed ? state.completedRun : undefined,
    endedRun: ended ? state.endedRun : undefined,
  };
}

async function planOf(ports: Ports, tenant: string, { plan }: TenantState): Promise<TenantView['plan']> {
  if (!plan) return null;
  const { state } = await glanceAtRun(ports, tenant, plan.run);
  return { run: plan.run, status: state.status };
}

async function companyNameOf(
  ports: Ports,
  tenant: string,
  { realmId, generation }: ConnectionState,
): Promise<string | null> {
  if (realmId === undefined) return null;
  const facts = (await ports.records.facts.get({ tenant, generation }, COMPANY_FACTS)) as
    CompanyFacts | undefined;
  return facts?.company.name ?? null;
}

function nextStepOf(state: TenantState, { status }: ConnectionState, plan: string | undefined): NextStep {
  if (!state.enabled) return 'contact-support';
  if (status === 'lost') return 'reconnect';
  if (status !== 'connected') return 'connect';
  if (state.activeRun !== undefined) return 'wait-for-sync';
  if (plan === 'planning') return 'wait-for-plan';
  if (plan === 'planned' && state.plan?.version === state.draftVersion) return 'start';
  if (state.draftVersion === 0 && state.completedRun === undefined) return 'configure';
  const isDone = state.endedRun?.completed === true && state.draftVersion <= state.effectiveVersion;
  return isDone ? 'review-notes' : 'plan';
}
