import {
  evolveReplay,
  foldReplay,
  foldTenant,
  replayStream,
  settingsStream,
  type ReplayEvent,
  type ReplayState,
} from '@bpro-qbo-sync/sync-domain';
import { generationOf, loadConnection, loadRun, tenantContext } from '../full-sync/run-context.js';
import { appendEvents, asDomainEvent, loadStream, type Loaded } from '../journal.js';
import { bySync, type Ports } from '../ports.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

/** Where a tenant's replay stands, and what it works under. */
export interface Replaying {
  readonly generation: number;
  readonly replay: Loaded<ReplayState>;
  /** Throws `NotNow` while the connection is lost. */
  context(): Promise<TenantContext>;
}

/**
 * Where replay stands: from the first full sync's position on. None before a first full sync is complete, also after
 * starting over with another company (rules B4, G1), and while the sync is switched off (rule A1).
 */
export async function loadReplaying(ports: Ports, tenant: string): Promise<Replaying | undefined> {
  const { state } = await loadStream(ports, settingsStream(tenant), foldTenant);
  const { effective, completedRun, enabled, effectiveVersion } = state;
  if (!enabled || !effective || completedRun === undefined) return undefined;
  const { generation } = (await loadConnection(ports, tenant)).state;
  if ((await generationOf(ports, tenant, completedRun)) !== generation) return undefined;
  let replay = await loadStream<ReplayState, ReplayEvent>(ports, replayStream(tenant), foldReplay);
  const begunBy = replay.state.run;
  if (begunBy === undefined || (await generationOf(ports, tenant, begunBy)) !== generation) {
    const { position } = (await loadRun(ports, tenant, completedRun)).state;
    if (position === undefined) return undefined;
    replay = await appendReplay(ports, tenant, replay, {
      type: 'ReplayStarted',
      data: { position, run: completedRun },
    });
  }
  return {
    generation,
    replay,
    context: () =>
      tenantContext(ports, tenant, {
        settings: effective,
        settingsVersion: effectiveVersion,
        run: completedRun,
        phase: 'replay',
      }),
  };
}

/** Throws `RevisionConflict`. */
export async function appendReplay(
  ports: Ports,
  tenant: string,
  { state, expected }: Loaded<ReplayState>,
  event: ReplayEvent,
): Promise<Loaded<ReplayState>> {
  const stream = replayStream(tenant);
  const { revision } = await appendEvents(ports, stream, expected, [event], bySync(`replay-${tenant}`));
  return { state: evolveReplay(state, event), expected: revision };
}

/** As of the last event: the position, and what is in the way. */
export async function lastOfReplay(ports: Ports, tenant: string): Promise<ReplayState> {
  const last = await ports.store.read(replayStream(tenant), { direction: 'backwards', limit: 1 });
  return foldReplay(last.map(asDomainEvent<ReplayEvent>));
}
