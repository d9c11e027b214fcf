import pg from 'pg';
import { translated } from './errors.js';

export type Query = <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;

const CONNECT_TIMEOUT_MS = 10_000;
/** Indexes of a large company's history take the longest. */
const STATEMENT_TIMEOUT_MS = 300_000;

const SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '15s'";

/** A pool of connections to one PostgreSQL; connects when it is first used. */
export class Database {
  private readonly pool: pg.Pool;
  private ending: Promise<void> | undefined;

  constructor(
    readonly url: string,
    poolSize: number,
  ) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
      keepAlive: true,
      application_name: 'bpro-qbo-sync read-models',
    });
    // An idle connection was lost: the pool makes another when one is needed.
    this.pool.on('error', () => undefined);
    // One that a transaction holds was lost between two statements: the next of them fails, the process goes on.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async query<Row extends pg.QueryResultRow>(
    operation: string,
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(sql, values)).rows;
    } catch (error) {
      throw translated(error, operation);
    }
  }

  /** All of the work or none of it. */
  transaction<T>(operation: string, work: (query: Query) => Promise<T>): Promise<T> {
    return this.within(operation, 'BEGIN', work);
  }

  /** Reads that all see the same moment, for somebody who waits for the answer. */
  snapshot<T>(operation: string, work: (query: Query) => Promise<T>): Promise<T> {
    return this.within(operation, SNAPSHOT, work);
  }

  private async within<T>(operation: string, begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      const connection = client;
      await connection.query(begin);
      const result = await work(async (sql, values) => (await connection.query(sql, values)).rows);
      await connection.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      // Closing the connection rolls back, whatever state it is in.
      client?.release(true);
      throw translated(error, operation);
    }
  }

  async close(): Promise<void> {
    await (this.ending ??= this.pool.end());
  }
}
