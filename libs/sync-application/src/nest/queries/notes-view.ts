import {
  isNoteCode,
  matchText,
  NOTES,
  type NoteText,
  type RecordType,
  type Severity,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import { loadTenant } from '../../access/tenant-commands.js';
import { loadConnection } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';
import {
  candidatesOf,
  originOf,
  showRecords,
  sideKey,
  type RecordLinks,
  type ShownRecord,
  type SideName,
} from './display.js';
import { standingNotes, type StandingNote } from './standing-notes.js';

export type NoteStatus = 'open' | 'dismissed';

export interface NoteFilter {
  readonly status: NoteStatus;
  readonly severity?: Severity | undefined;
  readonly type?: RecordType | undefined;
  readonly code?: string | undefined;
  /** Part of a name, of the title or of a code. */
  readonly text?: string | undefined;
}

export interface ShownNote {
  readonly type: RecordType;
  readonly recordId: string;
  readonly code: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly action: string;
  readonly fields: readonly string[];
  readonly bpro: ShownRecord | null;
  readonly qbo: ShownRecord | null;
  /** The record whose note this one follows (rule H2). */
  readonly cause: { readonly type: string; readonly recordId: string; readonly code: string } | null;
  /** Records of the other side to choose from (rule F2). */
  readonly candidates: readonly ShownRecord[];
  readonly qboCode: string | null;
  readonly intuitTid: string | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly times: number;
  readonly status: NoteStatus;
  readonly dismissedReason: string | null;
}

export interface NoteGroup extends Pick<NoteText, 'severity' | 'title' | 'action'> {
  readonly code: string;
  readonly count: number;
}

export interface NotesPage {
  readonly notes: readonly ShownNote[];
  /** All notes of the filter, by cause (rule H2); the most frequent first. */
  readonly groups: readonly NoteGroup[];
  /** Pass it as `after`; none: this was the last page. */
  readonly next: string | null;
}

export interface NotesWanted {
  readonly filter: NoteFilter;
  readonly after?: string | undefined;
  readonly limit: number;
}

const keyOf = ({ type, recordId }: ShownNote): string => `${type}/${recordId}`;

/** Notes as people read them (rules H1, H2, H4). */
export async function notesPage(
  ports: Ports,
  tenant: string,
  { filter, after, limit }: NotesWanted,
  links: RecordLinks,
): Promise<NotesPage> {
  const found = await foundNotes(ports, tenant, filter, links);
  const from = after === undefined ? 0 : found.findIndex((note) => keyOf(note) === after) + 1;
  const notes = found.slice(from, from + limit);
  const last = from + limit < found.length ? notes.at(-1) : undefined;
  return { notes, groups: groupsOf(found), next: last ? keyOf(last) : null };
}

async function foundNotes(
  ports: Ports,
  tenant: string,
  { status, severity, type, code, text }: NoteFilter,
  links: RecordLinks,
): Promise<ShownNote[]> {
  const [{ state }, { state: connection }] = await Promise.all([
    loadTenant(ports, tenant),
    loadConnection(ports, tenant),
  ]);
  const scope = { tenant, generation: connection.generation };
  const dismissed = status === 'dismissed';
  const standing = (await standingNotes(ports, scope, { type, code, dismissed })).filter(
    (note) => severity === undefined || catalogued(note.code).severity === severity,
  );
  const settings = state.effective ?? state.draft;
  const shown = await showRecords(ports, scope, settings, links, standing.flatMap(namesIn));
  const notes = standing.map((note) => asShown(note, shown));
  return text === undefined ? notes : notes.filter((note) => mentions(note, matchText(text)));
}

const catalogued = (code: string): NoteText => NOTES[isNoteCode(code) ? code : 'refused'];

const sideName = ({ type, recordId, bproId, qboId }: StandingNote, side: Side): SideName | undefined => {
  const id = side === 'bpro' ? bproId : qboId;
  if (id !== undefined) return { side, type, id };
  const origin = originOf(type, recordId);
  return origin?.side === side ? origin : undefined;
};

const namesIn = (note: StandingNote): SideName[] => [
  ...[sideName(note, 'bpro'), sideName(note, 'qbo')].filter((name) => name !== undefined),
  ...candidatesOf(note.type, note.recordId, note.candidates),
];

function asShown(note: StandingNote, shown: ReadonlyMap<string, ShownRecord>): ShownNote {
  const of = (name: SideName | undefined): ShownRecord | null => (name && shown.get(sideKey(name))) ?? null;
  const { severity, rule, title, action } = catalogued(note.code);
  const { type, recordId, code, fields, firstSeenAt, lastSeenAt, times } = note;
  return {
    type,
    recordId,
    code,
    severity,
    rule,
    title,
    action,
    fields,
    bpro: of(sideName(note, 'bpro')),
    qbo: of(sideName(note, 'qbo')),
    cause: note.cause ?? null,
    candidates: candidatesOf(type, recordId, note.candidates).flatMap((name) => of(name) ?? []),
    qboCode: note.qboCode ?? null,
    intuitTid: note.intuitTid ?? null,
    firstSeenAt,
    lastSeenAt,
    times,
    status: note.dismissed ? 'dismissed' : 'open',
    dismissedReason: note.dismissedReason ?? null,
  };
}

const mentions = (note: ShownNote, text: string): boolean =>
  [note.bpro?.name, note.bpro?.customer, note.qbo?.name, note.qbo?.customer, note.title, note.code].some(
    (part) => part !== null && part !== undefined && matchText(part).includes(text),
  );

function groupsOf(notes: readonly ShownNote[]): NoteGroup[] {
  const groups = new Map<string, NoteGroup>();
  for (const { code, severity, title, action } of notes) {
    const count = (groups.get(code)?.count ?? 0) + 1;
    groups.set(code, { code, severity, title, action, count });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
