import type { Agreement } from './fields.js';
import type { RecordEvent, SideVersions, WriteOperation } from './record-events.js';
import type { Side } from './record-types.js';

export interface OpenIntent {
  readonly side: Side;
  readonly operation: WriteOperation;
  readonly requestId: string;
  readonly body: string;
  readonly fields: readonly string[];
  readonly targetId: string | undefined;
  readonly batch: { readonly id: string; readonly bId: string } | undefined;
  readonly agreed: Agreement;
  readonly createdAt: string;
  readonly at: string;
}

export interface CurrentNote {
  readonly code: string;
  /** Tells whether a note raised again says anything new. */
  readonly fingerprint: string;
  readonly dismissed: boolean;
  /** The record whose note this one follows (rule H2). */
  readonly cause: string | undefined;
  /** Ids of the other system's records of which a person has to choose (rule F2). */
  readonly candidates?: readonly string[];
}

/** What a record's stream comes to; kept on the link row with its revision. */
export interface RecordState {
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
  /** The earlier of both sides' creation instants (rule C2). */
  readonly createdAt: string | undefined;
  readonly agreed: Agreement;
  readonly versions: SideVersions;
  readonly open: OpenIntent | undefined;
  readonly note: CurrentNote | undefined;
  readonly choice: { readonly qboId: string | null } | undefined;
  readonly gone: Side | undefined;
  /** BPro ended the record and QuickBooks followed (rule F8). */
  readonly removed: boolean;
}

export const initialRecordState: RecordState = {
  bproId: undefined,
  qboId: undefined,
  createdAt: undefined,
  agreed: {},
  versions: {},
  open: undefined,
  note: undefined,
  choice: undefined,
  gone: undefined,
  removed: false,
};

export const isLinked = (state: RecordState): boolean =>
  state.bproId !== undefined && state.qboId !== undefined;

/** The note of a write whose outcome cannot be found out although the other system answers. */
export const OUTCOME_UNKNOWN = 'outcome-unknown';

/** Its write is set aside: the record waits until the outcome is known, and nothing else waits for it. */
export const isSetAside = ({ open, note }: RecordState): boolean =>
  open !== undefined && note?.code === OUTCOME_UNKNOWN;

export const noteFingerprint = (data: Extract<RecordEvent, { type: 'NoteRaised' }>['data']): string =>
  JSON.stringify([
    data.code,
    data.cause ?? null,
    data.candidates ?? null,
    data.fields ?? null,
    data.qboCode ?? null,
  ]);

export function evolveRecord(state: RecordState, event: RecordEvent): RecordState {
  switch (event.type) {
    case 'RecordLinked': {
      const { bproId, qboId, agreed, versions, createdAt } = event.data;
      return { ...state, bproId, qboId, agreed, versions, createdAt, gone: undefined };
    }
    case 'RecordAgreed':
      return { ...state, agreed: event.data.agreed, versions: { ...state.versions, ...event.data.versions } };
    case 'WriteIntended': {
      const { side, operation, requestId, body, fields, targetId, sourceId, batch, agreed, createdAt, at } =
        event.data;
      const source =
        side === 'qbo' ? { bproId: state.bproId ?? sourceId } : { qboId: state.qboId ?? sourceId };
      const open = { side, operation, requestId, body, fields, targetId, batch, agreed, createdAt, at };
      return { ...state, ...source, open };
    }
    case 'WriteConfirmed': {
      const { side, sideId, agreed, versions, removed } = event.data;
      const id = side === 'qbo' ? { qboId: sideId } : { bproId: sideId };
      return {
        ...state,
        ...id,
        agreed,
        createdAt: state.createdAt ?? state.open?.createdAt,
        versions: { ...state.versions, ...versions },
        open: undefined,
        gone: state.gone === side ? undefined : state.gone,
        removed: removed ?? false,
      };
    }
    case 'WriteRefused':
    case 'WriteAbandoned': {
      const imported = state.open?.side === 'bpro' && state.open.operation === 'create';
      return { ...state, open: undefined, qboId: imported ? undefined : state.qboId };
    }
    case 'NoteRaised': {
      const note = {
        code: event.data.code,
        fingerprint: noteFingerprint(event.data),
        dismissed: false,
        cause: event.data.cause && `${event.data.cause.type}/${event.data.cause.recordId}`,
        ...(event.data.candidates ? { candidates: event.data.candidates } : {}),
      };
      return { ...state, note, bproId: state.bproId ?? event.data.bproId };
    }
    case 'NoteCleared':
      return { ...state, note: undefined };
    case 'NoteDismissed':
      return { ...state, note: state.note && { ...state.note, dismissed: true } };
    case 'NoteRestored':
      return { ...state, note: state.note && { ...state.note, dismissed: false } };
    case 'MatchChosen':
      return { ...state, choice: { qboId: event.data.qboId }, bproId: state.bproId ?? event.data.bproId };
    case 'SideGone':
      return { ...state, gone: event.data.side };
    case 'RerunRequested':
      return state;
  }
}

export const foldRecord = (events: Iterable<RecordEvent>): RecordState => {
  let state = initialRecordState;
  for (const event of events) state = evolveRecord(state, event);
  return state;
};
