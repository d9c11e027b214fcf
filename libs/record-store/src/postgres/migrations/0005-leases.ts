import type { Migration } from '../migrate.js';

/** A lease's row stays when it is released, so that fences only grow. */
export const leasesSchema: Migration = {
  number: 5,
  name: 'leases',
  sql: `
    CREATE SCHEMA leases;

    CREATE TABLE leases.lease (
      name       text COLLATE "C" PRIMARY KEY,
      holder     text NOT NULL,
      fence      bigint NOT NULL,
      expires_ms bigint NOT NULL
    ) WITH (fillfactor = 50);

    CREATE TABLE leases.position (
      reader   text COLLATE "C" PRIMARY KEY,
      position text NOT NULL
    ) WITH (fillfactor = 50);
  `,
};
