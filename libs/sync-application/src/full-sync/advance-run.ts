import {
  fullSyncStream,
  nextStep,
  type FullSyncEvent,
  type RunState,
  type RunStep,
} from '@bpro-qbo-sync/sync-domain';
import { appendEvents, type Loaded } from '../journal.js';
import { bySync, type Ports } from '../ports.js';
import { NotNow } from '../reconcile/not-now.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { orNotNow } from '../reconcile/send.js';
import { replayChanges } from '../replay/replay-changes.js';
import { forgetChanges } from './changed-by-others.js';
import { executePage } from './execute-plan.js';
import { countFound, makePlan } from './make-plan.js';
import { readCompany } from './read-company.js';
import { beginReading, endReading, isKnown, readingOf } from './reading.js';
import { readRecords } from './read-records.js';
import { COMPANY_FACTS, loadConnection, loadRun, tenantContext, type CompanyFacts } from './run-context.js';

/**
 * Does the next step of a run and appends what came of it. Idempotent: the step follows from the run's own stream.
 * Answers whether there is more to do. A run whose company was replaced ends (rule B4). A step that cannot be done now
 * pauses the run (an event, once) and throws `NotNow`; the saga tries again. Before a later run decides, what waits in
 * BPro's feed is replayed: a record that came after the first sync is sent, whatever C1 says (rules C1, G1).
 */
export async function advanceRun(ports: Ports, tenant: string, run: string): Promise<boolean> {
  const loaded = await loadRun(ports, tenant, run);
  const step = nextStep(loaded.state);
  if (!step) return false;
  try {
    const events = await doStep(ports, tenant, run, loaded.state, step);
    const resumed: FullSyncEvent[] =
      loaded.state.paused === undefined ? [] : [{ type: 'FullSyncResumed', data: {} }];
    await append(ports, tenant, run, loaded, [...resumed, ...events]);
  } catch (error) {
    if (error instanceof NotNow && loaded.state.paused !== error.reason)
      await append(ports, tenant, run, loaded, [{ type: 'FullSyncPaused', data: { reason: error.reason } }]);
    throw error;
  }
  return true;
}

const append = (
  ports: Ports,
  tenant: string,
  run: string,
  loaded: Loaded<RunState>,
  events: readonly FullSyncEvent[],
): Promise<unknown> =>
  appendEvents(ports, fullSyncStream(tenant, run), loaded.expected, events, bySync(run), {
    settingsVersion: loaded.state.settingsVersion,
  });

async function doStep(
  ports: Ports,
  tenant: string,
  run: string,
  state: RunState,
  step: RunStep,
): Promise<FullSyncEvent[]> {
  if (step.step === 'take-feed-position')
    return [{ type: 'FeedPositionTaken', data: { position: await orNotNow(ports.bpro.feedHead(tenant)) } }];
  const { state: connection } = await loadConnection(ports, tenant);
  if (connection.status !== 'connected' || connection.realmId === undefined)
    throw new NotNow('connection-lost');
  if (connection.generation !== state.generation) {
    const phase = state.status === 'planning' ? 'planning' : 'executing';
    return [{ type: 'FullSyncCancelled', data: { phase } }];
  }
  const scope = { tenant, generation: state.generation };
  const at = { tenant, realmId: connection.realmId };
  if (step.step === 'read-company') {
    const { what } = await beginReading(ports, scope, at, run, state);
    if (what !== 'nothing') await readCompany(ports, scope, at);
    return [{ type: 'CompanyRead', data: {} }];
  }
  if (step.step === 'read-records') {
    const facts = (await ports.records.facts.get(scope, COMPANY_FACTS)) as CompanyFacts | undefined;
    if (!facts) throw new Error('the company has not been read yet');
    const reading = step.side === 'qbo' ? await readingOf(ports, scope, run) : undefined;
    const count = isKnown(reading, step.type)
      ? (reading.counts[step.type] ?? { found: 0, malformed: 0 })
      : await readRecords(ports, scope, at, facts, run, step.side, step.type);
    return [{ type: 'RecordsRead', data: { side: step.side, type: step.type, ...count } }];
  }
  if (!state.settings) throw new Error('the run has no settings');
  if (step.step === 'decide' && state.decided.size === 0) {
    await endReading(ports, scope, run);
    await replayChanges(ports, tenant);
  }
  const phase = state.status === 'planning' ? 'plan' : 'execute';
  const tc = await tenantContext(ports, tenant, {
    settings: state.settings,
    settingsVersion: state.settingsVersion,
    run,
    phase,
  });
  switch (step.step) {
    case 'decide':
      return [
        {
          type: 'RecordsDecided',
          data: { type: step.type, actions: await makePlan(ports, tc, run, step.type) },
        },
      ];
    case 'finish-plan': {
      const totals = await ports.records.plans.totals(scope, run);
      return [{ type: 'FullSyncPlanned', data: { counts: await countFound(ports, tc, run), totals } }];
    }
    case 'reconcile': {
      const { after, done, results } = await executePage(ports, tc, run, step.type, step.after);
      const page: FullSyncEvent[] =
        done === 0
          ? []
          : [{ type: 'RecordsReconciled', data: { type: step.type, after: after ?? '', done, results } }];
      return after === undefined ? [...page, { type: 'TypeReconciled', data: { type: step.type } }] : page;
    }
    case 'finish':
      await recoverOpenIntents(ports, tc, { andSetAside: true });
      await forgetChanges(ports, scope);
      return [{ type: 'FullSyncCompleted', data: { results: state.results } }];
  }
}
