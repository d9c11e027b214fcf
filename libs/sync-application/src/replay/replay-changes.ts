import { BproMalformed, BproNotFound, type BproChange } from '@bpro-qbo-sync/bpro-adapter';
import {
  evolveReplay,
  foldReplay,
  foldTenant,
  MAPPINGS,
  RECORD_TYPES,
  replayStream,
  settingsStream,
  type Match,
  type RecordType,
  type ReplayEvent,
  type ReplayState,
} from '@bpro-qbo-sync/sync-domain';
import { appendEvents, loadStream } from '../journal.js';
import { bySync, type Ports } from '../ports.js';
import { noteMalformed } from '../full-sync/malformed.js';
import { generationOf, loadConnection, loadRun, tenantContext } from '../full-sync/run-context.js';
import { loadPage, referencesOf } from '../reconcile/load-page.js';
import { matchPage } from '../reconcile/match-page.js';
import { bproRow } from '../reconcile/mirror-rows.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { reconcilePage, type Reconciled } from '../reconcile/reconcile-page.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { orNotNow } from '../reconcile/send.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

const PAGE = 200;

/**
 * The second door (rule G1): brings what changed in BPro since the durable position to QuickBooks, in the feed's
 * order per record, several changes to one record as one write of its latest state (rule G5). Answers how many
 * changes were handled. Does nothing while a full sync runs: its changes wait in the feed (rule E5); nor after
 * starting over with another company, until a first full sync with that one is complete (rule B4).
 */
export async function replayChanges(ports: Ports, tenant: string): Promise<number> {
  const { state } = await loadStream(ports, settingsStream(tenant), foldTenant);
  const { effective, completedRun, activeRun, enabled, effectiveVersion } = state;
  if (!enabled || !effective || completedRun === undefined || activeRun !== undefined) return 0;
  const { generation } = (await loadConnection(ports, tenant)).state;
  if ((await generationOf(ports, tenant, completedRun)) !== generation) return 0;
  let replay = await loadStream<ReplayState, ReplayEvent>(ports, replayStream(tenant), foldReplay);
  const begunBy = replay.state.run;
  if (begunBy === undefined || (await generationOf(ports, tenant, begunBy)) !== generation) {
    const { position } = (await loadRun(ports, tenant, completedRun)).state;
    if (position === undefined) return 0;
    replay = await advance(ports, tenant, replay, {
      type: 'ReplayStarted',
      data: { position, run: completedRun },
    });
  }
  const tc = await tenantContext(ports, tenant, {
    settings: effective,
    settingsVersion: effectiveVersion,
    run: completedRun,
    phase: 'replay',
  });
  await recoverOpenIntents(ports, tc);
  let handled = 0;
  for (let more = true; more;) {
    const page = await orNotNow(ports.bpro.changes(tenant, replay.state.position ?? '', PAGE));
    if (page.changes.length === 0) break;
    for (const { type, id } of latestOf(page.changes)) await reconcileChange(ports, tc, type, id, false);
    handled += page.changes.length;
    replay = await advance(ports, tenant, replay, {
      type: 'ReplayAdvanced',
      data: { position: page.position, changes: page.changes.length },
    });
    more = page.more;
  }
  return handled;
}

type Position = Awaited<ReturnType<typeof loadStream<ReplayState, ReplayEvent>>>;

async function advance(
  ports: Ports,
  tenant: string,
  { state, expected }: Position,
  event: ReplayEvent,
): Promise<Position> {
  const { revision } = await appendEvents(
    ports,
    replayStream(tenant),
    expected,
    [event],
    bySync(`replay-${tenant}`),
  );
  return { state: evolveReplay(state, event), expected: revision };
}

/** Each record once, in dependency order; what only the sync itself wrote is not echoed (rule G2). */
function latestOf(changes: readonly BproChange[]): { type: RecordType; id: string }[] {
  const records = new Map<string, { type: RecordType; id: string }>();
  for (const { type, id, origin } of changes)
    if (origin !== 'sync') records.set(`${type}/${id}`, { type, id });
  return [...records.values()].sort((a, b) => RECORD_TYPES.indexOf(a.type) - RECORD_TYPES.indexOf(b.type));
}

/**
 * Brings one BPro record across, what it needs first (rules C3, F5). One that cannot be read gets its note and holds
 * up no other (rule F9); it comes again with its next change.
 */
export async function reconcileChange(
  ports: Ports,
  tc: TenantContext,
  type: RecordType,
  id: string,
  needed: boolean,
): Promise<Reconciled | undefined> {
  const mapping = MAPPINGS[type];
  try {
    const record = await orNotNow(ports.bpro.read(tc.scope.tenant, type, id));
    if (record.state === 'deleted') await ports.records.mirror.remove(tc.scope, 'bpro', type, [id]);
    else await ports.records.mirror.put(tc.scope, [bproRow(mapping, record)]);
  } catch (error) {
    if (error instanceof BproMalformed) return unread(ports, tc, type, id, error.path);
    if (!(error instanceof BproNotFound)) throw error;
    await ports.records.mirror.remove(tc.scope, 'bpro', type, [id]);
  }
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(type, 'bpro', [id]);
  const recordId = hood.recordId(type, 'bpro', id);
  const seed = { recordId, bproId: id, needed };
  const { works } = await loadPage(ports, tc, mapping, [seed], hood);
  const [work] = works;
  if (!work?.bpro && work?.handle.state.qboId === undefined) return undefined;
  if (work.bpro)
    for (const reference of referencesOf(mapping, work.bpro, hood.mappingContext())) {
      const neighbour = hood.recordId(reference.type, 'bpro', reference.sideId);
      if (hood.outcome(reference.type, neighbour, 'qbo').status !== 'ok')
        await reconcileChange(ports, tc, reference.type, reference.sideId, true);
    }
  const { bproId, qboId } = work.handle.state;
  const free = work.bpro !== undefined && (bproId === undefined || qboId === undefined);
  const matches = free ? await matchPage(ports, tc, mapping, 'bpro', [work], hood) : new Map<string, Match>();
  const match = matches.get(recordId) ?? { kind: 'none' };
  const found = match.kind === 'matched' ? { ...seed, qboId: match.id } : seed;
  const results = await reconcilePage(ports, tc, mapping, [found], () => ({ match }));
  return results.get(recordId);
}

async function unread(
  ports: Ports,
  tc: TenantContext,
  type: RecordType,
  id: string,
  path: string,
): Promise<undefined> {
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(type, 'bpro', [id]);
  await noteMalformed(ports, tc, { type, recordId: hood.recordId(type, 'bpro', id), bproId: id }, [path]);
}
