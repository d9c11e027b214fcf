import { createHash } from 'node:crypto';
import pg from 'pg';
import { RecordStoreUnavailable } from '../errors.js';
import { APPLICATION } from './database.js';
import { translated } from './postgres-error.js';

/** A dead network is noticed within a minute, so that a machine that vanished does not keep its lock. */
const KEEP_ALIVE =
  'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3';

const keyOf = (name: string): string =>
  createHash('sha256').update(`record-store secret ${name}`).digest().readBigInt64BE().toString();

/**
 * A lock over all processes that lasts as long as its connection, which is its own: a lock that waits must not
 * take a connection from the pool that the holder's work needs. Needs a real session, so no transaction pooler.
 */
export class AdvisoryLock {
  private over = false;

  private constructor(
    private readonly name: string,
    private readonly client: pg.Client,
  ) {}

  /** Waits for the lock. `connected` is given the connection as soon as there is one to close. */
  static async take(
    url: string,
    name: string,
    connected: (close: () => Promise<void>) => void,
  ): Promise<AdvisoryLock> {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: `${APPLICATION} turn`,
    });
    const lock = new AdvisoryLock(name, client);
    client.on('error', () => (lock.over = true)).on('end', () => (lock.over = true));
    connected(() => lock.release());
    try {
      await client.connect();
      await client.query(KEEP_ALIVE);
      await client.query('SELECT pg_advisory_lock($1)', [keyOf(name)]);
      return lock;
    } catch (error) {
      await lock.release();
      throw translated(error, 'secrets.exclusively');
    }
  }

  /** Throws when the connection was lost: another process may have had its turn meanwhile. */
  assertHeld(): void {
    if (this.over) throw new RecordStoreUnavailable(`the turn at "${this.name}" was lost before it was over`);
  }

  async release(): Promise<void> {
    this.over = true;
    await this.client.end().catch(() => undefined);
  }
}
