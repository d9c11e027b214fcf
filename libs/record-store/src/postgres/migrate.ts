import { RecordStoreFailure } from '../errors.js';
import type { Database } from './database.js';
import { mirrorSchema } from './migrations/0001-mirror.js';
import { contentSchema } from './migrations/0002-content.js';
import { linksSchema } from './migrations/0003-links.js';
import { vaultSchema } from './migrations/0004-vault.js';
import { leasesSchema } from './migrations/0005-leases.js';

/** One step of the schemas. Once released it never changes: what is to change comes as another step. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const MIGRATIONS: readonly Migration[] = [
  mirrorSchema,
  contentSchema,
  linksSchema,
  vaultSchema,
  leasesSchema,
];

/** Any number that no other user of the database locks. */
const MIGRATION_LOCK = '5208734611903';

/**
 * Applies what is missing, in order, in one transaction; processes that start at once wait for each other. A
 * database that a newer version has already taken further is left as it is.
 */
export function migrate(database: Database): Promise<void> {
  return database.transaction('migrate', async (query) => {
    await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await query('CREATE SCHEMA IF NOT EXISTS record_store');
    await query(`
      CREATE TABLE IF NOT EXISTS record_store.migration (
        number     integer PRIMARY KEY,
        name       text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    const { rows } = await query<{ number: number; name: string }>(
      'SELECT number, name FROM record_store.migration',
    );
    const applied = new Map(rows.map((row) => [row.number, row.name]));
    for (const { number, name, sql } of MIGRATIONS) {
      const present = applied.get(number);
      if (present === name) continue;
      if (present !== undefined)
        throw new RecordStoreFailure(
          `migration ${String(number)} is "${name}" here and "${present}" in the database`,
        );
      await query(sql);
      await query('INSERT INTO record_store.migration (number, name) VALUES ($1, $2)', [number, name]);
    }
  });
}
