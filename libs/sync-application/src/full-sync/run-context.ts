import {
  connectionStream,
  derivedRecordId,
  foldConnection,
  foldRun,
  fullSyncStream,
  type CompanyProfile,
  type ConnectionState,
  type FullSyncEvent,
  type MappingContext,
  type RunState,
  type Settings,
} from '@bpro-qbo-sync/sync-domain';
import { asDomainEvent, loadStream, type Loaded } from '../journal.js';
import { bySync, type Cause, type Ports } from '../ports.js';
import { NotNow } from '../reconcile/not-now.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { unreadOf } from './malformed.js';

export const loadRun = (ports: Ports, tenant: string, run: string): Promise<Loaded<RunState>> =>
  loadStream<RunState, FullSyncEvent>(ports, fullSyncStream(tenant, run), foldRun);

/** A run as far as a view needs it: without what each of its pages came to. */
export interface RunGlance {
  readonly state: RunState;
  readonly events: readonly FullSyncEvent[];
}

/** A plan has a few events per record type; what comes after it is an event per page of records. */
const HEAD = 200;
const TAIL = 20;

/** Reads how a run began, up to its plan, and where it stands now, however long it is. */
export async function glanceAtRun(ports: Ports, tenant: string, run: string): Promise<RunGlance> {
  const stream = fullSyncStream(tenant, run);
  const head = await ports.store.read(stream, { limit: HEAD });
  const known = head.at(-1)?.revision ?? -1;
  const tail = (await ports.store.read(stream, { direction: 'backwards', limit: TAIL }))
    .reverse()
    .filter(({ revision }) => revision > known);
  const all =
    (tail[0]?.revision ?? 0) > known + 1 && !head.some(({ type }) => type === 'FullSyncPlanned')
      ? await ports.store.read(stream)
      : [...head, ...tail];
  const events = all.map(asDomainEvent<FullSyncEvent>);
  const state = foldRun(events);
  // A run that waits does nothing else: work at its end means that it does not.
  const waits = tail.length === 0 || tail.some(({ type }) => PAUSES.has(type));
  return { state: waits ? state : { ...state, paused: undefined }, events };
}

const PAUSES: ReadonlySet<string> = new Set(['FullSyncPaused', 'FullSyncResumed']);

/** The connection generation that a run belongs to (rule B4): its stream begins with it. None: no such run. */
export async function generationOf(ports: Ports, tenant: string, run: string): Promise<number | undefined> {
  const begun = await ports.store.read(fullSyncStream(tenant, run), { limit: 1 });
  const { generation } = foldRun(begun.map(asDomainEvent<FullSyncEvent>));
  return begun.length === 0 ? undefined : generation;
}

export const loadConnection = (ports: Ports, tenant: string): Promise<Loaded<ConnectionState>> =>
  loadStream(ports, connectionStream(tenant), foldConnection);

/** A payment method of one side, for the check list (rule C5). */
export interface NamedMethod {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

/** What is remembered of the company between runs (a cache: the next plan reads it again). */
export interface CompanyFacts {
  readonly company: CompanyProfile;
  readonly timeZone: string;
  /** BPro's, ISO 4217 (rule C9). */
  readonly currency: string;
  readonly taxRates: readonly Readonly<Record<string, unknown>>[];
  readonly taxAgencies: readonly Readonly<Record<string, unknown>>[];
  /** Display names of vendors and employees (rule F10). */
  readonly otherNames: readonly string[];
  /** Instant of the reading. */
  readonly readAt: string;
  readonly methods: { readonly qbo: readonly NamedMethod[]; readonly bpro: readonly NamedMethod[] };
}

export const COMPANY_FACTS = 'company';

/** How the mappings read a record by itself: neighbours are not looked into. */
export const plainContext = ({ company, timeZone }: CompanyFacts, settings: Settings): MappingContext => ({
  company,
  settings,
  timeZone,
  recordId: (_type, side, sideId) => derivedRecordId(side, sideId),
  content: () => undefined,
});

/** Everything that a step works under. Throws `NotNow` while the connection is lost. */
export async function tenantContext(
  ports: Ports,
  tenant: string,
  options: {
    readonly settings: Settings;
    readonly settingsVersion: number;
    readonly run: string | undefined;
    readonly phase: TenantContext['phase'];
    readonly cause?: Cause;
  },
): Promise<TenantContext> {
  const { state } = await loadConnection(ports, tenant);
  if (state.status !== 'connected' || state.realmId === undefined) throw new NotNow('connection-lost');
  const scope = { tenant, generation: state.generation };
  const facts = (await ports.records.facts.get(scope, COMPANY_FACTS)) as CompanyFacts | undefined;
  if (!facts) throw new Error('the company has not been read yet');
  const { settings, settingsVersion, run, phase } = options;
  const unread = phase === 'replay' ? new Map<string, never>() : await unreadOf(ports, scope);
  return {
    scope,
    connection: { tenant, realmId: state.realmId },
    settings,
    settingsVersion,
    company: facts.company,
    timeZone: facts.timeZone,
    hash: ports.hashFor(tenant),
    phase,
    run,
    unread,
    cause: options.cause ?? bySync(run ?? `replay-${tenant}`),
  };
}
