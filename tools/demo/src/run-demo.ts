import { setTimeout as pause } from 'node:timers/promises';
import type { RunningStack } from '@bpro-qbo-sync/local-stack';
import {
  callsBetween,
  nameOf,
  notesAreShownOnce,
  type Calls,
  type PlannedRow,
} from '@bpro-qbo-sync/simulation';
import type { Settings } from '@bpro-qbo-sync/sync-domain';
import { checkAll, type Checked } from './checks.js';
import { configure } from './configure.js';
import { enableAndConnect } from './connect.js';
import { carryOut, makePlan } from './follow.js';
import type { DemoInput } from './input-files.js';
import {
  printChecks,
  printCounts,
  printFindings,
  printMovers,
  printNotes,
  printReplay,
  printTotals,
} from './print.js';
import { endStateOf } from './end-state.js';
import { killing, type Killer } from './killing.js';
import { replayDay, type ReplayDay } from './replay-day.js';
import type { Reporter } from './reporter.js';
import type { Finding, NoteGroup, ShownCount, ShownNote, ShownRow, ShownTotal, SyncApi } from './sync-api.js';
import { Systems } from './systems.js';

/** Everything the demonstration found out: what `--json` prints. */
export interface DemoResult extends Checked {
  readonly ok: boolean;
  readonly company: string;
  readonly settings: Settings;
  readonly preFlight: readonly Finding[];
  readonly counts: { readonly before: readonly ShownCount[]; readonly after: readonly ShownCount[] };
  readonly totals: { readonly first: readonly ShownTotal[]; readonly second: readonly ShownTotal[] };
  readonly results: { readonly first: Calls; readonly second: Calls };
  /** Open and dismissed, as they stood after the first sync. */
  readonly notes: readonly ShownNote[];
  readonly noteGroups: readonly NoteGroup[];
  readonly links: readonly {
    readonly type: string;
    readonly recordId: string;
    readonly bproId: string;
    readonly qboId: string;
  }[];
  /** Calls per kind as the two systems counted them. */
  readonly calls: { readonly first: SystemCalls; readonly second: SystemCalls };
  /** What people did in BPro meanwhile, where that was asked for. */
  readonly replay: ReplayDay | undefined;
  /** Of what both systems hold at the end, but for ids and times: the same for the same books and settings. */
  readonly endState: string;
  /** Seconds of the wall's clock. */
  readonly seconds: Readonly<Record<'connect' | 'plan' | 'sync' | 'replay' | 'secondSync', number>>;
}

interface SystemCalls {
  readonly bpro: Calls;
  readonly qbo: Calls;
  readonly metered: number;
  readonly throttled: number;
}

export interface DemoParts {
  readonly input: DemoInput;
  readonly stack: RunningStack;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** How many times as fast as the wall's clock the programs' time runs. */
  readonly clockScale: number;
  readonly killer: Killer;
  /** How often it kills during the first sync, during the replay and during the last sync. */
  readonly kills: Readonly<Record<'sync' | 'replay' | 'lastSync', number>>;
  /** Changes that people make in BPro after the first sync; 0: no replay is shown. */
  readonly replay: number;
  /** Milliseconds of the programs' clock from one of them to the next. */
  readonly changeEveryMs: number;
  /** Milliseconds of the wall's clock. */
  readonly now: () => number;
}

