import { type EventLog, tombstoneRevision } from './event-log.js';
import type { StoredEvent } from './storage.js';
import type { StreamMetadata } from './stream-metadata.js';

export interface Source {
  /** Absent: all streams. */
  readonly stream?: string;
  readonly backwards: boolean;
  /** First revision or position wanted; backwards over all streams: the position before which to begin. */
  readonly from: number;
}

/** Rows of one page: small, so that slow readers hold little memory and appends get their turn. */
const pageRows = 64;

/** Walks through a stream or through everything, a page at a time. */
export class ReadCursor {
  private next: number;
  private readonly metadata: StreamMetadata | undefined;
  private readonly firstShown: number;

  constructor(
    private readonly log: EventLog,
    private readonly source: Source,
  ) {
    const { stream, from, backwards } = source;
    this.metadata = stream === undefined ? undefined : log.metadata(stream);
    this.firstShown =
      this.metadata && stream !== undefined ? firstRevisionShown(log, stream, this.metadata) : 0;
    const fromEnd = from === Number.MAX_SAFE_INTEGER && !backwards;
    this.next = fromEnd ? this.endNow() : backwards ? from : Math.max(from, this.firstShown);
  }

  /** Whether the stream can be read. */
  static stateOf(log: EventLog, stream: string): 'readable' | 'missing' | 'deleted' {
    const last = log.storage.lastRevision(stream);
    if (last === tombstoneRevision) return 'deleted';
    return last < 0 || log.metadata(stream).deleted ? 'missing' : 'readable';
  }

  nextPage(limit: number): StoredEvent[] {
    const { stream, backwards } = this.source;
    const rows = Math.min(limit, pageRows);
    const { storage } = this.log;
    if (this.next < 0) return [];
    if (stream !== undefined) {
      const page = backwards
        ? storage.readBackwards(stream, this.next, rows)
        : storage.readForwards(stream, this.next, rows);
      const last = page.at(-1);
      if (last) this.next = backwards ? last.revision - 1 : last.revision + 1;
      return page;
    }
    const page = backwards ? storage.allBefore(this.next, rows) : storage.allAfter(this.next - 1, rows);
    const last = page.at(-1);
    if (last) this.next = backwards ? last.position : last.position + 1;
    return page;
  }

  hasMore(): boolean {
    const { stream } = this.source;
    const { storage } = this.log;
    return stream === undefined
      ? storage.allAfter(this.next - 1, 1).length > 0
      : storage.readForwards(stream, this.next, 1).length > 0;
  }

  /** Whether the stream's metadata lets its readers see the event. */
  shows(event: StoredEvent): boolean {
    if (!this.metadata) return true;
    if (event.revision < this.firstShown) return false;
    const { maxAgeSeconds } = this.metadata;
    return maxAgeSeconds === undefined || event.created >= this.log.clock.now() - maxAgeSeconds * 1000;
  }

  private endNow(): number {
    const { stream } = this.source;
    if (stream !== undefined) return this.log.storage.lastRevision(stream) + 1;
    const [last] = this.log.storage.allBefore(Number.MAX_SAFE_INTEGER, 1);
    return last ? last.position + 1 : 0;
  }
}

function firstRevisionShown(
  log: EventLog,
  stream: string,
  { truncateBefore, maxCount }: StreamMetadata,
): number {
  if (maxCount === undefined) return truncateBefore;
  return Math.max(truncateBefore, log.storage.lastRevision(stream) + 1 - maxCount);
}
