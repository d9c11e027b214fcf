import { randomUUID } from 'node:crypto';
import type { Clock } from '@bpro-qbo-sync/clock';
import { isSqliteError, type Storage, type StoredEvent } from './storage.js';
import {
  deletedMetadata,
  metadataStream,
  ownerOf,
  readMetadata,
  type StreamMetadata,
  undeleted,
} from './stream-metadata.js';

/** The revision that a writer expects; `no_stream` is -1. */
export type Expected = number | 'any' | 'stream_exists';

export type ProposedEvent = Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  /** `current` is -1 when there is no such stream. */
  | { readonly kind: 'conflict'; readonly current: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'full' }
  /** The disk failed: nobody knows whether the events were written. */
  | { readonly kind: 'failed' };

/** Default `MaxAppendSize` of EventStoreDB, in bytes, for a whole append. */
export const maxAppendBytes = 1_048_576;

/** Stands for the wire's 2^63-1, the revision of a tombstone. */
export const tombstoneRevision = Number.MAX_SAFE_INTEGER;

interface Pending {
  /** Decides and inserts, inside the group's transaction. */
  readonly write: () => AppendOutcome;
  readonly settle: (outcome: AppendOutcome) => void;
}

/**
 * EventStoreDB's write semantics over the storage. Writes that arrive in the same turn of the event loop share one
 * transaction and so one flush to the disk; nobody is answered before it is done.
 */
export class EventLog {
  private queue: Pending[] = [];
  private scheduled = false;
  private nextPosition: number;
  private readonly waiting = new Set<() => void>();

  constructor(
    readonly storage: Storage,
    readonly clock: Clock,
    private readonly report: (error: unknown) => void,
  ) {
    const [last] = storage.allBefore(Number.MAX_SAFE_INTEGER, 1);
    this.nextPosition = last ? last.position + sizeOf(last) : 0;
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Promise<AppendOutcome> {
    return this.enqueue(() => this.appendOne(stream, expected, events));
  }

  /** Hides all events so far; the stream may be written again. */
  softDelete(stream: string, expected: Expected): Promise<AppendOutcome> {
    return this.enqueue(() => {
      if (this.isTombstoned(stream)) return { kind: 'deleted' };
      const current = this.storage.lastRevision(stream);
      const metadata = this.metadata(stream);
      if (!isExpected(expected, current, metadata)) return { kind: 'conflict', current };
      return this.appendOne(metadataStream(stream), 'any', [deletedMetadata(metadata)]);
    });
  }

  /** Ends the stream for ever. */
  tombstone(stream: string, expected: Expected): Promise<AppendOutcome> {
    return this.enqueue(() => {
      if (this.isTombstoned(stream)) return { kind: 'deleted' };
      const current = this.storage.lastRevision(stream);
      if (typeof expected === 'number' && expected !== current) return { kind: 'conflict', current };
      const position = this.insert(stream, tombstoneEvent(), tombstoneRevision);
      return { kind: 'appended', revision: tombstoneRevision, position };
    });
  }

  private enqueue(write: Pending['write']): Promise<AppendOutcome> {
    return new Promise((settle) => {
      this.queue.push({ write, settle });
      if (!this.scheduled)
        setImmediate(() => {
          this.flush();
        });
      this.scheduled = true;
    });
  }

  /** Writes what waits. */
  flush(): void {
    const group = this.queue;
    this.queue = [];
    this.scheduled = false;
    if (group.length === 0) return;
    const outcomes = this.write(group) ?? group.map((one) => this.write([one])?.[0]);
    group.forEach(({ settle }, index) => {
      settle(outcomes[index] ?? { kind: 'full' });
    });
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  /** Undefined when there is no room for all of the group: then each is tried alone, so that repeats are answered. */
  private write(group: readonly Pending[]): AppendOutcome[] | undefined {
    const before = this.nextPosition;
    try {
      return this.storage.transaction(() => group.map(({ write }) => write()));
    } catch (error) {
      this.nextPosition = before;
      if (isSqliteError(error, 'SQLITE_FULL')) return undefined;
      this.report(error);
      return group.map(() => ({ kind: 'failed' }));
    }
  }

  private appendOne(stream: string, expected: Expected, events: readonly ProposedEvent[]): AppendOutcome {
    if (this.isTombstoned(stream)) return { kind: 'deleted' };
    const size = events.reduce((sum, event) => sum + appendSizeOf(event), 0);
    if (size > maxAppendBytes) return { kind: 'too-large' };
    const current = this.storage.lastRevision(stream);
    const metadata = this.metadata(stream);
    if (!isExpected(expected, current, metadata)) {
      if (typeof expected !== 'number') return { kind: 'conflict', current: -1 };
      return this.repeatOf(stream, expected, events) ?? { kind: 'conflict', current };
    }
    if (metadata.deleted) this.insert(metadataStream(stream), undeleted(metadata, current + 1));
    let position = this.nextPosition;
    for (const event of events) position = this.insert(stream, event);
    return { kind: 'appended', revision: current + events.length, position };
  }

  /** The first outcome, when the ids of the append stand right after the expected revision, in order and all. */
  private repeatOf(
    stream: string,
    expected: number,
    events: readonly ProposedEvent[],
  ): AppendOutcome | undefined {
    const stored = this.storage.readForwards(stream, expected + 1, events.length);
    const last = stored.at(-1);
    if (!last || stored.length !== events.length) return undefined;
    if (!stored.every(({ id }, index) => id === events[index]?.id)) return undefined;
    return { kind: 'appended', revision: last.revision, position: last.position };
  }

  /** Inside a transaction: the event's position. */
  private insert(
    stream: string,
    event: ProposedEvent,
    revision = this.storage.lastRevision(stream) + 1,
  ): number {
    const position = this.nextPosition;
    const stored = { ...event, stream, revision, position, created: this.clock.now() };
    this.storage.insert(stored);
    this.nextPosition += sizeOf(stored);
    return position;
  }

  /** What `$$stream` says about the stream. */
  metadata(stream: string): StreamMetadata {
    return readMetadata(this.storage, stream);
  }

  /** A stream ends together with its metadata. */
  private isTombstoned(stream: string): boolean {
    return this.storage.lastRevision(ownerOf(stream)) === tombstoneRevision;
  }

  /** Resolves after the next commit, or when the signal aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      signal.addEventListener('abort', wake);
      this.waiting.add(wake);
    });
  }
}

/** Whether a writer that expects this may write after `current`. A soft-deleted stream counts as missing too. */
function isExpected(expected: Expected, current: number, { deleted }: StreamMetadata): boolean {
  if (expected === 'any' || expected === current) return true;
  const exists = current >= 0 && !deleted;
  return expected === 'stream_exists' ? exists : expected === -1 && !exists;
}

const tombstoneEvent = (): ProposedEvent => ({
  id: randomUUID(),
  type: '$streamDeleted',
  contentType: 'application/octet-stream',
  data: Buffer.alloc(0),
  metadata: Buffer.alloc(0),
});

const appendSizeOf = ({ type, data, metadata }: ProposedEvent): number =>
  2 * type.length + data.length + metadata.length;

/** What the event takes in the imagined log: never 0, so that positions grow and have gaps. */
const sizeOf = (event: StoredEvent): number => 100 + 2 * event.stream.length + appendSizeOf(event);
