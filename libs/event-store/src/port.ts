/** A JSON object as it stands in an event. */
export type EventData = Readonly<Record<string, unknown>>;

export interface NewEvent {
  /** UUID. Made before the first attempt; a retry uses the same id at the same expected revision. */
  readonly id: string;
  /** Past tense, stable for ever; a broken shape becomes `.v2`. */
  readonly type: string;
  readonly data: EventData;
  readonly metadata: EventData;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of a stream. */
  readonly revision: number;
  /** Place in the whole store; opaque, ordered by `comparePositions`; gaps are normal. */
  readonly position: Position;
}

/** `commit/prepare` as decimal digits. */
export type Position = string;

/** The revision that the writer believes the stream has: the fence between writers. */
export type ExpectedRevision = number | 'no_stream';

export interface Appended {
  /** Revision of the last event written (also on an idempotent repeat). */
  readonly revision: number;
  readonly position: Position;
}

export interface ReadOptions {
  /** First revision wanted; default 0. */
  readonly from?: number;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

/** What a subscription yields: events in order, and once, when it has reached the present, `caught-up`. */
export type SubscriptionItem =
  { readonly kind: 'event'; readonly event: RecordedEvent } | { readonly kind: 'caught-up' };

export interface Subscription extends AsyncIterable<SubscriptionItem> {
  close(): void;
}

/** EventStoreDB as this product uses it. Errors: `RevisionConflict`, `StoreFull`, `StoreUnavailable`. */
export interface EventStore {
  /** Appends all or none. Idempotent for the same ids at the same expected revision. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;
  /** The stream's events; empty when there is no such stream. */
  read(stream: string, options?: ReadOptions): Promise<RecordedEvent[]>;
  /** Every event of the streams whose names begin with one of `prefixes`, after `after` (exclusive), to the present. */
  readAll(prefixes: readonly string[], after?: Position): AsyncIterable<RecordedEvent>;
  /** As `readAll`, and then live. Throws `StoreUnavailable` out of the iteration when the connection is lost. */
  subscribe(prefixes: readonly string[], after?: Position): Subscription;
  /** Resolves when the store answers; rejects with `StoreUnavailable`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Somebody else appended first: reload the stream and decide anew. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'no_stream',
  ) {
    super(`stream is at ${String(actual)}, not at ${String(expected)}`);
  }
}

/** The store refuses new events for want of space. Nothing was written. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** One append is larger than the store takes (1 MiB by default). Nothing was written; a repeat fails the same way. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}

/** No answer, or none in time: the append may or may not have happened. Repeat it with the same ids. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export function comparePositions(a: Position, b: Position): number {
  const [ac = '0', ap = '0'] = a.split('/');
  const [bc = '0', bp = '0'] = b.split('/');
  const commit = BigInt(ac) - BigInt(bc);
  const order = commit === 0n ? BigInt(ap) - BigInt(bp) : commit;
  return order < 0n ? -1 : order > 0n ? 1 : 0;
}

/** Where a subscription's reader remembers how far it has handled. */
export interface Checkpoints {
  load(reader: string): Promise<Position | undefined>;
  save(reader: string, position: Position): Promise<void>;
}
