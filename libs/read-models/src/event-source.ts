/** An event as the event store gives it back; `libs/event-store` has the same shape. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** Place in the whole store: `commit/prepare` as decimal digits. */
export type Position = string;

/** What projections need of the event store: its whole past, and what comes live. */
export interface EventSource {
  /** Events of the streams that begin with one of `prefixes`, after `after` (exclusive), to the present. */
  readAll(prefixes: readonly string[], after?: Position): AsyncIterable<StoredEvent>;
  /** As `readAll`, and then live. Throws out of the iteration when the connection is lost. */
  subscribe(prefixes: readonly string[], after?: Position): EventSubscription;
}

export interface EventSubscription extends AsyncIterable<
  { readonly kind: 'event'; readonly event: StoredEvent } | { readonly kind: 'caught-up' }
> {
  close(): void;
}

/** Commit and prepare position. */
export function positionParts(position: Position): readonly [commit: bigint, prepare: bigint] {
  const [commit = '0', prepare = '0'] = position.split('/');
  return [BigInt(commit), BigInt(prepare)];
}

/** Whether `position` stands after `other` in the store; everything stands after `undefined`, the beginning. */
export function isAfter(position: Position, other: Position | undefined): boolean {
  if (other === undefined) return true;
  const [commit, prepare] = positionParts(position);
  const [otherCommit, otherPrepare] = positionParts(other);
  return commit === otherCommit ? prepare > otherPrepare : commit > otherCommit;
}
