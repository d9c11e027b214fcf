import type { BproRecord, RecordType } from '@bpro-qbo-sync/sync-domain';

/** What one BPro system can do. */
export interface BproCapabilities {
  /** IANA name: days are read in it (rule C2). */
  readonly timeZone: string;
  /** Its five sales terms: fixed records of type `sales-term`; it creates no others. */
  readonly salesTermIds: readonly string[];
  /** ISO 4217. */
  readonly currency: string;
  /** Longest invoice number that BPro accepts. */
  readonly invoiceNumberMaxLength: number;
}

export interface BproFilter {
  /** Only records created at or after this UTC instant. */
  readonly createdFrom?: string;
}

export interface BproPage {
  /** Ordered by id; `deleted` records are left out, inactive and voided ones are there. */
  readonly records: readonly BproRecord[];
  /** Records that BPro sent and that do not have their type's shape: noted, never lost, never guessed. */
  readonly malformed: readonly BproMalformedRecord[];
  /** Pass it to get the next page; none: this was the last. */
  readonly next: string | undefined;
}

/** Where a record breaks its shape. Carries no value of the record. */
export interface BproMalformedRecord {
  readonly type: RecordType;
  /** `?` when the record has no usable id. */
  readonly id: string;
  /** `data.lines.0.amount` */
  readonly path: string;
  /** What was expected there. */
  readonly problem: string;
}

export type BproChangeKind = 'created' | 'updated' | 'deactivated' | 'voided' | 'deleted';

export interface BproChange {
  /** Durable, totally ordered per tenant; opaque. */
  readonly position: string;
  readonly type: RecordType;
  readonly id: string;
  readonly kind: BproChangeKind;
  readonly version: number;
  /** `sync` for what the sync wrote (rule G2). */
  readonly origin: string;
  /** UTC instant of the commit in BPro. */
  readonly at: string;
}

export interface BproChanges {
  readonly changes: readonly BproChange[];
  /** Where to go on; equal to the position asked for when nothing is new. */
  readonly position: string;
  readonly more: boolean;
}

/** A write into BPro. The same key with the same content answers as the first time; nothing is done twice. */
export interface BproWriteOptions {
  readonly idempotencyKey: string;
}

/**
 * BPro as the sync knows it: one port, implemented by the platform in process or by the HTTP adapter.
 * Errors: `BproVersionConflict`, `BproRefused`, `BproNotFound`, `BproMalformed`, `BproUnavailable`.
 */
export interface BproPort {
  capabilities(tenant: string): Promise<BproCapabilities>;
  count(tenant: string, type: RecordType, filter?: BproFilter): Promise<number>;
  page(tenant: string, type: RecordType, cursor: string | undefined, limit: number): Promise<BproPage>;
  /** Also answers for deleted records, while BPro still knows them. Throws `BproNotFound`. */
  read(tenant: string, type: RecordType, id: string): Promise<BproRecord>;
  /** `data` as the type's schema says. `createdAt` keeps the original's creation instant in BPro. */
  create(
    tenant: string,
    type: RecordType,
    data: BproRecord['data'],
    options: BproWriteOptions & { readonly createdAt?: string },
  ): Promise<BproRecord>;
  /** Replaces the named fields of `data` if the record is still at `version`. */
  update(
    tenant: string,
    type: RecordType,
    id: string,
    version: number,
    changes: Partial<BproRecord['data']>,
    options: BproWriteOptions,
  ): Promise<BproRecord>;
  /** The head of the feed now: what comes after it is new. */
  feedHead(tenant: string): Promise<string>;
  /** Changes after `position`, in order. `waitMs`: stay up to so long until there is one (long poll). */
  changes(tenant: string, position: string, limit: number, waitMs?: number): Promise<BproChanges>;
  /** Whether an invoice number may be used for an imported invoice. */
  acceptsInvoiceNumber(tenant: string, number: string): Promise<boolean>;
}

/** The record moved: read it again and decide anew. */
export class BproVersionConflict extends Error {
  override readonly name = 'BproVersionConflict';
  constructor(readonly currentVersion: number) {
    super(`the record is at version ${String(currentVersion)}`);
  }
}

/** BPro says no and why: a stable code, the field, plain words without the record's content. */
export class BproRefused extends Error {
  override readonly name = 'BproRefused';
  constructor(
    readonly code: string,
    readonly field: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

export class BproNotFound extends Error {
  override readonly name = 'BproNotFound';
}

/** BPro answered with a record that does not have its type's shape. After a write: the write was done. */
export class BproMalformed extends Error implements BproMalformedRecord {
  override readonly name = 'BproMalformed';
  readonly type: RecordType;
  readonly id: string;
  readonly path: string;
  readonly problem: string;
  constructor(where: BproMalformedRecord) {
    super(`${where.type} ${where.id}: ${where.path}: ${where.problem}`);
    this.type = where.type;
    this.id = where.id;
    this.path = where.path;
    this.problem = where.problem;
  }
}

/** No answer, or none to be trusted. `maybeDone`: a write may have happened; repeat it with the same key. */
export class BproUnavailable extends Error {
  override readonly name = 'BproUnavailable';
  constructor(
    message: string,
    readonly maybeDone: boolean,
  ) {
    super(message);
  }
}
