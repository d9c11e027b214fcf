import { RevisionConflict } from '@bpro-qbo-sync/event-store';
import { isoNow } from '@bpro-qbo-sync/clock';
import type { ReplayState } from '@bpro-qbo-sync/sync-domain';
import type { Loaded } from '../journal.js';
import type { Ports } from '../ports.js';
import { NotNow } from '../reconcile/not-now.js';
import { RecordMoved } from '../reconcile/record-journal.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { orNotNow } from '../reconcile/send.js';
import { bringAcross } from './bring-across.js';
import { changedRecords } from './changed-records.js';
import { followUp } from './follow-up.js';
import { appendReplay, loadReplaying, type Replaying } from './replaying.js';

const PAGE = 200;

/** What is in the way when it is nothing that is known to pass. */
const UNEXPECTED = 'unexpected';

/**
 * The second door (rule G1): brings what changed in BPro since the durable position to QuickBooks, in the feed's
 * order per record, several changes to one record as one write of its latest state (rule G5). Answers how many
 * changes were handled. A later full sync does not stop it: it has its turn between that run's steps (rule E5). When
 * something is in the way, what and since when is an event, once.
 */
export async function replayChanges(ports: Ports, tenant: string): Promise<number> {
  const replaying = await loadReplaying(ports, tenant);
  if (!replaying) return 0;
  const at = { replay: replaying.replay };
  try {
    const handled = await replayFrom(ports, tenant, replaying, at);
    const { position = '', paused } = at.replay.state;
    if (paused) await appendReplay(ports, tenant, at.replay, { type: 'ReplayResumed', data: { position } });
    return handled;
  } catch (error) {
    const isRace = error instanceof RevisionConflict || error instanceof RecordMoved;
    if (!isRace) await pause(ports, tenant, at.replay, error instanceof NotNow ? error.reason : UNEXPECTED);
    throw error;
  }
}

async function replayFrom(
  ports: Ports,
  tenant: string,
  replaying: Replaying,
  at: { replay: Loaded<ReplayState> },
): Promise<number> {
  const tc = await replaying.context();
  await followUp(ports, tc, await recoverOpenIntents(ports, tc));
  let handled = 0;
  for (let more = true; more;) {
    const page = await orNotNow(ports.bpro.changes(tenant, at.replay.state.position ?? '', PAGE));
    if (page.changes.length === 0) break;
    for (const { type, ids } of changedRecords(page.changes)) await bringAcross(ports, tc, type, ids);
    handled += page.changes.length;
    at.replay = await appendReplay(ports, tenant, at.replay, {
      type: 'ReplayAdvanced',
      data: { position: page.position, changes: page.changes.length },
    });
    more = page.more;
  }
  return handled;
}

/** Says so unless it is said; a store that does not take it must not hide what was in the way. */
async function pause(
  ports: Ports,
  tenant: string,
  replay: Loaded<ReplayState>,
  reason: string,
): Promise<void> {
  const { position = '', paused } = replay.state;
  if (paused?.reason === reason) return;
  const since = paused?.since ?? isoNow(ports.clock);
  const event = { type: 'ReplayPaused', data: { position, reason, since } } as const;
  await appendReplay(ports, tenant, replay, event).catch(() => undefined);
}
