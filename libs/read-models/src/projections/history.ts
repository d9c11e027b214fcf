import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { positionParts } from '../event-source.js';
import type { Fact, Family } from '../fact.js';
import type { Projection } from '../projection.js';
import type { StoredRow, Table } from '../table.js';

/** One row per event of a tenant: who, when, why, and what it says (rule I1). No personal data (rule I3). */
export interface HistoryRow {
  readonly tenant: string;
  /** Place in the event store: commit and prepare position, decimal digits. */
  readonly commitPosition: string;
  readonly preparePosition: string;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly family: Family;
  readonly generation: number | null;
  readonly recordType: RecordType | null;
  readonly recordId: string | null;
  readonly run: string | null;
  readonly type: string;
  readonly at: string;
  readonly byKind: string | null;
  readonly byId: string | null;
  readonly rule: string | null;
  readonly settingsVersion: number | null;
  readonly requestId: string | null;
  readonly intuitTid: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** The event's data without the hashes of the fields. */
  readonly data: StoredRow;
}

const table: Table<HistoryRow> = {
  name: 'history',
  columns: {
    tenant: 'text',
    commitPosition: 'position',
    preparePosition: 'position',
    eventId: 'text',
    stream: 'text',
    revision: 'integer',
    family: 'text',
    generation: 'integer?',
    recordType: 'text?',
    recordId: 'text?',
    run: 'text?',
    type: 'text',
    at: 'instant',
    byKind: 'text?',
    byId: 'text?',
    rule: 'text?',
    settingsVersion: 'integer?',
    requestId: 'text?',
    intuitTid: 'text?',
    correlationId: 'text?',
    causationId: 'text?',
    data: 'json',
  },
  key: ['tenant', 'commitPosition', 'preparePosition'],
  indexes: [
    '(tenant, record_type, record_id, commit_position, prepare_position) WHERE record_id IS NOT NULL',
    '(tenant, run, commit_position, prepare_position) WHERE run IS NOT NULL',
    '(tenant, commit_position, prepare_position) WHERE record_id IS NULL',
  ],
  addOnly: true,
};

export const history: Projection<HistoryRow> = {
  table,
  keys: ({ tenant, position }) => {
    const [commit, prepare] = positionParts(position);
    return [{ tenant, commitPosition: commit.toString(), preparePosition: prepare.toString() }];
  },
  evolve: (row, fact, key) => row ?? historyRow(fact, key),
};

function historyRow(
  fact: Fact,
  { commitPosition = '0', preparePosition = '0' }: Partial<HistoryRow>,
): HistoryRow {
  const { agreed, stateHash, ...data } = fact.event.data as StoredRow;
  const key = fact.family === 'record' ? fact.key : undefined;
  const textOf = (name: string): string | null => (typeof data[name] === 'string' ? data[name] : null);
  return {
    tenant: fact.tenant,
    commitPosition,
    preparePosition,
    eventId: fact.eventId,
    stream: fact.stream,
    revision: fact.revision,
    family: fact.family,
    generation: key?.generation ?? null,
    recordType: key?.type ?? null,
    recordId: key?.recordId ?? null,
    run: fact.run ?? null,
    type: fact.event.type,
    at: fact.at,
    byKind: fact.by?.kind ?? null,
    byId: fact.by?.id ?? null,
    rule: fact.rule ?? null,
    settingsVersion: fact.settingsVersion ?? null,
    requestId: textOf('requestId'),
    intuitTid: textOf('intuitTid'),
    correlationId: fact.correlationId ?? null,
    causationId: fact.causationId ?? null,
    data,
  };
}
