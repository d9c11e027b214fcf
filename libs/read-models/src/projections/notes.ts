import {
  type CurrentNote,
  evolveRecord,
  initialRecordState,
  isNoteCode,
  NOTES,
  RECORD_TYPES,
  type RecordEvent,
  type RecordType,
  type Severity,
} from '@bpro-qbo-sync/sync-domain';
import type { Fact } from '../fact.js';
import { plainJson } from '../plain-json.js';
import type { Projection } from '../projection.js';
import type { Table } from '../table.js';

/** One row per record that ever had a note: the current one, or the last one with the time it was resolved. */
export interface NoteRow {
  readonly tenant: string;
  readonly generation: number;
  readonly type: RecordType;
  readonly recordId: string;
  readonly code: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly fields: readonly string[];
  /** The record at the root of a chain (rule F5), and that record's code. */
  readonly causeType: string | null;
  readonly causeRecordId: string | null;
  readonly causeCode: string | null;
  /** QuickBooks ids that a person may choose from (rule F2). */
  readonly candidates: readonly string[];
  readonly qboCode: string | null;
  readonly intuitTid: string | null;
  readonly bproId: string | null;
  readonly qboId: string | null;
  readonly run: string | null;
  readonly settingsVersion: number | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly times: number;
  readonly dismissedAt: string | null;
  readonly dismissedByKind: string | null;
  readonly dismissedById: string | null;
  readonly dismissedReason: string | null;
  readonly resolvedAt: string | null;
  readonly revision: number;
  /** The note as the domain's fold has it; none once it is resolved. */
  readonly current: CurrentNote | null;
}

/** SQL: the place of a row's record type in the dependency order, by which notes are listed. */
export const PLACE_OF_TYPE = `array_position('{${RECORD_TYPES.join(',')}}'::text[], type)`;

const table: Table<NoteRow> = {
  name: 'notes',
  columns: {
    tenant: 'text',
    generation: 'integer',
    type: 'text',
    recordId: 'text',
    code: 'text',
    rule: 'text',
    severity: 'text',
    fields: 'json',
    causeType: 'text?',
    causeRecordId: 'text?',
    causeCode: 'text?',
    candidates: 'json',
    qboCode: 'text?',
    intuitTid: 'text?',
    bproId: 'text?',
    qboId: 'text?',
    run: 'text?',
    settingsVersion: 'integer?',
    firstSeenAt: 'instant',
    lastSeenAt: 'instant',
    times: 'integer',
    dismissedAt: 'instant?',
    dismissedByKind: 'text?',
    dismissedById: 'text?',
    dismissedReason: 'text?',
    resolvedAt: 'instant?',
    revision: 'integer',
    current: 'json?',
  },
  key: ['tenant', 'generation', 'type', 'recordId'],
  indexes: [
    '(tenant, generation, last_seen_at DESC, type, record_id)',
    '(tenant, generation, code, cause_type, cause_record_id) WHERE resolved_at IS NULL',
    `(tenant, generation, (${PLACE_OF_TYPE}), record_id) WHERE resolved_at IS NULL`,
    `(tenant, generation, code, (${PLACE_OF_TYPE}), record_id) WHERE resolved_at IS NULL`,
    '(tenant, generation, code, severity, dismissed_at, type) WHERE resolved_at IS NULL',
  ],
};

/**
 * Whether a record has a note is the domain's to say (`evolveRecord`), so that the page and the engine never
 * disagree; a note resolves itself with the event that takes it from the record (rule H3).
 */
export const notes: Projection<NoteRow> = {
  table,
  keys: (fact) => (fact.family === 'record' ? [fact.key] : []),
  evolve: (row, fact) => {
    if (fact.family !== 'record') return row;
    const before = row?.current ?? undefined;
    const note = evolveRecord({ ...initialRecordState, note: before }, fact.event).note;
    if (note && fact.event.type === 'NoteRaised') return raised(row, fact, fact.key, fact.event.data, note);
    if (!row || note === before) return row;
    if (!note) return { ...row, current: null, resolvedAt: fact.at, revision: fact.revision };
    return { ...row, ...dismissal(fact, note), current: plainNote(note), revision: fact.revision };
  },
};

const plainNote = (note: CurrentNote): CurrentNote => plainJson(note) as CurrentNote;

type Raised = Extract<RecordEvent, { type: 'NoteRaised' }>['data'];

function raised(
  row: NoteRow | undefined,
  fact: Fact,
  key: Partial<NoteRow>,
  data: Raised,
  note: CurrentNote,
): NoteRow {
  const same = row?.code === data.code ? row : undefined;
  return {
    ...(key as Pick<NoteRow, 'tenant' | 'generation' | 'type' | 'recordId'>),
    code: data.code,
    rule: data.rule,
    severity: isNoteCode(data.code) ? NOTES[data.code].severity : 'error',
    fields: data.fields ?? [],
    causeType: data.cause?.type ?? null,
    causeRecordId: data.cause?.recordId ?? null,
    causeCode: data.cause?.code ?? null,
    candidates: data.candidates ?? [],
    qboCode: data.qboCode ?? null,
    intuitTid: data.intuitTid ?? null,
    bproId: data.bproId ?? row?.bproId ?? null,
    qboId: data.qboId ?? row?.qboId ?? null,
    run: fact.run ?? null,
    settingsVersion: fact.settingsVersion ?? null,
    firstSeenAt: same?.firstSeenAt ?? fact.at,
    lastSeenAt: fact.at,
    times: (same?.times ?? 0) + 1,
    ...dismissal(fact, note),
    resolvedAt: null,
    revision: fact.revision,
    current: plainNote(note),
  };
}

const dismissal = (fact: Fact, note: CurrentNote) =>
  note.dismissed
    ? {
        dismissedAt: fact.at,
        dismissedByKind: fact.by?.kind ?? null,
        dismissedById: fact.by?.id ?? null,
        dismissedReason: fact.event.type === 'NoteDismissed' ? fact.event.data.reason : null,
      }
    : { dismissedAt: null, dismissedByKind: null, dismissedById: null, dismissedReason: null };
