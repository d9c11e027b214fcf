/** A JSON object as QuickBooks sends or takes it. */
export type QboRecord = Readonly<Record<string, unknown>>;

/** Entity names as QuickBooks spells them in bodies and queries (`Customer`, `TaxCode`, …). */
export type QboEntity = string;

/** Whose connection: tokens are the tenant's, limits are the company's. */
export interface Connection {
  readonly tenant: string;
  readonly realmId: string;
}

/** Live changes go before a running bulk sync. */
export type Lane = 'live' | 'bulk';

/** One condition of a query; joined by AND, the only junction that QuickBooks has. */
export interface Condition {
  readonly property: string;
  readonly operator: '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';
  readonly value: string | number | boolean | readonly (string | number | boolean)[];
}

export interface Query {
  readonly entity: QboEntity;
  readonly where?: readonly Condition[];
  readonly orderBy?: string;
  /** 1-based; default 1. */
  readonly startPosition?: number;
  /** At most 1000; default 1000. */
  readonly maxResults?: number;
}

export type QboOperation = 'create' | 'update' | 'delete' | 'void';

/** A write. `body` is sent as it is (an update says `sparse` itself); delete and void need Id and SyncToken. */
export interface QboWrite {
  readonly entity: QboEntity;
  readonly operation: QboOperation;
  readonly body: QboRecord;
  readonly allowDuplicateDocNumber?: boolean;
}

export interface QboWritten {
  /** The entity object of the answer (unwrapped); for a delete `{Id, status: 'Deleted'}`. */
  readonly record: QboRecord;
  readonly intuitTid: string | undefined;
}

export interface WriteOptions {
  /** Idempotency key, at most 50 characters; a retry must send the same id with the same body. */
  readonly requestId: string;
  readonly lane: Lane;
}

export interface BatchItem extends QboWrite {
  /** Two or three digits; its idempotency key is requestId + bId, together at most 50 characters. */
  readonly bId: string;
}

/** `missing`: the answer did not name the item, so its outcome is unknown. */
export type BatchResult =
  | { readonly bId: string; readonly ok: true; readonly written: QboWritten }
  | { readonly bId: string; readonly ok: false; readonly fault: QboFaultShape }
  | { readonly bId: string; readonly ok: 'missing' };

/**
 * What went wrong, in one shape, whether QuickBooks answered JSON, `fault` in lower case, XML, HTML or nothing.
 * - `validation`: fix the data; `stale`: SyncToken is old (5010); `not-found`: 610
 * - `throttled`: 429; `unavailable`: 5xx or no connection and certainly not done
 * - `unknown-outcome`: sent, and no answer that can be trusted: it may have been done
 * - `auth`: the access token was refused after one refresh; `connection-lost`: Intuit refused the refresh token
 * - `subscription`: the company is read-only (6190); `quota`: the month's metered calls are used up
 */
export type QboFaultKind =
  | 'validation'
  | 'stale'
  | 'not-found'
  | 'throttled'
  | 'unavailable'
  | 'unknown-outcome'
  | 'auth'
  | 'connection-lost'
  | 'subscription'
  | 'quota';

export interface QboFaultShape {
  readonly kind: QboFaultKind;
  /** Intuit's code (`6240`), or `http-503`, `network`, `timeout`, `html`. */
  readonly code: string;
  /** Intuit's `Message`: fixed texts, without the customer's data. */
  readonly message: string;
  /** Intuit's `Detail` may quote names: never log it, never put it into an event. */
  readonly detail: string;
  readonly element: string | undefined;
  readonly httpStatus: number | undefined;
  readonly intuitTid: string | undefined;
  readonly retryable: boolean;
}

export class QboFault extends Error implements QboFaultShape {
  override readonly name = 'QboFault';
  readonly kind: QboFaultKind;
  readonly code: string;
  readonly element: string | undefined;
  readonly httpStatus: number | undefined;
  readonly intuitTid: string | undefined;
  readonly retryable: boolean;
  /** Not enumerable, so that it is not serialised by accident. */
  readonly detail!: string;

