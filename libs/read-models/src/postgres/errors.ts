import { isNativeError } from 'node:util/types';
import pg from 'pg';

/** PostgreSQL cannot be reached now, or a call's outcome is not known: it may be made again. */
export class ReadModelsUnavailable extends Error {
  override readonly name = 'ReadModelsUnavailable';
}

/** PostgreSQL refused a statement: a defect of the code or of the schema. Carries no stored value. */
export class ReadModelsFailure extends Error {
  override readonly name = 'ReadModelsFailure';

  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
  ) {
    super(message);
  }
}

/** The projector has not made the tables yet. */
export class ReadModelsMissing extends Error {
  override readonly name = 'ReadModelsMissing';

  constructor() {
    super('there are no read models in this database yet: start sync-projector');
  }
}

/**
 * SQLSTATEs after which the same call may succeed: connection (08), transaction rolled back (40), resources (53),
 * shut down or cancelled (57), i/o (58), a lock not available, a server that is read-only in a failover.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const TRANSIENT = /^(08|40|53|57|58|55P03|25006)/;
const MISSING = new Set(['3F000', '42P01']);

/** In the read models' words; PostgreSQL's own message is left out, for it can quote values. */
export function translated(error: unknown, operation: string): unknown {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? 'unknown';
    const where = error.table === undefined ? '' : ` (${error.table})`;
    if (MISSING.has(code)) return new ReadModelsMissing();
    if (TRANSIENT.test(code)) return new ReadModelsUnavailable(`${operation}: PostgreSQL answered ${code}`);
    return new ReadModelsFailure(`${operation}: PostgreSQL answered ${code}${where}`, code);
  }
  if (!isNativeError(error) || !isNetwork(error)) return error;
  return new ReadModelsUnavailable(`${operation}: the connection to PostgreSQL was lost or refused`);
}

const CLIENT_MESSAGE =
  /connection (terminated|error|ended)|timeout exceeded|read timeout|client (was closed|has already been)|after calling end|not queryable/i;

const isNetwork = (error: Error): boolean => {
  const code = 'code' in error ? String(error.code) : '';
  return (/^E[A-Z]+/.test(code) && !code.startsWith('ERR_')) || CLIENT_MESSAGE.test(error.message);
};
