import type { BproChange, BproChanges } from '@bpro-qbo-sync/bpro-adapter';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { type BproRecord, RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import type { JournalLine, KeptAnswer } from './journal.js';
import { type BproSettings, TenantBooks } from './tenant-books.js';

export type Commit = Extract<JournalLine, { kind: 'commit' }>;

/** A change before it has its place in the feed. */
export type NewChange = Pick<BproChange, 'kind'> & { readonly record: BproRecord };

const POSITION = /^\d{12}$/;
const positionOf = (index: number): string => String(index).padStart(12, '0');

/** One BPro system: its books, its change feed and the answers it has given under idempotency keys. */
export class Tenant {
  private readonly feed: BproChange[] = [];
  private readonly kept = new Map<string, KeptAnswer>();
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly books: TenantBooks,
    private readonly journal: (line: JournalLine) => void,
  ) {}

  static withSettings(settings: BproSettings, journal: (line: JournalLine) => void): Tenant {
    return new Tenant(new TenantBooks(settings), journal);
  }

  keptAnswer(key: string): KeptAnswer | undefined {
    return this.kept.get(key);
  }

  /** Journals, then applies, then wakes those who wait for changes: all in one go. */
  commit(changes: readonly NewChange[], kept?: KeptAnswer): void {
    const line: Commit = {
      kind: 'commit',
      records: changes.map((c) => c.record),
      changes: changes.map(({ kind, record }, i) => ({
        position: positionOf(this.feed.length + i + 1),
        type: record.type,
        id: record.id,
        kind,
        version: record.version,
        origin: record.origin,
        at: record.updatedAt,
      })),
      ...(kept ? { kept } : {}),
    };
    this.journal(line);
    this.apply(line);
    for (const listener of [...this.listeners]) listener();
  }

  apply(line: Commit): void {
    for (const record of line.records) this.books.put(record);
    this.feed.push(...line.changes);
    if (line.kept) this.kept.set(line.kept.key, line.kept);
  }

  head(): string {
    return positionOf(this.feed.length);
  }

  /** Throws `BproRefused` for a position that the feed never gave out. */
  changesAfter(position: string, limit: number): BproChanges {
    const from = POSITION.test(position) ? Number(position) : NaN;
    if (!(from <= this.feed.length))
      throw new BproRefused('unknown-position', 'after', 'the change feed has no such position');
    const changes = this.feed.slice(from, from + limit);
    return {
      changes,
      position: positionOf(from + changes.length),
      more: from + changes.length < this.feed.length,
    };
  }

  /** Calls back at every commit until the returned function is called. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The shortest journal that leads to this state. */
  *snapshot(): IterableIterator<JournalLine> {
    yield { kind: 'tenant', settings: this.books.settings };
    for (const type of RECORD_TYPES)
      for (const record of this.books.all(type)) yield { kind: 'commit', records: [record], changes: [] };
    for (const change of this.feed) yield { kind: 'commit', records: [], changes: [change] };
    for (const kept of this.kept.values()) yield { kind: 'commit', records: [], changes: [], kept };
  }
}