  constructor(shape: QboFaultShape) {
    super(shape.message);
    this.kind = shape.kind;
    this.code = shape.code;
    this.element = shape.element;
    this.httpStatus = shape.httpStatus;
    this.intuitTid = shape.intuitTid;
    this.retryable = shape.retryable;
    Object.defineProperty(this, 'detail', { value: shape.detail, enumerable: false });
  }
}

export interface QboChanges {
  /** Present states by type. */
  readonly byEntity: Readonly<Record<QboEntity, QboRecord[]>>;
  /** Ids of what was deleted, by type. */
  readonly deleted: Readonly<Record<QboEntity, string[]>>;
  /** QuickBooks cut the answer at 1000 records: there may be more. */
  readonly truncated: boolean;
  /** When QuickBooks answered, by its own clock (ISO 8601); undefined: it did not say. */
  readonly time: string | undefined;
}

/** Calls since the process began, per company. Metered calls cost (reads); writes do not. */
export interface CallUsage {
  readonly metered: number;
  readonly unmetered: number;
  readonly batches: number;
  readonly throttled: number;
  /** `Customer.query`, `Invoice.create`, … to number of calls (batch items count under their entity). */
  readonly byKind: Readonly<Record<string, number>>;
}

/** QuickBooks Online's accounting API as this product uses it. Every method throws `QboFault`. */
export interface QboApi {
  companyInfo(connection: Connection): Promise<QboRecord>;
  preferences(connection: Connection): Promise<QboRecord>;
  /** One page. */
  query(connection: Connection, query: Query, lane?: Lane): Promise<QboRecord[]>;
  /**
   * Every row, page by page, ordered by Id; pages overlap by one row and a mismatch restarts the read with
   * `restarted: true` on the next page (the reader forgets what it had).
   */
  pages(
    connection: Connection,
    entity: QboEntity,
    where?: readonly Condition[],
  ): AsyncIterable<{ readonly rows: QboRecord[]; readonly restarted: boolean }>;
  count(connection: Connection, entity: QboEntity, where?: readonly Condition[]): Promise<number>;
  /** Change data capture of at least what changed since; one metered call. */
  changes(connection: Connection, entities: readonly QboEntity[], since: string): Promise<QboChanges>;
  read(connection: Connection, entity: QboEntity, id: string, lane?: Lane): Promise<QboRecord>;
  write(connection: Connection, write: QboWrite, options: WriteOptions): Promise<QboWritten>;
  /** At most 30 items; resent byte for byte under the same requestId while outcomes are unknown. */
  batch(connection: Connection, items: readonly BatchItem[], options: WriteOptions): Promise<BatchResult[]>;
  /** POST /taxservice/taxcode. The answer names `TaxCodeId` and each `TaxRateId`. */
  createTaxCode(connection: Connection, body: QboRecord, options: WriteOptions): Promise<QboWritten>;
  usage(realmId: string): CallUsage;
}

/** OAuth tokens as they are kept. Times are epoch milliseconds. */
export interface TokenSet {
  readonly realmId: string;
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
  readonly refreshHardExpiresAt: number | undefined;
  /** Counts up with every refresh. */
  readonly version: number;
}

/** Where encrypted tokens live and how processes take turns to refresh them (rule B2). */
export interface TokenVault {
  load(tenant: string): Promise<TokenSet | undefined>;
  save(tenant: string, tokens: TokenSet): Promise<void>;
  remove(tenant: string): Promise<void>;
  /** Runs `work` while no other process runs `exclusively` for the same tenant. */
  exclusively<T>(tenant: string, work: () => Promise<T>): Promise<T>;
}

/** The life of a connection: consent, exchange, revocation. */
export interface QboConnector {
  /** Where to send the manager's browser. `state` is made, stored and checked by the caller. */
  authorizeUrl(state: string): string;
  /** Exchanges a callback's `code` and keeps the tokens. Throws `QboFault` kind `auth` when Intuit refuses. */
  connect(
    tenant: string,
    callback: { readonly code: string; readonly realmId: string },
  ): Promise<{ realmId: string }>;
  /** Revokes at Intuit and forgets (rule B5). */
  disconnect(tenant: string): Promise<void>;
}
