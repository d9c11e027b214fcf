import type { Migration } from '../migrate.js';

/** Bodies that events refer to; a body is NULL once it is erased. */
export const contentSchema: Migration = {
  number: 2,
  name: 'content',
  sql: `
    CREATE SCHEMA content;

    CREATE TABLE content.body (
      tenant          text COLLATE "C" NOT NULL,
      generation      integer NOT NULL,
      reference       text COLLATE "C" NOT NULL,
      about_type      text COLLATE "C",
      about_record_id text COLLATE "C",
      body            json,
      PRIMARY KEY (tenant, generation, reference)
    );
    CREATE INDEX body_about ON content.body (about_record_id, about_type, tenant, generation)
      WHERE about_record_id IS NOT NULL AND body IS NOT NULL;
  `,
};
