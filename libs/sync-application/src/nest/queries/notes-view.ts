import type { CurrentTo, FoundNote, NotesAnswer } from '@bpro-qbo-sync/read-models';
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
import type { RecordName } from '../../notes/note-commands.js';
import type { ReadSide } from '../read-side.js';
import {
  byIdAlone,
  candidatesOf,
  originOf,
  showRecords,
  sideKey,
  type RecordLinks,
  type ShownRecord,
  type SideName,
} from './display.js';

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
  readonly currentTo: CurrentTo;
}

export interface NotesWanted {
  readonly filter: NoteFilter;
  /** The last one of the page before. */
  readonly after?: RecordName | undefined;
  readonly limit: number;
}

const keyOf = ({ type, recordId }: RecordName): string => `${type}/${recordId}`;

/** As many as there can be: names are not in the read models, so a text is looked for in all notes of the filter. */
const ALL = 1_000_000;

/** Notes as people read them (rules H1, H2, H4). */
export async function notesPage(
  ports: Ports,
  readSide: ReadSide,
  tenant: string,
  { filter, after, limit }: NotesWanted,
  links: RecordLinks,
): Promise<NotesPage> {
  const queries = await readSide.of(tenant);
  const show = await shower(ports, tenant, links);
  const standing = (page: Pick<NotesWanted, 'after' | 'limit'>): Promise<NotesAnswer> =>
    queries.notes({ ...show.scope, ...asked(filter) }, page);
  const { text } = filter;
  if (text === undefined) {
    const { notes, tallies, currentTo } = await standing({ after, limit: limit + 1 });
    const page = await show.notes(notes.slice(0, limit));
    const groups = tallies.map(({ code, count }) => ({ ...groupOf(code), count }));
    return { notes: page, groups, next: notes.length > limit ? nextOf(page) : null, currentTo };
  }
  const { notes, currentTo } = await standing({ limit: ALL });
  const found = (await show.notes(notes)).filter((note) => mentions(note, matchText(text)));
  const from = after === undefined ? 0 : found.findIndex((note) => keyOf(note) === keyOf(after)) + 1;
  const page = found.slice(from, from + limit);
  return {
    notes: page,
    groups: groupsOf(found),
    next: from + limit < found.length ? nextOf(page) : null,
    currentTo,
  };
}

const nextOf = (page: readonly ShownNote[]): string | null => {
  const last = page.at(-1);
  return last ? keyOf(last) : null;
};

const asked = ({ status, type, code, severity }: NoteFilter) => ({
  dismissed: status === 'dismissed',
  type,
  code,
  severity,
});

/** Gives notes their records' names, from the mirror. */
async function shower(ports: Ports, tenant: string, links: RecordLinks) {
  const [{ state }, { state: connection }] = await Promise.all([
    loadTenant(ports, tenant),
    loadConnection(ports, tenant),
  ]);
  const scope = { tenant, generation: connection.generation };
  const settings = state.effective ?? state.draft;
  return {
    scope,
    notes: async (notes: readonly FoundNote[]): Promise<ShownNote[]> => {
      const shown = await showRecords(ports, scope, settings, links, notes.flatMap(namesIn));
      return notes.map((note) => asShown(note, shown, links, tenant));
    },
  };
}

const catalogued = (code: string): NoteText => NOTES[isNoteCode(code) ? code : 'refused'];

const sideName = ({ type, recordId, bproId, qboId }: FoundNote, side: Side): SideName | undefined => {
  const id = side === 'bpro' ? bproId : qboId;
  if (id !== null) return { side, type, id };
  const origin = originOf(type, recordId);
  return origin?.side === side ? origin : undefined;
};

const namesIn = (note: FoundNote): SideName[] => [
  ...[sideName(note, 'bpro'), sideName(note, 'qbo')].filter((name) => name !== undefined),
  ...candidatesOf(note.type, note.recordId, note.candidates),
];

function asShown(
  note: FoundNote,
  shown: ReadonlyMap<string, ShownRecord>,
  links: RecordLinks,
  tenant: string,
): ShownNote {
  const of = (name: SideName | undefined): ShownRecord | null =>
    name
      ? (shown.get(sideKey(name)) ?? (note.code === 'malformed' ? byIdAlone(links, tenant, name) : null))
      : null;
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
    cause: causeOf(note),
    candidates: candidatesOf(type, recordId, note.candidates).flatMap((name) => of(name) ?? []),
    qboCode: note.qboCode,
    intuitTid: note.intuitTid,
    firstSeenAt,
    lastSeenAt,
    times,
    status: note.dismissedAt === null ? 'open' : 'dismissed',
    dismissedReason: note.dismissedReason,
  };
}

const mentions = (note: ShownNote, text: string): boolean =>
  [note.bpro?.name, note.bpro?.customer, note.qbo?.name, note.qbo?.customer, note.title, note.code].some(
    (part) => part !== null && part !== undefined && matchText(part).includes(text),
  );

const causeOf = ({ causeType, causeRecordId, causeCode }: FoundNote): ShownNote['cause'] =>
  causeType === null || causeRecordId === null || causeCode === null
    ? null
    : { type: causeType, recordId: causeRecordId, code: causeCode };

const groupOf = (code: string): Omit<NoteGroup, 'count'> => {
  const { severity, title, action } = catalogued(code);
  return { code, severity, title, action };
};

function groupsOf(notes: readonly ShownNote[]): NoteGroup[] {
  const counts = new Map<string, number>();
  for (const { code } of notes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ ...groupOf(code), count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
