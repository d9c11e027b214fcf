import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';

/** Everything on the write side belongs to a tenant's connection generation (rule B4). */
export interface Scope {
  readonly tenant: string;
  readonly generation: number;
}

export type Json = Readonly<Record<string, unknown>>;

/** A record of one side as last read or written. A cache: it can be thrown away and read again. */
export interface MirrorRow {
  readonly side: Side;
  readonly type: RecordType;
  /** The side's id; a QuickBooks payment's application is `paymentId/invoiceId` (rule F14). */
  readonly id: string;
  /** BPro's version or QuickBooks' SyncToken. */
  readonly version: string;
  /** UTC instants. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly state: 'active' | 'inactive' | 'voided' | 'deleted';
  /** Match keys (rule F1), each with its level in front: `0:jane doe`. Looked up by `byKeys`, so indexed. */
  readonly keys: readonly string[];
  readonly content: Json;
}

/** The cache of both sides. Ids order bytewise. */
export interface Mirror {
  /** Inserts or replaces. `readId` marks rows as seen by that read. */
  put(scope: Scope, rows: readonly MirrorRow[], readId?: string): Promise<void>;
  get(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<MirrorRow[]>;
  /** Rows after an id, in order of id. */
  page(
    scope: Scope,
    side: Side,
    type: RecordType,
    after: string | undefined,
    limit: number,
  ): Promise<MirrorRow[]>;
  /** Every row that has at least one of the keys, in order of id. */
  byKeys(scope: Scope, side: Side, type: RecordType, keys: readonly string[]): Promise<MirrorRow[]>;
  remove(scope: Scope, side: Side, type: RecordType, ids: readonly string[]): Promise<void>;
  /** Removes what a complete read did not see. Returns how many. */
  sweep(scope: Scope, side: Side, type: RecordType, readId: string): Promise<number>;
  clear(scope: Scope): Promise<void>;
}

/** Small values of a scope: the company's profile, read watermarks, the accounts found. A cache, too. */
export interface Facts {
  get(scope: Scope, key: string): Promise<Json | undefined>;
  put(scope: Scope, key: string, value: Json): Promise<void>;
}

/** The present state of a record's stream, with the revision it was folded from; rebuildable from events. */
export interface LinkRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
  readonly revision: number;
  /** An intent without an outcome stands in the stream. */
  readonly open: boolean;
  readonly state: Json;
}

export interface Links {
  get(scope: Scope, type: RecordType, recordIds: readonly string[]): Promise<LinkRow[]>;
  bySide(scope: Scope, type: RecordType, side: Side, ids: readonly string[]): Promise<LinkRow[]>;
  /** Rows after a record id, in order of record id. */
  page(scope: Scope, type: RecordType, after: string | undefined, limit: number): Promise<LinkRow[]>;
  /** All rows whose stream has an open intent, oldest record id first. */
  open(scope: Scope, limit: number): Promise<LinkRow[]>;
  /** Inserts or replaces a row unless the stored one has a newer revision. */
  put(scope: Scope, row: LinkRow): Promise<void>;
  /**
   * Claims a side's id for a record, once and for all (a bijection, invariant I3). Answers the owner: the given
   * record id, or the one that claimed it earlier.
   */
  claim(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<string>;
  release(scope: Scope, type: RecordType, side: Side, sideId: string, recordId: string): Promise<void>;
}

/** Bodies of intents and overwritten values, referenced by events; not a cache; erasable per record. */
export interface ContentStore {
  /** Writes once; the same reference with the same body again is no error, with another body it is. */
  put(
    scope: Scope,
    reference: string,
    body: Json,
    about: { readonly type: RecordType; readonly recordId: string } | undefined,
  ): Promise<void>;
  get(scope: Scope, reference: string): Promise<Json | 'erased' | undefined>;
  /** Removes what was kept about a record (rule I3). Returns how many bodies. */
  erase(scope: Scope, about: { readonly type: RecordType; readonly recordId: string }): Promise<number>;
}

/** One decision of a plan (rule K1). */
export interface PlanRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
  readonly action: string;
  /** Stable reason code; the rule's id is a part of it. */
  readonly reason: string;
  readonly detail: Json;
}

export interface PlanFilter {
  readonly type?: RecordType;
  readonly actions?: readonly string[];
  readonly reason?: string;
}

export interface Plans {
  /** Inserts or replaces rows of a run's plan. */
  put(scope: Scope, run: string, rows: readonly PlanRow[]): Promise<void>;
  get(scope: Scope, run: string, type: RecordType, recordIds: readonly string[]): Promise<PlanRow[]>;
  /** Rows of a run's plan by one side's ids (indexed). */
  bySide(scope: Scope, run: string, type: RecordType, side: Side, ids: readonly string[]): Promise<PlanRow[]>;
  /** Rows after a record id, in order of type (dependency order) and record id. */
  page(
    scope: Scope,
    run: string,
    filter: PlanFilter,
    after: { readonly type: RecordType; readonly recordId: string } | undefined,
    limit: number,
  ): Promise<PlanRow[]>;
  totals(
    scope: Scope,
    run: string,
  ): Promise<
    readonly {
      readonly type: RecordType;
      readonly action: string;
      readonly reason: string;
      readonly count: number;
    }[]
  >;
  drop(scope: Scope, run: string): Promise<void>;
}

/** A turn at something, for one process at a time, ending by itself when its holder dies. */
export interface Lease {
  readonly name: string;
  /** Grows with every holder: what an older holder does can be told apart. */
  readonly fence: number;
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Leases {
  /** Undefined when another holds it. `ttlMs` of the port's clock. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
}

/** How far a reader of the event store has handled it. */
export interface ReaderPositions {
  load(reader: string): Promise<string | undefined>;
  save(reader: string, position: string): Promise<void>;
}

/** Encrypted secrets by name; the cipher is the caller's. */
export interface SecretBox {
  load(name: string): Promise<string | undefined>;
  save(name: string, sealed: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Runs `work` while no other process runs `exclusively` for the same name. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface RecordStore {
  readonly mirror: Mirror;
  readonly facts: Facts;
  readonly links: Links;
  readonly content: ContentStore;
  readonly plans: Plans;
  readonly leases: Leases;
  readonly positions: ReaderPositions;
  readonly secrets: SecretBox;
  /** Creates or upgrades the schemas. */
  migrate(): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
