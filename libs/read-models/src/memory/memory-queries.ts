import { realClock } from '@bpro-qbo-sync/clock';
import { RECORD_TYPES, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { isAfter, type Position } from '../event-source.js';
import { history, type HistoryRow } from '../projections/history.js';
import { notes, type NoteRow } from '../projections/notes.js';
import { records, type RecordRow } from '../projections/records.js';
import { runTypes, type RunTypeRow } from '../projections/run-types.js';
import { runs, type RunRow } from '../projections/runs.js';
import { tenants, type TenantRow } from '../projections/tenants.js';
import {
  type CountsAnswer,
  type CurrentTo,
  foundNote,
  type NotesAnswer,
  type NotesFilter,
  type NoteTally,
  type ReadModelQueries,
  type RecordPlace,
} from '../queries.js';
import type { Progress } from '../read-models.js';
import type { AnyTable, StoredRow, Table } from '../table.js';

/** What the queries need of the rows in memory. */
export interface MemoryRows {
  table(table: AnyTable): ReadonlyMap<string, StoredRow>;
  row(table: AnyTable, key: StoredRow): StoredRow | undefined;
  readonly state: Progress;
  /** Calls `wake` after each change of the rows, until the answer is called. */
  onChange(wake: () => void): () => void;
}

const asTable = <Row>(table: Table<Row>): AnyTable => table as unknown as AnyTable;

/** The in-memory twin of the queries. */
export class MemoryQueries implements ReadModelQueries {
  constructor(private readonly rows: MemoryRows) {}

  currentTo(): Promise<CurrentTo> {
    return Promise.resolve(this.current());
  }

  async reached(position: Position, withinMs: number): Promise<boolean> {
    const isThere = (): boolean => !isAfter(position, this.rows.state.position);
    const over = new AbortController();
    let forget = (): void => undefined;
    const there = new Promise<void>((resolve) => {
      forget = this.rows.onChange(() => {
        if (isThere()) resolve();
      });
      if (isThere()) resolve();
    });
    const late = realClock.sleep(withinMs, over.signal).catch(() => undefined);
    await Promise.race([there, late]);
    over.abort();
    forget();
    return isThere();
  }

  notes(
    filter: NotesFilter,
    { after, limit }: { readonly after?: RecordPlace | undefined; readonly limit: number },
  ): Promise<NotesAnswer> {
    const found = this.all<NoteRow>(notes.table).filter((note) => isWanted(note, filter));
    found.sort(byPlace);
    const page = after ? found.filter((note) => byPlace(note, after) > 0) : found;
    return this.answer({
      notes: page.slice(0, limit).map((note) => foundNote(note, this.recordOf(note))),
      tallies: talliesOf(found),
    });
  }

  counts(tenant: string): Promise<CountsAnswer> {
    const owner = this.rows.row(asTable(tenants.table), { tenant }) as TenantRow | undefined;
    const named = [owner?.plan?.run, owner?.activeRun, owner?.completedRun];
    const run = named
      .map((name) => this.rows.row(asTable(runs.table), { tenant, run: name }) as RunRow | undefined)
      .find((row) => row !== undefined && row.plannedAt !== null);
    const types = this.all<RunTypeRow>(runTypes.table).filter(
      (row) => row.tenant === tenant && row.run === run?.run,
    );
    return this.answer({ run, types: types.sort((a, b) => a.place - b.place) });
  }

  runs(tenant: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }) {
    const all = this.all<RunRow>(runs.table).filter((row) => row.tenant === tenant);
    all.sort((a, b) => compare(b.planningStartedAt, a.planningStartedAt) || compare(b.run, a.run));
    const from = after === undefined ? 0 : all.findIndex(({ run }) => run === after) + 1;
    const page = after !== undefined && from === 0 ? [] : all.slice(from, from + limit);
    return this.answer({ runs: page });
  }

  recordHistory(tenant: string, { type, recordId }: RecordPlace) {
    const events = this.historyOf(tenant, (row) => row.recordType === type && row.recordId === recordId);
    return this.answer({ events });
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
    const events = this.historyOf(
      tenant,
      (row) => (run === undefined || row.run === run) && isAfter(positionOf(row), after),
    );
    return this.answer({ events: events.slice(0, limit) });
  }

  private historyOf(tenant: string, wanted: (row: HistoryRow) => boolean): HistoryRow[] {
    const found = this.all<HistoryRow>(history.table).filter((row) => row.tenant === tenant && wanted(row));
    return found.sort((a, b) => (isAfter(positionOf(a), positionOf(b)) ? 1 : -1));
  }

  private recordOf({ tenant, generation, type, recordId }: NoteRow): RecordRow | undefined {
    const key = { tenant, generation, type, recordId };
    return this.rows.row(asTable(records.table), key) as RecordRow | undefined;
  }

  private all<Row>(table: Table<Row>): Row[] {
    return [...this.rows.table(asTable(table)).values()] as Row[];
  }

  private current(): CurrentTo {
    const { position, eventAt } = this.rows.state;
    return { position: position ?? null, at: eventAt ?? null };
  }

  private answer<T extends object>(found: T): Promise<T & { readonly currentTo: CurrentTo }> {
    return Promise.resolve({ ...found, currentTo: this.current() });
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const placeOf = (type: RecordType): number => RECORD_TYPES.indexOf(type);

const byPlace = (a: RecordPlace, b: RecordPlace): number =>
  placeOf(a.type) - placeOf(b.type) || compare(a.recordId, b.recordId);

const positionOf = (row: HistoryRow): Position => `${row.commitPosition}/${row.preparePosition}`;

const isWanted = (note: NoteRow, filter: NotesFilter): boolean =>
  note.tenant === filter.tenant &&
  note.generation === filter.generation &&
  note.resolvedAt === null &&
  (note.dismissedAt !== null) === filter.dismissed &&
  (filter.type ?? note.type) === note.type &&
  (filter.code ?? note.code) === note.code &&
  (filter.severity ?? note.severity) === note.severity;

function talliesOf(found: readonly NoteRow[]): NoteTally[] {
  const tallies = new Map<string, NoteTally>();
  for (const { code, severity } of found)
    tallies.set(code, { code, severity, count: (tallies.get(code)?.count ?? 0) + 1 });
  return [...tallies.values()].sort((a, b) => b.count - a.count || compare(a.code, b.code));
}
