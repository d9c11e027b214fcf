import pg from 'pg';
import { RecordStoreUnavailable } from '../errors.js';
import { isDeadlock, translated } from './postgres-error.js';

export type Query = <Row extends pg.QueryResultRow>(
  sql: string,
  values?: unknown[],
) => Promise<pg.QueryResult<Row>>;

const CONNECT_TIMEOUT_MS = 10_000;
/** The longest statements clear a large company's rows; the client gives up a little after the server. */
const STATEMENT_TIMEOUT_MS = 120_000;
const ANSWER_TIMEOUT_MS = 125_000;

const ATTEMPTS = 5;

export const APPLICATION = 'bpro-qbo-sync record-store';

/** A pool of connections whose errors speak the store's language. */
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
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      application_name: APPLICATION,
    });
    // An idle connection was lost. The pool has dropped it already and makes another when one is needed.
    this.pool.on('error', () => undefined);
    // One that a transaction holds was lost between two statements: the next of them fails, the process goes on.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get closed(): boolean {
    return this.ending !== undefined;
  }

  /** Runs one statement: all of it or nothing of it. */
  query<Row extends pg.QueryResultRow>(
    operation: string,
    sql: string,
    values: unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    return this.attempted(operation, () => this.pool.query<Row>(sql, values));
  }

  /** Runs several statements on one connection: all of them or none. `work` can run more than once. */
  transaction<T>(operation: string, work: (query: Query) => Promise<T>): Promise<T> {
    return this.attempted(operation, async () => {
      const client = await this.pool.connect();
      let done = false;
      try {
        await client.query('BEGIN');
        const result = await work((sql, values) => client.query(sql, values));
        await client.query('COMMIT');
        done = true;
        return result;
      } finally {
        // A connection that is closed instead of given back rolls back, whatever state it is in.
        client.release(!done);
      }
    });
  }

  async close(): Promise<void> {
    await (this.ending ??= this.pool.end());
  }

  /** Nothing remains of the victim of a deadlock, so it goes again. */
  private async attempted<T>(operation: string, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      this.assertOpen(operation);
      try {
        return await work();
      } catch (error) {
        if (!isDeadlock(error) || attempt === ATTEMPTS) throw translated(error, operation);
      }
    }
  }

  assertOpen(operation: string): void {
    if (this.closed) throw new RecordStoreUnavailable(`${operation}: the record store is closed`);
  }
}
