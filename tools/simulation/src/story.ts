import { fullSyncStream, type RunState } from '@bpro-qbo-sync/sync-domain';
import {
  beginConnection,
  completeConnection,
  enableSync,
  loadRun,
  type Cause,
  type Ports,
} from '@bpro-qbo-sync/sync-application';
import type { SyncProcess } from './sync-process.js';
import { REALM, TENANT, type World } from './world.js';

export const MANAGER: Cause = { by: { kind: 'manager', id: 'manager-1' }, correlationId: 'story' };

/** Support enables, the manager connects. */
export async function enableAndConnect(process: SyncProcess): Promise<void> {
  await enableSync(process.ports, TENANT, {
    by: { kind: 'support', id: 'support-1' },
    correlationId: 'story',
  });
  await connect(process);
}

/** The manager connects through the consent page (rules B1, B3). */
export async function connect({ ports, connector, world }: SyncProcess): Promise<void> {
  const { url, state } = await beginConnection(ports, connector, TENANT, false, MANAGER);
  const code = await consent(world, url);
  await completeConnection(ports, connector, TENANT, { state, code, realmId: REALM }, MANAGER);
}

/** Presses "Connect" on Intuit's page and takes the code from where it sends the browser. */
export async function consent(world: World, url: string): Promise<string> {
  const page = new URL(url);
  const form = new URLSearchParams(page.search);
  form.set('realmId', REALM);
  form.set('action', 'connect');
  const answer = await world.qbo.handle({
    method: 'POST',
    url: page.pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const location = answer.headers['location'];
  if (location === undefined)
    throw new Error(`the consent page answered ${String(answer.status)}: ${answer.body.slice(0, 300)}`);
  return new URL(location).searchParams.get('code') ?? '';
}

/** Waits until a run has reached a status. */
export async function runReaches(
  ports: Ports,
  run: string,
  ...statuses: RunState['status'][]
): Promise<RunState> {
  for (;;) {
    const { state } = await loadRun(ports, TENANT, run);
    if (statuses.includes(state.status)) return state;
    await ports.clock.sleep(1_000);
  }
}

export const planEvents = (ports: Ports, run: string): ReturnType<Ports['store']['read']> =>
  ports.store.read(fullSyncStream(TENANT, run));
