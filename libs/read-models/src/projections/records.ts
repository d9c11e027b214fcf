import {
  evolveRecord,
  initialRecordState,
  isLinked,
  type RecordState,
  type RecordType,
  type SideVersions,
} from '@bpro-qbo-sync/sync-domain';
import { instant } from '../fact.js';
import { plainJson } from '../plain-json.js';
import type { Projection } from '../projection.js';
import type { StoredRow, Table } from '../table.js';

/**
 * `writing`: an intent has no outcome yet. `removed`: BPro ended it and QuickBooks followed. `gone`: a side's record
 * was deleted or merged there. `noted`: not linked, and a note says why.
 */
export type RecordStatus = 'writing' | 'removed' | 'gone' | 'linked' | 'noted' | 'unlinked';

/** One row per record that ever had an event: what became of it. Unchanged and ignored records have none. */
export interface RecordRow {
  readonly tenant: string;
  readonly generation: number;
  readonly type: RecordType;
  readonly recordId: string;
  readonly bproId: string | null;
  readonly qboId: string | null;
  readonly status: RecordStatus;
  /** Code of the current note; dismissed notes are current, too. */
  readonly noteCode: string | null;
  /** The earlier of both sides' creation instants (rule C2). */
  readonly createdAt: string | null;
  readonly versions: SideVersions;
  readonly revision: number;
  readonly firstEventAt: string;
  readonly lastEventAt: string;
  readonly lastEvent: string;
  readonly lastRun: string | null;
  /** The domain's state, without the hashes of the fields: what the next event is folded onto. */
  readonly state: StoredRow;
}

const table: Table<RecordRow> = {
  name: 'records',
  columns: {
    tenant: 'text',
    generation: 'integer',
    type: 'text',
    recordId: 'text',
    bproId: 'text?',
    qboId: 'text?',
    status: 'text',
    noteCode: 'text?',
    createdAt: 'instant?',
    versions: 'json',
    revision: 'integer',
    firstEventAt: 'instant',
    lastEventAt: 'instant',
    lastEvent: 'text',
    lastRun: 'text?',
    state: 'json',
  },
  key: ['tenant', 'generation', 'type', 'recordId'],
  indexes: [
    '(tenant, generation, type, bpro_id) WHERE bpro_id IS NOT NULL',
    '(tenant, generation, type, qbo_id) WHERE qbo_id IS NOT NULL',
    '(tenant, generation, status, type, record_id)',
  ],
};

export const records: Projection<RecordRow> = {
  table,
  keys: (fact) => (fact.family === 'record' ? [fact.key] : []),
  evolve: (row, fact) => {
    if (fact.family !== 'record') return row;
    const before = { ...initialRecordState, ...(row?.state as Partial<RecordState> | undefined) };
    const state = evolveRecord(before, fact.event);
    return {
      ...fact.key,
      bproId: state.bproId ?? null,
      qboId: state.qboId ?? null,
      status: statusOf(state),
      noteCode: state.note?.code ?? null,
      createdAt: instant(state.createdAt) ?? null,
      versions: state.versions,
      revision: fact.revision,
      firstEventAt: row?.firstEventAt ?? fact.at,
      lastEventAt: fact.at,
      lastEvent: fact.event.type,
      lastRun: fact.run ?? row?.lastRun ?? null,
      state: kept(state),
    };
  },
};

function statusOf(state: RecordState): RecordStatus {
  if (state.open) return 'writing';
  if (state.removed) return 'removed';
  if (state.gone) return 'gone';
  if (isLinked(state)) return 'linked';
  return state.note ? 'noted' : 'unlinked';
}

/** Without what is as it was at the beginning, so that a state stays small. */
function kept(state: RecordState): StoredRow {
  const entries = Object.entries(state).filter(
    ([name, value]) => name !== 'agreed' && value !== initialRecordState[name as keyof RecordState],
  );
  return plainJson(Object.fromEntries(entries)) as StoredRow;
}
