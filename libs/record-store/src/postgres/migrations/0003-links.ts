import type { Migration } from '../migrate.js';

/** Rebuildable from events; the primary key of a claim is what makes links a bijection (invariant I3). */
export const linksSchema: Migration = {
  number: 3,
  name: 'links',
  sql: `
    CREATE SCHEMA links;

    CREATE TABLE links.link (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      type       text COLLATE "C" NOT NULL,
      record_id  text COLLATE "C" NOT NULL,
      bpro_id    text COLLATE "C",
      qbo_id     text COLLATE "C",
      revision   bigint NOT NULL,
      open       boolean NOT NULL,
      state      json NOT NULL,
      PRIMARY KEY (tenant, generation, type, record_id)
    ) WITH (fillfactor = 80);
    CREATE INDEX link_by_bpro_id ON links.link (bpro_id, tenant, generation, type) WHERE bpro_id IS NOT NULL;
    CREATE INDEX link_by_qbo_id ON links.link (qbo_id, tenant, generation, type) WHERE qbo_id IS NOT NULL;
    CREATE INDEX link_open ON links.link (tenant, generation, record_id, type) WHERE open;

    CREATE TABLE links.claim (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      type       text COLLATE "C" NOT NULL,
      side       text COLLATE "C" NOT NULL,
      side_id    text COLLATE "C" NOT NULL,
      record_id  text COLLATE "C" NOT NULL,
      PRIMARY KEY (tenant, generation, type, side, side_id)
    );
  `,
};
