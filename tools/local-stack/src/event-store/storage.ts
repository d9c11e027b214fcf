import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/** One row: an event as it lies in the log. */
export interface StoredEvent {
  /** Byte offset in an imagined log: grows with gaps. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

type Row = [number, string, number, string, string, string, number, Uint8Array, Uint8Array];

const columns = 'position, stream, revision, id, type, content_type, created, data, metadata';
const pageBytes = 4096;

/** Another process has the folder open; two writers would break the log. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/** The log in an SQLite file (`events.db`): one writer, exclusive lock, every commit flushed to the disk. */
export class Storage {
  private readonly db: Database.Database;
  private readonly insertRow: Database.Statement<unknown[]>;
  private readonly lastRevisionOf: Database.Statement<unknown[]>;
  private readonly forwards: Database.Statement<unknown[]>;
  private readonly backwards: Database.Statement<unknown[]>;
  private readonly allForwards: Database.Statement<unknown[]>;
  private readonly allBackwards: Database.Statement<unknown[]>;

  /** Throws `FolderInUse`. `maxBytes` bounds the file: an insert beyond it fails as on a full disk. */
  constructor(directory: string, maxBytes?: number) {
    mkdirSync(directory, { recursive: true });
    const file = join(directory, 'events.db');
    this.db = new Database(file);
    try {
      lock(this.db, file);
    } catch (error) {
      this.db.close();
      throw error;
    }
    this.db.exec(`CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, content_type TEXT NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL,
      metadata BLOB NOT NULL, UNIQUE (stream, revision)) STRICT`);
    if (maxBytes !== undefined)
      this.db.exec(`PRAGMA max_page_count = ${String(Math.max(1, Math.floor(maxBytes / pageBytes)))}`);
    const prepare = (sql: string): Database.Statement<unknown[]> => this.db.prepare(sql).raw();
    this.insertRow = this.db.prepare(`INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.lastRevisionOf = prepare('SELECT max(revision) FROM events WHERE stream = ?');
    const select = (where: string, order: string): Database.Statement<unknown[]> =>
      prepare(`SELECT ${columns} FROM events WHERE ${where} ORDER BY ${order} LIMIT ?`);
    this.forwards = select('stream = ? AND revision >= ?', 'revision');
    this.backwards = select('stream = ? AND revision <= ?', 'revision DESC');
    this.allForwards = select('position > ?', 'position');
    this.allBackwards = select('position < ?', 'position DESC');
  }

  /** Runs the work as one durable transaction, or not at all. */
  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  insert(event: StoredEvent): void {
    const { position, stream, revision, id, type, contentType, created, data, metadata } = event;
    this.insertRow.run(position, stream, revision, id, type, contentType, created, data, metadata);
  }

  /** -1 when there is no such stream. */
  lastRevision(stream: string): number {
    const row = this.lastRevisionOf.get([stream]) as [number | null] | undefined;
    return row?.[0] ?? -1;
  }

  /** Events of a stream with `revision >= from`. */
  readForwards(stream: string, from: number, limit: number): StoredEvent[] {
    return (this.forwards.all([stream, from, limit]) as Row[]).map(fromRow);
  }

  /** Events of a stream with `revision <= from`, the youngest first. */
  readBackwards(stream: string, from: number, limit: number): StoredEvent[] {
    return (this.backwards.all([stream, from, limit]) as Row[]).map(fromRow);
  }

  /** Events of all streams after the position (exclusive). */
  allAfter(position: number, limit: number): StoredEvent[] {
    return (this.allForwards.all([position, limit]) as Row[]).map(fromRow);
  }

  /** Events of all streams before the position (exclusive), the youngest first. */
  allBefore(position: number, limit: number): StoredEvent[] {
    return (this.allBackwards.all([position, limit]) as Row[]).map(fromRow);
  }

  /** On a full disk the write-ahead log cannot be folded into the file: then the next start reads both. */
  close(): void {
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!isSqliteError(error, 'SQLITE_FULL')) throw error;
    } finally {
      this.db.close();
    }
  }
}

function lock(db: Database.Database, file: string): void {
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    db.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_BUSY'))
      throw new FolderInUse(
        `${file} is in use by another event store: stop that one, or choose another folder`,
      );
    throw error;
  }
}

/** Whether SQLite failed with this code. */
export const isSqliteError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const fromRow = ([
  position,
  stream,
  revision,
  id,
  type,
  contentType,
  created,
  data,
  metadata,
]: Row): StoredEvent => ({
  position,
  stream,
  revision,
  id,
  type,
  contentType,
  created,
  data,
  metadata,
});
