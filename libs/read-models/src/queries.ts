import type { RecordType, Severity } from '@bpro-qbo-sync/sync-domain';
import type { Position } from './event-source.js';
import type { HistoryRow } from './projections/history.js';
import type { NoteRow } from './projections/notes.js';
import type { RunTypeRow } from './projections/run-types.js';
import type { RunRow } from './projections/runs.js';

/** The last event that an answer contains (rule J2); null while there are no read models, or no events. */
export interface CurrentTo {
  readonly position: Position | null;
  /** When that event happened: UTC instant. */
  readonly at: string | null;
}

export interface Answer {
  readonly currentTo: CurrentTo;
}

export interface NotesFilter {
  readonly tenant: string;
  readonly generation: number;
  readonly dismissed: boolean;
  readonly type?: RecordType | undefined;
  readonly code?: string | undefined;
  readonly severity?: Severity | undefined;
}

export interface RecordPlace {
  readonly type: RecordType;
  readonly recordId: string;
}

/** A note that stands. Its record's ids are those of the link where there is one. */
export type FoundNote = Omit<NoteRow, 'current' | 'resolvedAt'>;

export interface NoteTally {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface NotesAnswer extends Answer {
  /** In dependency order of the types, then by record. */
  readonly notes: readonly FoundNote[];
  /** All notes of the filter by their cause (rule H2), the most frequent first. */
  readonly tallies: readonly NoteTally[];
}

/** The latest plan's or run's counts: a tenant's plan before its active run before its completed one. */
export interface CountsAnswer extends Answer {
  readonly run: RunRow | undefined;
  /** In dependency order. */
  readonly types: readonly RunTypeRow[];
}

/**
 * What the API asks (rule J2). Each answer is of one moment, and says up to which event. Where the projector has not
 * made the tables yet, answers are empty. Errors: `ReadModelsUnavailable`.
 */
export interface ReadModelQueries {
  currentTo(): Promise<CurrentTo>;
  /** Waits until the read models contain the event at `position`, so many milliseconds of wall time at most. */
  reached(position: Position, withinMs: number): Promise<boolean>;
  notes(
    filter: NotesFilter,
    page: { readonly after?: RecordPlace | undefined; readonly limit: number },
  ): Promise<NotesAnswer>;
  counts(tenant: string): Promise<CountsAnswer>;
  /** The latest first; `after`: a run. */
  runs(
    tenant: string,
    page: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<Answer & { readonly runs: readonly RunRow[] }>;
  /** A record's whole life, through all connections (rule B4). */
  recordHistory(
    tenant: string,
    record: RecordPlace,
  ): Promise<Answer & { readonly events: readonly HistoryRow[] }>;
  /** What happened after a position, in order; of one run, if it is given. */
  tenantHistory(
    tenant: string,
    page: {
      readonly run?: string | undefined;
      readonly after?: Position | undefined;
      readonly limit: number;
    },
  ): Promise<Answer & { readonly events: readonly HistoryRow[] }>;
}

export const NOWHERE: CurrentTo = { position: null, at: null };

/** A note as it is found: with the ids of its record, where that is known. */
export function foundNote(
  { current, resolvedAt, ...note }: NoteRow,
  record: { readonly bproId: string | null; readonly qboId: string | null } | undefined,
): FoundNote {
  return { ...note, bproId: record?.bproId ?? note.bproId, qboId: record?.qboId ?? note.qboId };
}
