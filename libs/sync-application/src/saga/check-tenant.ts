import type { TenantState } from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../access/tenant-commands.js';
import { advanceRun } from '../full-sync/advance-run.js';
import { beginRun, releaseRun } from '../full-sync/run-commands.js';
import { loadRun } from '../full-sync/run-context.js';
import { bySync, type Ports } from '../ports.js';
import { checkReplay } from '../replay/check-replay.js';
import { replayChanges } from '../replay/replay-changes.js';

/**
 * Goes on with what nobody was told of, and holds replay against what should have come of it (rules E4, G1). What
 * wakes a tenant's work may be lost, as no subscription promises more: the work itself follows from the streams.
 */
export async function checkTenant(ports: Ports, tenant: string): Promise<void> {
  const { state } = await loadTenant(ports, tenant);
  if (!state.enabled) return;
  await goOnWithRun(ports, tenant, state);
  await replayChanges(ports, tenant);
  await checkReplay(ports, tenant);
}

/** The next step of the tenant's run, unless it waits for a person. A plan to try settings out is made again instead. */
async function goOnWithRun(ports: Ports, tenant: string, { activeRun, plan }: TenantState): Promise<void> {
  const run = activeRun ?? plan?.run;
  if (run === undefined) return;
  const { status } = (await loadRun(ports, tenant, run)).state;
  if (status === 'completed' || status === 'cancelled')
    await releaseRun(ports, tenant, run, status === 'completed', bySync(run));
  else if (status !== 'planned') await advanceRun(ports, tenant, run);
  else if (activeRun === run) await beginRun(ports, tenant, run, bySync(run));
}
