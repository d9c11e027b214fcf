import { FINGERPRINT, PROJECTIONS } from '../projections.js';
import type { Query } from './database.js';
import { reportingViews } from './reporting-views.js';
import { createIndexes, createTable } from './sql.js';

/** The live tables. */
export const LIVE = 'read';

/** One lock for everything that makes or moves schemas, held for a transaction. */
const SCHEMA_LOCK = '7315520984416';

export async function lockSchemas(query: Query): Promise<void> {
  await query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
}

/** Tables with their primary keys, at the position before event 0. */
export async function createTables(query: Query, schema: string): Promise<void> {
  await query(`CREATE SCHEMA ${schema}`);
  for (const { table } of PROJECTIONS) await query(createTable(schema, table));
  await query(`
    CREATE TABLE ${schema}.progress (
      single      boolean PRIMARY KEY DEFAULT true CHECK (single),
      fingerprint text NOT NULL,
      position    text,
      event_at    timestamptz,
      handled     bigint NOT NULL DEFAULT 0,
      skipped     bigint NOT NULL DEFAULT 0,
      updated_at  timestamptz NOT NULL DEFAULT now()
    ) WITH (fillfactor = 50)`);
  await query(`INSERT INTO ${schema}.progress (fingerprint) VALUES ($1)`, [FINGERPRINT]);
}

export async function createAllIndexes(query: Query, schema: string): Promise<void> {
  for (const { table } of PROJECTIONS) for (const index of createIndexes(schema, table)) await query(index);
}

/** The fingerprint of the code that made the live rows; undefined when there are none. */
export async function liveFingerprint(query: Query): Promise<string | undefined> {
  const [found] = await query<{ there: boolean }>(
    `SELECT to_regclass('${LIVE}.progress') IS NOT NULL AS there`,
  );
  if (found?.there !== true) return undefined;
  const [stored] = await query<{ fingerprint: string }>(`SELECT fingerprint FROM ${LIVE}.progress`);
  return stored?.fingerprint;
}

/**
 * Points the reporting views at the live tables. A view that only its definition changes keeps its grants; one
 * whose columns changed has to be made anew.
 */
export async function createReportingViews(query: Query): Promise<void> {
  await query('CREATE SCHEMA IF NOT EXISTS reporting');
  for (const [name, definition] of reportingViews(LIVE)) {
    await query('SAVEPOINT view');
    try {
      await query(`CREATE OR REPLACE VIEW reporting.${name} AS ${definition}`);
    } catch (error) {
      if (!isInvalidTableDefinition(error)) throw error;
      await query('ROLLBACK TO SAVEPOINT view');
      await query(`DROP VIEW reporting.${name}`);
      await query(`CREATE VIEW reporting.${name} AS ${definition}`);
    }
    await query('RELEASE SAVEPOINT view');
  }
}

/** "cannot change name of view column", "cannot drop columns from view". */
const isInvalidTableDefinition = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42P16';
