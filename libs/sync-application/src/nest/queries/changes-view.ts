import { changesSince } from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../../access/tenant-commands.js';
import { knownChanges, noticeChanges, type ChangedByOthers } from '../../full-sync/changed-by-others.js';
import { ENTITIES, knownMark } from '../../full-sync/reading.js';
import { toldChanges } from '../../full-sync/told-changes.js';
import { loadConnection } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import { NotNow } from '../../reconcile/not-now.js';
import { orNotNow } from '../../reconcile/send.js';

const HOUR_MS = 3_600_000;

/**
 * At least how many records others changed in QuickBooks since the last full sync (rule G3); none before one. Asks
 * QuickBooks at most once an hour and company, over all processes: the turn to ask is a lease that nobody gives back.
 */
export async function changedByOthers(ports: Ports, tenant: string): Promise<ChangedByOthers | null> {
  const [{ state: own }, { state }] = await Promise.all([
    loadTenant(ports, tenant),
    loadConnection(ports, tenant),
  ]);
  if (own.completedRun === undefined) return null;
  const { realmId, generation } = state;
  const scope = { tenant, generation };
  const since = changesSince(await knownMark(ports, scope), ports.clock.now());
  if (state.status === 'connected' && realmId !== undefined && since !== undefined) {
    const name = `changed-by-others/${tenant}/${String(generation)}`;
    const turn = await ports.records.leases.acquire(name, ports.newId(), HOUR_MS);
    if (turn) await look(ports, { scope, realmId, since });
  }
  return (await knownChanges(ports, scope)) ?? null;
}

interface Look {
  readonly scope: { readonly tenant: string; readonly generation: number };
  readonly realmId: string;
  readonly since: string;
}

/** What cannot be had now is asked for again in an hour. */
async function look(ports: Ports, { scope, realmId, since }: Look): Promise<void> {
  try {
    const connection = { tenant: scope.tenant, realmId };
    const changes = await orNotNow(ports.qbo.changes(connection, ENTITIES, since));
    await noticeChanges(ports, scope, await toldChanges(ports, scope, changes));
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
  }
}
