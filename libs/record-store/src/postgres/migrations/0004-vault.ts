import type { Migration } from '../migrate.js';

/** Secrets, sealed by the caller (rule B2). */
export const vaultSchema: Migration = {
  number: 4,
  name: 'vault',
  sql: `
    CREATE SCHEMA vault;

    CREATE TABLE vault.secret (
      name   text COLLATE "C" PRIMARY KEY,
      sealed text NOT NULL
    );
  `,
};
