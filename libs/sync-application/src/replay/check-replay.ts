import type { BproChange } from '@bpro-qbo-sync/bpro-adapter';
import type { LinkRow } from '@bpro-qbo-sync/record-store';
import {
  passedBy,
  RECORD_TYPES,
  unaccounted,
  type RecordState,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import { orNotNow } from '../reconcile/send.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { bringAcross } from './bring-across.js';
import { changedRecords } from './changed-records.js';
import { followUp } from './follow-up.js';
import { releaseForgotten } from './release-forgotten.js';
import { appendReplay, loadReplaying, type Replaying } from './replaying.js';

const PAGE = 200;
/** At most so many pages of the feed in one check; the next goes on from there. */
const PAGES = 5;

/**
 * Holds replay against what should have come of it (rules G1, E4), a bounded piece at a time: writes whose outcome could
 * not be had are tried again; BPro's feed is read a second time behind replay, and what a record's stream does not
 * account for is decided again; what still waits for a record that is settled is released. What it finds is repaired
 * or has its note. QuickBooks is asked only where something is open. While something is known to be in the way it
 * waits, too.
 */
export async function checkReplay(ports: Ports, tenant: string): Promise<void> {
  const replaying = await loadReplaying(ports, tenant);
  if (!replaying || replaying.replay.state.paused) return;
  const tc = await replaying.context();
  await followUp(ports, tc, await recoverOpenIntents(ports, tc, { andSetAside: true }));
  await readAgainBehind(ports, tenant, replaying, tc);
  await releaseForgotten(ports, tc);
}

/** The second reading of the feed, from a position of its own up to replay's. */
async function readAgainBehind(
  ports: Ports,
  tenant: string,
  { generation, replay }: Replaying,
  tc: TenantContext,
): Promise<void> {
  const { positions } = ports.records;
  const reader = `replay-check/${tenant}/${String(generation)}`;
  const { position: reached = '', begunAt = reached } = replay.state;
  let at = replay;
  let from = (await positions.load(reader)) ?? begunAt;
  for (let pages = 0; pages < PAGES && from !== reached; pages++) {
    const { changes, position } = await orNotNow(ports.bpro.changes(tenant, from, PAGE));
    const waiting = await orNotNow(ports.bpro.changes(tenant, reached, 1));
    const passed = passedBy(changes, waiting.changes[0]);
    const repaired = await repair(ports, tc, passed);
    if (repaired.length > 0) {
      ports.log('error', 'changes had been passed over and are repaired', {
        tenant,
        records: repaired.length,
      });
      at = await appendReplay(ports, tenant, at, {
        type: 'MissedChangesRepaired',
        data: { position: reached, records: repaired },
      });
    }
    from = passed.length === 0 || passed.length < changes.length ? reached : position;
    await positions.save(reader, from);
  }
}

/** Decides again what is not accounted for. Answers what had been missed: `type/bproId`. */
async function repair(ports: Ports, tc: TenantContext, passed: readonly BproChange[]): Promise<string[]> {
  const before = await rowsOf(ports, tc, passed);
  const suspects = unaccounted(passed, (change) => stateOf(before.get(keyOf(change))));
  if (suspects.length === 0) return [];
  for (const { type, ids } of changedRecords(suspects)) await bringAcross(ports, tc, type, ids);
  const after = await rowsOf(ports, tc, suspects);
  return suspects
    .filter((change) => {
      const row = after.get(keyOf(change));
      const isNewer = Number(stateOf(row)?.versions.bpro ?? '0') > change.version;
      return !isNewer && wasWritten(stateOf(before.get(keyOf(change))), stateOf(row));
    })
    .map(keyOf);
}

/** A note alone is no change that was missed: a document that needs the record may have raised it. */
const wasWritten = (before: RecordState | undefined, after: RecordState | undefined): boolean =>
  after !== undefined &&
  (after.open !== undefined ||
    after.removed !== (before?.removed ?? false) ||
    after.versions.bpro !== before?.versions.bpro ||
    after.versions.qbo !== before?.versions.qbo);

const keyOf = ({ type, id }: Pick<BproChange, 'type' | 'id'>): string => `${type}/${id}`;

const stateOf = (row: LinkRow | undefined): RecordState | undefined =>
  row?.state as unknown as RecordState | undefined;

async function rowsOf(
  ports: Ports,
  tc: TenantContext,
  changes: readonly BproChange[],
): Promise<Map<string, LinkRow>> {
  const rows = new Map<string, LinkRow>();
  const idsOf = (type: RecordType): string[] => [
    ...new Set(changes.filter((change) => change.type === type).map(({ id }) => id)),
  ];
  for (const type of RECORD_TYPES)
    for (const row of await ports.records.links.bySide(tc.scope, type, 'bpro', idsOf(type)))
      rows.set(keyOf({ type, id: row.bproId ?? '' }), row);
  return rows;
}
