import type { Agreement } from './fields.js';
import type { Side } from './record-types.js';

/** A fact in the business's words, as it stands in a stream. */
export interface DomainEvent<Type extends string, Data> {
  readonly type: Type;
  readonly data: Readonly<Data>;
}

export type WriteOperation = 'create' | 'update' | 'void' | 'delete' | 'inactivate' | 'reactivate';

export interface SideVersions {
  readonly bpro?: string;
  readonly qbo?: string;
}

/** The life of one record: stream `record-{tenant}_{generation}_{type}_{recordId}`. */
export type RecordEvent =
  /** Two records are one. `key`: the level of rule F1 that found it, or `chosen` by a person (rule F2). */
  | DomainEvent<
      'RecordLinked',
      {
        bproId: string;
        qboId: string;
        key: string;
        createdAt: string;
        agreed: Agreement;
        versions: SideVersions;
      }
    >
  /** Both sides came to the same values without us; what counts as agreed moves along. */
  | DomainEvent<'RecordAgreed', { agreed: Agreement; versions: SideVersions }>
  /** Stands before every write. `body` refers to the content store; a batch item names its batch. */
  | DomainEvent<
      'WriteIntended',
      {
        side: Side;
        operation: WriteOperation;
        requestId: string;
        body: string;
        fields: readonly string[];
        targetId?: string;
        /** The id on the other side, where the values come from. */
        sourceId?: string;
        baseVersion?: string;
        batch?: { readonly id: string; readonly bId: string };
        /** Refers to the values that this write overwrites (rule F3). */
        overwrites?: string;
        /** Accepted on confirmation, so that a crash in between loses nothing. */
        agreed: Agreement;
        createdAt: string;
        /** When it was intended (UTC): old intents are looked up before they are sent again. */
        at: string;
      }
    >
  | DomainEvent<
      'WriteConfirmed',
      {
        side: Side;
        requestId: string;
        sideId: string;
        version: string;
        agreed: Agreement;
        versions: SideVersions;
        intuitTid?: string;
        adopted?: boolean;
        removed?: boolean;
      }
    >
  /** The other side said no. `code` is QuickBooks' or BPro's. */
  | DomainEvent<'WriteRefused', { side: Side; requestId: string; code: string; intuitTid?: string }>
  /** The intent was certainly never sent, or its premise moved (a stale SyncToken): it is decided again. */
  | DomainEvent<'WriteAbandoned', { side: Side; requestId: string; why: 'never-sent' | 'stale' }>
  | DomainEvent<
      'NoteRaised',
      {
        code: string;
        /** Rule id. */
        rule: string;
        fields?: readonly string[];
        /** The record at the root of a chain (rule F5). */
        cause?: { readonly type: string; readonly recordId: string; readonly code: string };
        /** QuickBooks ids that a person may choose from (rule F2). */
        candidates?: readonly string[];
        qboCode?: string;
        intuitTid?: string;
        bproId?: string;
        qboId?: string;
      }
    >
  | DomainEvent<'NoteCleared', { code: string }>
  | DomainEvent<'NoteDismissed', { code: string; reason: string }>
  | DomainEvent<'NoteRestored', { code: string }>
  /** A person settled an ambiguous match: this one, or none of these (rule F2). */
  | DomainEvent<'MatchChosen', { bproId: string; qboId: string | null }>
  /** A side's record was found gone (deleted, merged); the link stays and nothing is recreated (rule F8). */
  | DomainEvent<'SideGone', { side: Side }>
  | DomainEvent<'RerunRequested', Record<string, never>>;

export type RecordEventType = RecordEvent['type'];
