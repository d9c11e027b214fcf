import { realClock } from '@bpro-qbo-sync/clock';
import { RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { isAfter, type Position, positionParts } from '../event-source.js';
import { history, type HistoryRow } from '../projections/history.js';
import { notes, type NoteRow, PLACE_OF_TYPE } from '../projections/notes.js';
import { runTypes, type RunTypeRow } from '../projections/run-types.js';
import { runs, type RunRow } from '../projections/runs.js';
import {
  type CountsAnswer,
  type CurrentTo,
  foundNote,
  type NotesAnswer,
  type NotesFilter,
  type NoteTally,
  NOWHERE,
  type ReadModelQueries,
  type RecordPlace,
} from '../queries.js';
import type { AnyTable, Table } from '../table.js';
import type { Database, Query } from './database.js';
import { ReadModelsFailure, ReadModelsMissing, ReadModelsUnavailable } from './errors.js';
import { LIVE } from './schema.js';
import { rowColumns } from './sql.js';

/** The first look again after so many milliseconds, then doubling. */
const LOOK_AGAIN_MS = 5;
const LOOK_AGAIN_AT_MOST_MS = 80;
const UNDEFINED_COLUMN = '42703';

const columns = <Row>(table: Table<Row>): string => rowColumns(table as unknown as AnyTable, 't');

const STANDING = `
  FROM ${LIVE}.notes t
  WHERE t.tenant = $1 AND t.generation = $2 AND t.resolved_at IS NULL AND (t.dismissed_at IS NOT NULL) = $3
    AND ($4::text IS NULL OR t.type = $4) AND ($5::text IS NULL OR t.code = $5)
    AND ($6::text IS NULL OR t.severity = $6)`;

const NOTES = `
  SELECT page.*, r.bpro_id AS "recordBproId", r.qbo_id AS "recordQboId"
  FROM (
    SELECT ${columns(notes.table)}, ${PLACE_OF_TYPE} AS place ${STANDING}
      AND (${PLACE_OF_TYPE}, t.record_id) > ($7, $8)
    ORDER BY ${PLACE_OF_TYPE}, t.record_id LIMIT $9
  ) page
  LEFT JOIN ${LIVE}.records r ON r.tenant = page.tenant AND r.generation = page.generation AND r.type = page.type
    AND r.record_id = page."recordId"
  ORDER BY page.place, page."recordId"`;

const TALLIES = `
  SELECT t.code, t.severity, count(*)::float8 AS count ${STANDING}
  GROUP BY t.code, t.severity ORDER BY 3 DESC, 1`;

const COUNTED_RUN = `
  SELECT ${columns(runs.table)}
  FROM ${LIVE}.tenants o
  CROSS JOIN unnest(ARRAY[o.plan->>'run', o.active_run, o.completed_run]) WITH ORDINALITY AS named (run, place)
  JOIN ${LIVE}.runs t ON t.tenant = o.tenant AND t.run = named.run AND t.planned_at IS NOT NULL
  WHERE o.tenant = $1 ORDER BY named.place LIMIT 1`;

const COUNTS = `
  SELECT ${columns(runTypes.table)} FROM ${LIVE}.run_types t WHERE t.tenant = $1 AND t.run = $2 ORDER BY t.place`;

const RUNS = `
  SELECT ${columns(runs.table)} FROM ${LIVE}.runs t
  WHERE t.tenant = $1 AND ($2::text IS NULL OR (t.planning_started_at, t.run)
    < (SELECT a.planning_started_at, a.run FROM ${LIVE}.runs a WHERE a.tenant = $1 AND a.run = $2))
  ORDER BY t.planning_started_at DESC, t.run DESC LIMIT $3`;

const RECORD_HISTORY = `
  SELECT ${columns(history.table)} FROM ${LIVE}.history t
  WHERE t.tenant = $1 AND t.record_type = $2 AND t.record_id = $3 ORDER BY t.commit_position, t.prepare_position`;

const tenantHistory = (condition: string): string => `
  SELECT ${columns(history.table)} FROM ${LIVE}.history t
  WHERE t.tenant = $1 AND (t.commit_position, t.prepare_position) > ($2, $3) ${condition}
  ORDER BY t.commit_position, t.prepare_position LIMIT $4`;
const TENANT_HISTORY = tenantHistory('');
const RUN_HISTORY = tenantHistory('AND t.run = $5');

/** The queries over the live tables; each in one snapshot of them. */
export class PostgresQueries implements ReadModelQueries {
  constructor(private readonly database: Database) {}

  async currentTo(): Promise<CurrentTo> {
    return (await this.ask('current to', {}, () => Promise.resolve({}))).currentTo;
  }

  async reached(position: Position, withinMs: number): Promise<boolean> {
    const until = realClock.now() + withinMs;
    for (let pause = LOOK_AGAIN_MS; ; pause = Math.min(2 * pause, LOOK_AGAIN_AT_MOST_MS)) {
      const reached = (await this.currentTo()).position ?? undefined;
      if (!isAfter(position, reached)) return true;
      const left = until - realClock.now();
      if (left <= 0) return false;
      await realClock.sleep(Math.min(pause, left));
    }
  }

  notes(
    { tenant, generation, dismissed, type, code, severity }: NotesFilter,
    { after, limit }: { readonly after?: RecordPlace | undefined; readonly limit: number },
  ): Promise<NotesAnswer> {
    const filter = [tenant, generation, dismissed, type ?? null, code ?? null, severity ?? null];
    const from = after ? [RECORD_TYPES.indexOf(after.type) + 1, after.recordId] : [0, ''];
    return this.ask('notes', { notes: [], tallies: [] }, async (query) => {
      const found = await query<NotedRow>(NOTES, [...filter, ...from, limit]);
      return { notes: found.map(asFound), tallies: await query<NoteTally>(TALLIES, filter) };
    });
  }

  counts(tenant: string): Promise<CountsAnswer> {
    return this.ask('counts', { run: undefined, types: [] }, async (query) => {
      const [run] = await query<RunRow>(COUNTED_RUN, [tenant]);
      return { run, types: run ? await query<RunTypeRow>(COUNTS, [tenant, run.run]) : [] };
    });
  }

  runs(tenant: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }) {
    return this.ask('runs', { runs: [] }, async (query) => ({
      runs: await query<RunRow>(RUNS, [tenant, after ?? null, limit]),
    }));
  }

  recordHistory(tenant: string, { type, recordId }: RecordPlace) {
    return this.ask('record history', { events: [] }, async (query) => ({
      events: await query<HistoryRow>(RECORD_HISTORY, [tenant, type, recordId]),
    }));
  }

  tenantHistory(
    tenant: string,
    page: {
      readonly run?: string | undefined;
      readonly after?: Position | undefined;
      readonly limit: number;
    },
  ) {
    const { run, after, limit } = page;
    const [commit, prepare] = after === undefined ? [-1n, -1n] : positionParts(after);
    const values = [tenant, commit.toString(), prepare.toString(), limit];
    return this.ask('history', { events: [] }, async (query) => ({
      events:
        run === undefined
          ? await query<HistoryRow>(TENANT_HISTORY, values)
          : await query<HistoryRow>(RUN_HISTORY, [...values, run]),
    }));
  }

  /** An answer and its place in the events, of one moment. */
  private async ask<T extends object>(
    operation: string,
    nothing: T,
    work: (query: Query) => Promise<T>,
  ): Promise<T & { readonly currentTo: CurrentTo }> {
    try {
      return await this.database.snapshot(operation, async (query) => {
        const [stored] = await query<{ position: string | null; event_at: Date | null }>(
          `SELECT position, event_at FROM ${LIVE}.progress`,
        );
        const currentTo = { position: stored?.position ?? null, at: stored?.event_at?.toISOString() ?? null };
        return { ...(await work(query)), currentTo };
      });
    } catch (error) {
      if (error instanceof ReadModelsMissing) return { ...nothing, currentTo: NOWHERE };
      if (error instanceof ReadModelsFailure && error.code === UNDEFINED_COLUMN)
        throw new ReadModelsUnavailable(
          `${operation}: another version made the read models; they are rebuilt`,
        );
      throw error;
    }
  }
}

interface NotedRow extends NoteRow {
  readonly place: number;
  readonly recordBproId: string | null;
  readonly recordQboId: string | null;
}

const asFound = ({ place, recordBproId, recordQboId, ...note }: NotedRow) =>
  foundNote(note, { bproId: recordBproId, qboId: recordQboId });