/** Connects, syncs, replays what people do then, syncs again and holds what came of it against the rules. */
export async function runDemo(parts: DemoParts): Promise<DemoResult> {
  const { input, stack, reporter, signal, now } = parts;
  const systems = new Systems(stack, signal);
  const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
    const started = now();
    return [await work(), seconds(now() - started)];
  };
  await systems.load(input.bpro, input.qboFolder);
  const before = await systems.books();

  const [manager, connect] = await timed(() => enableAndConnect(stack, signal));
  const { company, refundAccounts } = await manager.choices();
  reporter.heading(`Connected to ${company.name}`);
  if (company.taxExplanation !== undefined) reporter.line(`  ${company.taxExplanation}`);
  const settings = await configure(manager, input, refundAccounts.offered[0]);
  const { findings } = await manager.preFlight();
  reporter.heading('Before the first sync');
  printFindings(reporter, findings);

  const atStart = await systems.calls();
  const [firstPlan, plan] = await timed(() => makePlan(manager, parts));
  reporter.heading('Records found');
  printCounts(reporter, firstPlan.counts);
  reporter.heading('The plan');
  printTotals(reporter, firstPlan.totals);

  reporter.heading('The sync');
  const whileKilling = <T>(kills: number, work: () => Promise<T>): Promise<T> =>
    killing({ ...parts, ...parts.killer, kills }, work);
  const [first, sync] = await timed(() =>
    whileKilling(parts.kills.sync, () => carryOut(manager, firstPlan.run, parts)),
  );
  const between = await systems.calls();
  const [replay, replaySeconds] = await timed(() => replayed(systems, manager, parts, whileKilling));
  const afterFirst = await systems.books();
  const atRest = await systems.calls();

  const secondStarted = now();
  const secondPlan = await makePlan(manager, parts);
  const planned = now();
  reporter.heading('Records after the sync');
  printCounts(reporter, secondPlan.counts);
  const firstRecords = await systems.lives();
  const noted = await settledNotes(manager, firstRecords, signal);
  reporter.heading('Notes');
  printNotes(reporter, noted.groups);

  reporter.heading(replay ? 'The last sync' : 'A second sync');
  const carriedOut = now();
  const second = await whileKilling(parts.kills.lastSync, () => carryOut(manager, secondPlan.run, parts));
  const secondSync = seconds(planned - secondStarted + (now() - carriedOut));
  const afterSecond = await systems.books();
  const atEnd = await systems.calls();
  const records = await systems.lives();
  const rows = (await manager.rows(secondPlan.run)).map(plannedRow);
  const calls = {
    first: callsOf(atStart, between),
    second: callsOf(atRest, atEnd),
  };
  const checked = checkAll({
    settings,
    pairs: input.pairs,
    replay,
    before,
    afterFirst,
    afterSecond,
    secondCalls: calls.second,
    records,
    counts: secondPlan.counts,
    rows,
    notes: (await settledNotes(manager, records, signal)).notes,
    rebuild: await systems.differencesFromRebuild(),
  });
  reporter.heading('Checked from outside');
  printChecks(reporter, checked.checks);
  printMovers(reporter, checked.movers);
  return {
    ok: checked.checks.every(({ wrong }) => wrong.length === 0),
    company: company.name,
    settings,
    preFlight: findings,
    counts: { before: firstPlan.counts, after: secondPlan.counts },
    totals: { first: firstPlan.totals, second: secondPlan.totals },
    results: { first: first.results, second: second.results },
    notes: noted.notes,
    noteGroups: noted.groups,
    links: records.flatMap(({ type, recordId, state: { bproId, qboId } }) =>
      bproId === undefined || qboId === undefined ? [] : [{ type, recordId, bproId, qboId }],
    ),
    calls,
    endState: endStateOf(afterSecond),
    replay,
    seconds: { connect, plan, sync, replay: replaySeconds, secondSync },
    ...checked,
  };
}

/** People at work after the first sync, where that was asked for. */
async function replayed(
  systems: Systems,
  manager: SyncApi,
  parts: DemoParts,
  whileKilling: <T>(kills: number, work: () => Promise<T>) => Promise<T>,
): Promise<ReplayDay | undefined> {
  const { replay, reporter } = parts;
  if (replay === 0) return undefined;
  reporter.heading(`People make ${String(replay)} changes in BPro while a second sync runs`);
  const day = await replayDay(systems, manager, replay, parts, (work) =>
    whileKilling(parts.kills.replay, work),
  );
  printReplay(reporter, day);
  await takeUpRefused(systems, manager, parts);
  return day;
}

/** What QuickBooks refused is tried again by the next sync, and what was in the way may be gone by then. */
async function takeUpRefused(systems: Systems, manager: SyncApi, parts: DemoParts): Promise<void> {
  const { run } = await makePlan(manager, parts);
  const noted = new Set((await systems.lives()).filter(({ state }) => state.note).map(nameOf));
  const again = (await manager.rows(run)).filter(({ action }) => action.endsWith('-qbo'));
  if (!again.some((row) => noted.has(nameOf(row)))) return;
  parts.reporter.heading('A sync takes up what QuickBooks refused meanwhile');
  await carryOut(manager, run, parts);
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

const NOTES_ARE_LATE_BY_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** Notes are a read model: they follow the events after a moment. */
async function settledNotes(
  api: SyncApi,
  records: Parameters<typeof notesAreShownOnce>[0]['records'],
  signal: AbortSignal,
): Promise<{ readonly notes: ShownNote[]; readonly groups: readonly NoteGroup[] }> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const open = await api.notes('open');
    const dismissed = await api.notes('dismissed');
    const notes = [...open.notes, ...dismissed.notes];
    if (waited >= NOTES_ARE_LATE_BY_MS || notesAreShownOnce({ records }, notes).length === 0)
      return { notes, groups: open.groups };
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

const plannedRow = ({ type, recordId, action, reason, bpro, qbo, root }: ShownRow): PlannedRow => ({
  type,
  recordId,
  action,
  reason,
  bproId: bpro?.id,
  qboId: qbo?.id,
  root: root ?? undefined,
});

type Counted = Awaited<ReturnType<Systems['calls']>>;

const callsOf = (earlier: Counted, later: Counted): SystemCalls => ({
  bpro: callsBetween(earlier.bpro, later.bpro),
  qbo: callsBetween(earlier.qbo.byKind, later.qbo.byKind),
  metered: later.qbo.metered - earlier.qbo.metered,
  throttled: later.qbo.throttled - earlier.qbo.throttled,
});
