import type { Clock } from '@bpro-qbo-sync/clock';
import type { Position } from '../event-source.js';
import { FINGERPRINT, PROJECTIONS } from '../projections.js';
import type { ReadModelQueries } from '../queries.js';
import {
  type Difference,
  type FreshRows,
  type ReadModels,
  RebuildRunning,
  type Turn,
} from '../read-models.js';
import { Database } from './database.js';
import { PostgresQueries } from './postgres-queries.js';
import { PostgresRowSet } from './postgres-row-set.js';
import {
  createAllIndexes,
  createReportingViews,
  createTables,
  LIVE,
  liveFingerprint,
  lockSchemas,
} from './schema.js';
import { trySessionLock } from './session-lock.js';
import { differingRows } from './sql.js';
import type { StoredRow } from '../table.js';

/** How often a waiting process asks whether it is its turn. */
const TURN_POLL_MS = 1_000;

export interface ConnectReadModelsOptions {
  /** Connections at most, those of turns not counted. Default 5. */
  readonly poolSize?: number;
}

/** The read models in PostgreSQL (16 or newer). Connects when first used; errors: `ReadModelsUnavailable` and kin. */
export function connectReadModels(
  databaseUrl: string,
  { poolSize = 5 }: ConnectReadModelsOptions = {},
): PostgresReadModels {
  return new PostgresReadModels(new Database(databaseUrl, poolSize));
}

export class PostgresReadModels extends PostgresRowSet implements ReadModels {
  readonly queries: ReadModelQueries;

  constructor(database: Database) {
    super(database, LIVE, true);
    this.queries = new PostgresQueries(database);
  }

  prepare(): Promise<'current' | 'outdated'> {
    return this.database.transaction('prepare', async (query) => {
      await lockSchemas(query);
      const fingerprint = await liveFingerprint(query);
      if (fingerprint !== undefined && fingerprint !== FINGERPRINT) return 'outdated';
      if (fingerprint === undefined) {
        await createTables(query, LIVE);
        await createAllIndexes(query, LIVE);
      }
      await createReportingViews(query);
      return 'current';
    });
  }

  async takeTurn(clock: Clock, signal: AbortSignal, onWaiting?: () => void): Promise<Turn> {
    for (;;) {
      signal.throwIfAborted();
      const turn = await trySessionLock(this.database.url, 'projector');
      if (turn) return turn;
      onWaiting?.();
      await clock.sleep(TURN_POLL_MS, signal);
    }
  }

  holdStill<T>(work: (position: Position | undefined) => Promise<T>): Promise<T> {
    return this.database.transaction('hold still', async (query) => {
      const [stored] = await query<{ position: string | null }>(
        `SELECT position FROM ${LIVE}.progress FOR UPDATE`,
      );
      return work(stored?.position ?? undefined);
    });
  }

  async fresh(purpose: 'rebuild' | 'check'): Promise<FreshRows> {
    const turn = await trySessionLock(this.database.url, purpose);
    if (!turn) throw new RebuildRunning(purpose);
    const rows = new PostgresFreshRows(this.database, `${LIVE}_${purpose}`, turn);
    await rows.create();
    return rows;
  }

  async ping(): Promise<void> {
    await this.database.query('ping', 'SELECT 1');
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

interface DifferingRow {
  readonly key: StoredRow;
  readonly live: StoredRow | null;
  readonly rebuilt: StoredRow | null;
}

class PostgresFreshRows extends PostgresRowSet implements FreshRows {
  constructor(
    database: Database,
    schema: string,
    private readonly turn: Turn,
  ) {
    super(database, schema, false);
  }

  async create(): Promise<void> {
    try {
      await this.drop(this.schema);
      await this.database.transaction('create', (query) => createTables(query, this.schema));
    } catch (error) {
      await this.turn.release();
      throw error;
    }
  }

  async adopt(): Promise<void> {
    const former = `${LIVE}_former`;
    await this.database.transaction('index', (query) => createAllIndexes(query, this.schema));
    await this.drop(former);
    await this.database.transaction('adopt', async (query) => {
      await lockSchemas(query);
      const live = (await liveFingerprint(query)) !== undefined;
      if (live) {
        // Waits for the batch under way; the writer's next one finds the fresh rows and their position.
        await query(`LOCK TABLE ${LIVE}.progress IN ACCESS EXCLUSIVE MODE`);
        await query(`ALTER SCHEMA ${LIVE} RENAME TO ${former}`);
      }
      await query(`ALTER SCHEMA ${this.schema} RENAME TO ${LIVE}`);
      await createReportingViews(query);
    });
    await this.drop(former);
    await this.turn.release();
  }

  async differences(limit: number): Promise<Difference[]> {
    const found: Difference[] = [];
    for (const { table } of PROJECTIONS) {
      const rows = await this.database.query<DifferingRow>(
        'compare',
        differingRows(LIVE, this.schema, table),
        [limit - found.length],
      );
      for (const { key, live, rebuilt } of rows)
        found.push({ table: table.name, key, live: live ?? undefined, rebuilt: rebuilt ?? undefined });
    }
    return found;
  }

  async discard(): Promise<void> {
    try {
      await this.drop(this.schema);
    } finally {
      await this.turn.release();
    }
  }

  private async drop(schema: string): Promise<void> {
    await this.database.query('drop', `DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  }
}
