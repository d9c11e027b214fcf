import { connectReadModels, type PostgresReadModels } from '@bpro-qbo-sync/read-models';
import type { ReadModelsUnderTest } from '@bpro-qbo-sync/read-models/contract';
import pg from 'pg';

/** One statement, on a connection of its own. */
export async function administer<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The contract's way to a database. */
export function readModelsOn(url: string): ReadModelsUnderTest {
  const opened: PostgresReadModels[] = [];
  const open = (): PostgresReadModels => {
    const db = connectReadModels(url);
    opened.push(db);
    return db;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((db) => db.close()));
  };
  return {
    empty: async () => {
      await closeAll();
      await administer(
        url,
        'DROP SCHEMA IF EXISTS reporting, read, read_rebuild, read_check, read_former CASCADE',
      );
      return open();
    },
    another: () => Promise.resolve(open()),
    dispose: closeAll,
  };
}
