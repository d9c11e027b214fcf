import type { CurrentTo, RunRow } from '@bpro-qbo-sync/read-models';
import type { RunState } from '@bpro-qbo-sync/sync-domain';
import type { ReadSide } from '../read-side.js';

interface Person {
  readonly kind: string;
  readonly id: string;
}

/** A run as one line: who, when, what came of it (rule I1). */
export interface ShownRun {
  readonly run: string;
  readonly generation: number;
  readonly status: RunState['status'];
  readonly paused: string | null;
  readonly settingsVersion: number;
  readonly plannedBy: Person | null;
  readonly startedBy: Person | null;
  readonly planningStartedAt: string;
  readonly plannedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Records that the plan wants something done with, and how many of them are done. */
  readonly planned: number;
  readonly done: number;
  readonly results: Readonly<Record<string, number>>;
}

export interface RunsPage {
  /** The latest first. */
  readonly runs: readonly ShownRun[];
  /** Pass it as `after`; none: this was the last page. */
  readonly next: string | null;
  readonly currentTo: CurrentTo;
}

export interface RunsWanted {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A tenant's runs. */
export async function runsPage(
  readSide: ReadSide,
  tenant: string,
  { after, limit }: RunsWanted,
): Promise<RunsPage> {
  const queries = await readSide.of(tenant);
  const { runs, currentTo } = await queries.runs(tenant, { after, limit });
  return {
    runs: runs.map(shownRun),
    next: runs.length < limit ? null : (runs.at(-1)?.run ?? null),
    currentTo,
  };
}

const person = (kind: string | null, id: string | null): Person | null =>
  kind === null || id === null ? null : { kind, id };

const shownRun = (row: RunRow): ShownRun => ({
  run: row.run,
  generation: row.generation,
  status: row.status,
  paused: row.pausedReason,
  settingsVersion: row.settingsVersion,
  plannedBy: person(row.plannedByKind, row.plannedById),
  startedBy: person(row.startedByKind, row.startedById),
  planningStartedAt: row.planningStartedAt,
  plannedAt: row.plannedAt,
  startedAt: row.startedAt,
  endedAt: row.endedAt,
  planned: row.planned,
  done: row.done,
  results: row.results,
});
