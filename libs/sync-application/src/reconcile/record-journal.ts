import { RevisionConflict, type ExpectedRevision } from '@bpro-qbo-sync/event-store';
import type { LinkRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  evolveRecord,
  foldRecord,
  initialRecordState,
  recordStream,
  type RecordEvent,
  type RecordState,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import { appendEvents, loadStream } from '../journal.js';
import type { Ports } from '../ports.js';
import { whyOf, type TenantContext } from './tenant-context.js';

/** A record's present state and the revision it was folded from: the fence for the next append. */
export interface RecordHandle {
  readonly type: RecordType;
  readonly recordId: string;
  readonly state: RecordState;
  readonly expected: ExpectedRevision;
}

/** Another writer is at work on the record: what was read of it is old, decide anew. */
export class RecordMoved extends Error {
  override readonly name = 'RecordMoved';
}

export const handleOf = (type: RecordType, recordId: string, row: LinkRow | undefined): RecordHandle => ({
  type,
  recordId,
  state: row ? (row.state as unknown as RecordState) : initialRecordState,
  expected: row?.revision ?? 'no_stream',
});

const streamOf = (scope: Scope, { type, recordId }: Pick<RecordHandle, 'type' | 'recordId'>): string =>
  recordStream({ ...scope, type, recordId });

/**
 * Appends to a record's stream at the revision that the decision was made from, then moves the link row along.
 * A crash between the two leaves an older row: the next append finds it out (rule 3 of the house), or `mendLinks`.
 */
export async function appendToRecord(
  ports: Ports,
  tc: TenantContext,
  handle: RecordHandle,
  events: readonly RecordEvent[],
  why: Readonly<Record<string, string | number>> = {},
): Promise<RecordHandle> {
  if (events.length === 0) return handle;
  try {
    const { revision } = await appendEvents(
      ports,
      streamOf(tc.scope, handle),
      handle.expected,
      events,
      tc.cause,
      {
        ...whyOf(tc),
        ...why,
      },
    );
    const moved = { ...handle, state: events.reduce(evolveRecord, handle.state), expected: revision };
    await putRow(ports, tc.scope, moved, revision);
    return moved;
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    await reloadRecord(ports, tc.scope, handle);
    throw new RecordMoved(error.message);
  }
}

/** Folds the stream again and repairs the link row. */
export async function reloadRecord(
  ports: Ports,
  scope: Scope,
  { type, recordId }: Pick<RecordHandle, 'type' | 'recordId'>,
): Promise<RecordHandle> {
  const { state, expected } = await loadStream(ports, streamOf(scope, { type, recordId }), foldRecord);
  const handle = { type, recordId, state, expected };
  if (expected !== 'no_stream') await putRow(ports, scope, handle, expected);
  return handle;
}

const putRow = (
  ports: Ports,
  scope: Scope,
  { type, recordId, state }: RecordHandle,
  revision: number,
): Promise<void> =>
  ports.records.links.put(scope, {
    type,
    recordId,
    bproId: state.bproId,
    qboId: state.qboId,
    revision,
    open: state.open !== undefined,
    state: state as unknown as LinkRow['state'],
  });
