import type { Clock } from '@bpro-qbo-sync/clock';
import type { RecordStore } from '../port.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';
import { PostgresContentStore } from './postgres-content.js';
import { PostgresLeases, PostgresReaderPositions } from './postgres-leases.js';
import { PostgresLinks } from './postgres-links.js';
import { PostgresFacts, PostgresMirror } from './postgres-mirror.js';
import { PostgresPlans } from './postgres-plans.js';
import { PostgresSecretBox } from './postgres-secrets.js';

export interface ConnectRecordStoreOptions {
  /** Leases expire by it. */
  readonly clock: Clock;
  /** Connections at most, those of exclusive turns not counted. Default 10. */
  readonly poolSize?: number;
}

/**
 * The record store in PostgreSQL (16 or newer). Connects when it is first used; call `migrate` once before that.
 * Every method fails with RecordStoreUnavailable when PostgreSQL cannot be reached: the outcome of that call is
 * not known, and making it again is safe.
 */
export function connectRecordStore(
  databaseUrl: string,
  { clock, poolSize = 10 }: ConnectRecordStoreOptions,
): RecordStore {
  const database = new Database(databaseUrl, poolSize);
  const secrets = new PostgresSecretBox(database);
  return {
    mirror: new PostgresMirror(database),
    facts: new PostgresFacts(database),
    links: new PostgresLinks(database),
    content: new PostgresContentStore(database),
    plans: new PostgresPlans(database),
    leases: new PostgresLeases(database, clock),
    positions: new PostgresReaderPositions(database),
    secrets,
    migrate: () => migrate(database),
    ping: async () => {
      await database.query('ping', 'SELECT 1');
    },
    close: async () => {
      await Promise.all([database.close(), secrets.close()]);
    },
  };
}
