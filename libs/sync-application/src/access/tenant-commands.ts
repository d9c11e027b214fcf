import { foldTenant, settingsStream, type TenantEvent, type TenantState } from '@bpro-qbo-sync/sync-domain';
import { appendEvents, loadStream, type Loaded } from '../journal.js';
import type { Cause, Ports } from '../ports.js';
import { RuleViolation } from '../rule-violation.js';

export const loadTenant = (ports: Ports, tenant: string): Promise<Loaded<TenantState>> =>
  loadStream<TenantState, TenantEvent>(ports, settingsStream(tenant), foldTenant);

/** Every command of a tenant whose sync is off is refused by name (rule A1). */
export async function loadEnabled(ports: Ports, tenant: string): Promise<Loaded<TenantState>> {
  const loaded = await loadTenant(ports, tenant);
  if (!loaded.state.enabled)
    throw new RuleViolation(
      'sync-not-enabled',
      'A1',
      'QuickBooks Sync is not enabled for this system. Please contact BPro support.',
    );
  return loaded;
}

export const appendToTenant = (
  ports: Ports,
  tenant: string,
  loaded: Loaded<TenantState>,
  events: readonly TenantEvent[],
  cause: Cause,
): Promise<unknown> => appendEvents(ports, settingsStream(tenant), loaded.expected, events, cause);

/** Support switches the feature on (rules A1, A2). Twice is no error and no second event. */
export async function enableSync(ports: Ports, tenant: string, cause: Cause): Promise<void> {
  const loaded = await loadTenant(ports, tenant);
  if (!loaded.state.enabled)
    await appendToTenant(ports, tenant, loaded, [{ type: 'SyncEnabled', data: {} }], cause);
}

export async function disableSync(ports: Ports, tenant: string, cause: Cause): Promise<void> {
  const loaded = await loadTenant(ports, tenant);
  if (loaded.state.activeRun !== undefined)
    throw new RuleViolation(
      'full-sync-running',
      'E1',
      'A full sync is running. Cancel it before the feature is switched off.',
    );
  if (loaded.state.enabled)
    await appendToTenant(ports, tenant, loaded, [{ type: 'SyncDisabled', data: {} }], cause);
}
