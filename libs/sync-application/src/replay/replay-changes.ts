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
import { appendEvents, loadStream } from '../journal.js';
import { bySync, type Ports } from '../ports.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { orNotNow } from '../reconcile/send.js';
import { bringAcross } from './bring-across.js';
import { changedRecords } from './changed-records.js';

const PAGE = 200;

/**
 * The second door (rule G1): brings what changed in BPro since the durable position to QuickBooks, in the feed's
 * order per record, several changes to one record as one write of its latest state (rule G5). Answers how many
 * changes were handled. A later full sync does not stop it: it has its turn between that run's steps (rule E5). Does
 * nothing before a first full sync is complete, also after starting over with another company (rule B4).
 */
export async function replayChanges(ports: Ports, tenant: string): Promise<number> {
  const { state } = await loadStream(ports, settingsStream(tenant), foldTenant);
  const { effective, completedRun, enabled, effectiveVersion } = state;
  if (!enabled || !effective || completedRun === undefined) return 0;
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
    for (const { type, ids } of changedRecords(page.changes)) await bringAcross(ports, tc, type, ids);
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
