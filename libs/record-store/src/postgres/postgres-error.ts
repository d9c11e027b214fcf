import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { RecordStoreFailure, RecordStoreUnavailable } from '../errors.js';

/**
 * SQLSTATEs after which the same call may succeed: connection lost (08), resources (53), shut down, cancelled or
 * starting up (57), i/o (58), serialization and deadlock (40), a lock not available (55P03), a server that became
 * read-only in a failover (25006). https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TRANSIENT = /^(08|53|57|58|40|55P03|25006)/;

export const isDeadlock = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '40P01';

/** What Node's sockets and the client say when the connection is the trouble. */
const NETWORK_CODE = /^E[A-Z]+/;
const CLIENT_MESSAGE =
  /connection (terminated|error|ended)|timeout exceeded|read timeout|client (was closed|has already been)|after calling end|not queryable/i;

/**
 * An error of PostgreSQL or of its client in the store's words. PostgreSQL's own message and details are left
 * out: they can quote values, and values are customers' data.
 */
export function translated(error: unknown, operation: string): unknown {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? 'unknown';
    const where = [error.table, error.constraint].filter((name) => name !== undefined).join(', ');
    const what = `${operation}: PostgreSQL answered ${code}${where ? ` (${where})` : ''}`;
    return TRANSIENT.test(code) ? new RecordStoreUnavailable(what) : new RecordStoreFailure(what, code);
  }
  if (!isNativeError(error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && NETWORK_CODE.test(code) && !code.startsWith('ERR_'))
    return new RecordStoreUnavailable(`${operation}: PostgreSQL cannot be reached (${code})`);
  if (CLIENT_MESSAGE.test(error.message))
    return new RecordStoreUnavailable(`${operation}: the connection to PostgreSQL was lost or is closed`);
  return error;
}
