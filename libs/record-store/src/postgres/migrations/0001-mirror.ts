import type { Migration } from '../migrate.js';

/**
 * Caches: they can be thrown away and read or made again. Content is `json`, which keeps its text as it was. A
 * secondary index begins with what is looked up, never with the scope: after a bulk load, before statistics are
 * there, the planner would otherwise take any index of the scope and walk through all of it.
 */
export const mirrorSchema: Migration = {
  number: 1,
  name: 'mirror',
  sql: `
    CREATE SCHEMA mirror;

    CREATE TABLE mirror.record (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      side       text COLLATE "C" NOT NULL,
      type       text COLLATE "C" NOT NULL,
      id         text COLLATE "C" NOT NULL,
      version    text NOT NULL,
      created_at text NOT NULL,
      updated_at text NOT NULL,
      state      text NOT NULL,
      keys       json NOT NULL,
      content    json NOT NULL,
      read_id    text,
      PRIMARY KEY (tenant, generation, side, type, id)
    ) WITH (fillfactor = 80);

    CREATE TABLE mirror.match_key (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      side       text COLLATE "C" NOT NULL,
      type       text COLLATE "C" NOT NULL,
      key        text COLLATE "C" NOT NULL,
      id         text COLLATE "C" NOT NULL,
      PRIMARY KEY (id, tenant, generation, side, type, key)
    );
    CREATE INDEX match_key_by_key ON mirror.match_key (key, tenant, generation, side, type, id);

    CREATE TABLE mirror.fact (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      key        text COLLATE "C" NOT NULL,
      value      json NOT NULL,
      PRIMARY KEY (tenant, generation, key)
    );

    CREATE TABLE mirror.plan (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      run        text COLLATE "C" NOT NULL,
      type       text COLLATE "C" NOT NULL,
      record_id  text COLLATE "C" NOT NULL,
      bpro_id    text COLLATE "C",
      qbo_id     text COLLATE "C",
      action     text COLLATE "C" NOT NULL,
      reason     text COLLATE "C" NOT NULL,
      detail     json NOT NULL,
      PRIMARY KEY (tenant, generation, run, type, record_id)
    );
    CREATE INDEX plan_by_bpro_id ON mirror.plan (bpro_id, tenant, generation, run, type)
      WHERE bpro_id IS NOT NULL;
    CREATE INDEX plan_by_qbo_id ON mirror.plan (qbo_id, tenant, generation, run, type)
      WHERE qbo_id IS NOT NULL;

    CREATE TABLE mirror.plan_total (
      tenant     text COLLATE "C" NOT NULL,
      generation integer NOT NULL,
      run        text COLLATE "C" NOT NULL,
      type       text COLLATE "C" NOT NULL,
      action     text COLLATE "C" NOT NULL,
      reason     text COLLATE "C" NOT NULL,
      count      bigint NOT NULL,
      PRIMARY KEY (tenant, generation, run, type, action, reason)
    ) WITH (fillfactor = 50);

    CREATE FUNCTION mirror.count_plan() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO mirror.plan_total AS total
        SELECT tenant, generation, run, type, action, reason, count(*) FROM coming
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (tenant, generation, run, type, action, reason)
          DO UPDATE SET count = total.count + excluded.count;
      ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO mirror.plan_total AS total
        SELECT tenant, generation, run, type, action, reason, sum(change) FROM (
          SELECT tenant, generation, run, type, action, reason, 1 AS change FROM coming
          UNION ALL
          SELECT tenant, generation, run, type, action, reason, -1 FROM going
        ) changes
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (tenant, generation, run, type, action, reason)
          DO UPDATE SET count = total.count + excluded.count;
      ELSE
        INSERT INTO mirror.plan_total AS total
        SELECT tenant, generation, run, type, action, reason, -count(*) FROM going
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (tenant, generation, run, type, action, reason)
          DO UPDATE SET count = total.count + excluded.count;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER count_inserted AFTER INSERT ON mirror.plan
      REFERENCING NEW TABLE AS coming FOR EACH STATEMENT EXECUTE FUNCTION mirror.count_plan();
    CREATE TRIGGER count_updated AFTER UPDATE ON mirror.plan
      REFERENCING OLD TABLE AS going NEW TABLE AS coming
      FOR EACH STATEMENT EXECUTE FUNCTION mirror.count_plan();
    CREATE TRIGGER count_deleted AFTER DELETE ON mirror.plan
      REFERENCING OLD TABLE AS going FOR EACH STATEMENT EXECUTE FUNCTION mirror.count_plan();
  `,
};
