import type { RecordedEvent } from '@bpro-qbo-sync/event-store';
import type { LinkRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  RECORD_TYPES,
  recordStream,
  type RecordEvent,
  type RecordState,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import { asDomainEvent } from '../../journal.js';
import type { Ports } from '../../ports.js';

/** A note as the record's own stream tells it. */
export interface StandingNote {
  readonly type: RecordType;
  readonly recordId: string;
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
  readonly code: string;
  readonly fields: readonly string[];
  readonly cause: { readonly type: string; readonly recordId: string; readonly code: string } | undefined;
  readonly candidates: readonly string[];
  readonly qboCode: string | undefined;
  readonly intuitTid: string | undefined;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly times: number;
  readonly dismissed: boolean;
  readonly dismissedReason: string | undefined;
}

const PAGE = 1000;
const AT_ONCE = 50;

/** All notes that stand on records of a tenant, in dependency order and by record. */
export async function standingNotes(
  ports: Ports,
  scope: Scope,
  wanted: {
    readonly type?: RecordType | undefined;
    readonly code?: string | undefined;
    readonly dismissed: boolean;
  },
): Promise<StandingNote[]> {
  const notes: StandingNote[] = [];
  for (const type of wanted.type === undefined ? RECORD_TYPES : [wanted.type]) {
    let after: string | undefined;
    for (;;) {
      const rows = await ports.records.links.page(scope, type, after, PAGE);
      const noted = rows.filter((row) => isWanted(stateOf(row), wanted));
      for (let i = 0; i < noted.length; i += AT_ONCE)
        notes.push(
          ...(await Promise.all(noted.slice(i, i + AT_ONCE).map((row) => readNote(ports, scope, row)))),
        );
      if (rows.length < PAGE) break;
      after = rows.at(-1)?.recordId;
    }
  }
  return notes;
}

const stateOf = (row: LinkRow): RecordState => row.state as unknown as RecordState;

const isWanted = (
  { note }: RecordState,
  { code, dismissed }: { readonly code?: string | undefined; readonly dismissed: boolean },
): boolean =>
  note !== undefined && note.dismissed === dismissed && (code === undefined || note.code === code);

async function readNote(ports: Ports, scope: Scope, row: LinkRow): Promise<StandingNote> {
  const { type, recordId } = row;
  const note = stateOf(row).note;
  const events = await ports.store.read(recordStream({ ...scope, type, recordId }));
  const raised = events.filter((event) => isRaised(event, note?.code));
  const last = raised.at(-1);
  const data = last ? (asDomainEvent<Raised>(last).data as Partial<Raised['data']>) : {};
  const dismissal = events.findLast((event) => event.type === 'NoteDismissed');
  return {
    type,
    recordId,
    bproId: row.bproId ?? data.bproId,
    qboId: row.qboId ?? data.qboId,
    code: note?.code ?? '',
    fields: data.fields ?? [],
    cause: data.cause,
    candidates: data.candidates ?? [],
    qboCode: data.qboCode,
    intuitTid: data.intuitTid,
    firstSeenAt: String(raised[0]?.metadata['at'] ?? ''),
    lastSeenAt: String(last?.metadata['at'] ?? ''),
    times: raised.length,
    dismissed: note?.dismissed ?? false,
    dismissedReason: note?.dismissed ? String(dismissal?.data['reason'] ?? '') : undefined,
  };
}

type Raised = Extract<RecordEvent, { type: 'NoteRaised' }>;

const isRaised = ({ type, data }: RecordedEvent, code: string | undefined): boolean =>
  type === 'NoteRaised' && data['code'] === code;
