import { fullSyncStream, preFlight, type FullSyncEvent, type Settings } from '@bpro-qbo-sync/sync-domain';
import { appendToTenant, loadEnabled, loadTenant } from '../access/tenant-commands.js';
import { appendEvents } from '../journal.js';
import type { Cause, Ports } from '../ports.js';
import { RuleViolation } from '../rule-violation.js';
import { knownCompany } from '../settings/configure-sync.js';
import { loadConnection, loadRun } from './run-context.js';

/**
 * Begins to read and decide for the draft settings, or for others to try out (rules C6, K1, K2). Nothing is written to
 * either system. Answers the run's id: its plan, and after `startFullSync` the sync. A trial is no plan of the tenant's:
 * what can be started, and what counts, stays the draft's.
 */
export async function planFullSync(
  ports: Ports,
  tenant: string,
  cause: Cause,
  trial?: Settings,
): Promise<{ run: string }> {
  const loaded = await loadEnabled(ports, tenant);
  const connection = (await loadConnection(ports, tenant)).state;
  if (connection.status !== 'connected')
    throw new RuleViolation(
      'not-connected',
      'B1',
      connection.status === 'lost'
        ? 'The connection to QuickBooks is lost: reconnect first.'
        : 'Connect to QuickBooks first.',
    );
  if (loaded.state.activeRun !== undefined)
    throw new RuleViolation('full-sync-running', 'E1', 'A full sync is running; there is one at a time.');
  const run = ports.newId();
  const settings = trial ?? loaded.state.draft;
  const settingsVersion = loaded.state.draftVersion;
  await appendEvents(
    ports,
    fullSyncStream(tenant, run),
    'no_stream',
    [
      {
        type: 'FullSyncPlanningStarted',
        data: {
          settings,
          settingsVersion,
          generation: connection.generation,
          ...(trial === undefined ? {} : { trial: true }),
        },
      } satisfies FullSyncEvent,
    ],
    cause,
  );
  if (trial === undefined)
    await appendToTenant(
      ports,
      tenant,
      loaded,
      [{ type: 'PlanRequested', data: { run, settings, version: settingsVersion } }],
      cause,
    );
  return { run };
}

/** Starts the plan that was shown (rules E1, K1); its settings govern from now on (rule C6). */
export async function startFullSync(ports: Ports, tenant: string, run: string, cause: Cause): Promise<void> {
  const loaded = await loadEnabled(ports, tenant);
  if (loaded.state.activeRun === run) return;
  if (loaded.state.activeRun !== undefined)
    throw new RuleViolation('full-sync-running', 'E1', 'A full sync is running; there is one at a time.');
  const { state } = await loadRun(ports, tenant, run);
  if (state.trial)
    throw new RuleViolation(
      'plan-is-a-trial',
      'K2',
      'This plan was made to try settings out. Save the settings and make a plan for them, then start that.',
    );
  if (loaded.state.plan?.run !== run)
    throw new RuleViolation(
      'plan-outdated',
      'K1',
      'This plan is not the latest one. Look at the latest plan and start that.',
    );
  if (state.status !== 'planned' || !state.settings)
    throw new RuleViolation('plan-not-ready', 'K1', 'The plan is not ready yet.');
  if (state.generation !== (await loadConnection(ports, tenant)).state.generation)
    throw new RuleViolation(
      'plan-outdated',
      'B4',
      'This plan was made for another QuickBooks company. Make a new plan.',
    );
  if (state.settingsVersion !== loaded.state.draftVersion)
    throw new RuleViolation(
      'plan-outdated',
      'C6',
      'The settings were changed after this plan was made. Make a new plan.',
    );
  await refuseBlocked(ports, tenant, state.settings);
  await appendToTenant(
    ports,
    tenant,
    loaded,
    [{ type: 'FullSyncRequested', data: { run, settings: state.settings, version: state.settingsVersion } }],
    cause,
  );
}

/** Nothing is written while something in the company, as the plan or a later look read it, blocks it (rule C9). */
async function refuseBlocked(ports: Ports, tenant: string, settings: Settings): Promise<void> {
  const { company, currency } = await knownCompany(ports, tenant);
  const blocking = preFlight(company, settings, { currency }).filter(({ effect }) => effect === 'block');
  if (blocking.length > 0)
    throw new RuleViolation(
      'company-not-ready',
      'C9',
      blocking.map(({ title, action }) => `${title} ${action}`).join(' '),
      blocking.map(({ code, action }) => ({ field: code, rule: 'C9', message: action })),
    );
}

/** The saga's answer to `FullSyncRequested`: the run begins to write. Safe to repeat. */
export async function beginRun(ports: Ports, tenant: string, run: string, cause: Cause): Promise<void> {
  const loaded = await loadRun(ports, tenant, run);
  if (loaded.state.status !== 'planned') return;
  const started: FullSyncEvent = {
    type: 'FullSyncStarted',
    data: { settingsVersion: loaded.state.settingsVersion },
  };
  await appendEvents(ports, fullSyncStream(tenant, run), loaded.expected, [started], cause);
}

/** Between records: what was done stays done (rule E6). Cancelling twice, or what has ended, is no error. */
export async function cancelFullSync(ports: Ports, tenant: string, run: string, cause: Cause): Promise<void> {
  const loaded = await loadRun(ports, tenant, run);
  const { status } = loaded.state;
  if (status === 'none') throw new RuleViolation('no-such-run', 'E6', 'There is no such sync.');
  if (status === 'cancelled' || status === 'completed') return;
  const cancelled: FullSyncEvent = {
    type: 'FullSyncCancelled',
    data: { phase: status === 'executing' ? 'executing' : 'planning' },
  };
  await appendEvents(ports, fullSyncStream(tenant, run), loaded.expected, [cancelled], cause);
}

/** The saga's answer to the end of a run: the next may start, and replay begins where this one was read (rule G1). */
export async function releaseRun(
  ports: Ports,
  tenant: string,
  run: string,
  completed: boolean,
  cause: Cause,
): Promise<void> {
  const loaded = await loadTenant(ports, tenant);
  const { activeRun, plan } = loaded.state;
  if (activeRun !== run && plan?.run !== run) return;
  await appendToTenant(
    ports,
    tenant,
    loaded,
    [{ type: 'FullSyncReleased', data: { run, completed } }],
    cause,
  );
}
