import type { RecordedEvent } from '@bpro-qbo-sync/event-store';
import type { Ports } from '@bpro-qbo-sync/sync-application';
import type { Settings, TypeCount } from '@bpro-qbo-sync/sync-domain';
import {
  balancesAreNamed,
  carriedSumsAreEqual,
  countsMatchOrAreExplained,
  createdOncePerRecord,
  goesAcross,
  everyRecordHasItsReason,
  everyRecordIsInThePlan,
  ignoredIsNotCreated,
  intentsEnd,
  knownPairsWereRecognised,
  linkedDocumentsStandOnLinkedRecords,
  linksAreBijection,
  moneyIsEqual,
  nameOf,
  nothingMoved,
  nothingTwice,
  paymentsPayWhatIsOpen,
  recordLives,
  uncheckedMethodsAreUntouched,
  USERS_FIELDS,
  usersFieldsAreKept,
  versionsGrow,
  whatIsNotInSyncIsNoted,
  withDocuments,
  writesWereIntended,
  type Books,
  type KnownPairs,
  type PlannedRow,
  type RecordLife,
  type Violation,
} from './invariants/index.js';
import {
  changesWereReplayed,
  inQuickBooks,
  nothingHadToBeRepaired,
  nothingWasDone,
  type Plan,
} from './after-replay.js';
import { planEvents } from './story.js';
import { TENANT, type World } from './world.js';

export interface Finished {
  readonly world: World;
  readonly ports: Ports;
  /** Both systems before the first sync, before the last one, and after it. */
  readonly before: Books;
  readonly atRest: Books;
  readonly after: Books;
  /** Undefined: they were changed meanwhile; then what they left alone is looked at as it happens (I16) and no more. */
  readonly settings: Settings | undefined;
  /** Which records of both systems are the same. */
  readonly pairs: KnownPairs;
  /** What people made or changed in either system meanwhile, as `bpro/customer/12`. */
  readonly byPeople: ReadonlySet<string>;
  /** What was changed in BPro after the first sync and had time to be replayed, as `customer/12`. */
  readonly changed: ReadonlySet<string>;
  /** The first sync, the one after replay, and the one over unchanged systems. */
  readonly runs: readonly [string, string, string];
  /** Ids of the writes that QuickBooks was asked for by the last one. */
  readonly lastWrites: readonly string[];
}

/** I3 holds at every moment. */
export const watchLinks = async (world: World): Promise<Violation[]> =>
  linksAreBijection({ records: await recordLives(world.store) });

/** What must hold when everything is quiet. */
export async function verdictOf(finished: Finished): Promise<Violation[]> {
  const { world, ports, before, atRest, after, settings, pairs, byPeople, changed, runs, lastWrites } =
    finished;
  const records = await recordLives(world.store);
  const evidence = { ...after, records };
  const rows = await plannedRows(ports, runs[2]);
  const touched = withDocuments(byPeople, before.qbo);
  const since = goesAcross(touched, evidence);
  const governed = { ...evidence, records: notLeftOut(records, rows) };
  return [
    ...linksAreBijection(evidence),
    ...nothingTwice(evidence, before.qbo),
    ...createdOncePerRecord(evidence, before, byPeople),
    ...knownPairsWereRecognised(evidence, before, pairs, touched),
    ...moneyIsEqual(governed),
    ...carriedSumsAreEqual(governed),
    ...balancesAreNamed(evidence).violations,
    ...(inQuickBooks(byPeople) ? [] : paymentsPayWhatIsOpen(governed, before)),
    ...records.flatMap((record) => [...intentsEnd(record, true), ...versionsGrow(record)]),
    ...writesWereIntended(evidence, world.writes),
    ...usersFieldsAreKept(before.qbo, after.qbo, USERS_FIELDS),
    ...nothingMoved(atRest, after),
    ...nothingWasDone(records, lastWrites, byPeople),
    ...(settings ? await nothingHadToBeRepaired(world, records) : []),
    ...changesWereReplayed(await planOf(ports, runs[1]), changed, records, byPeople),
    ...everyRecordHasItsReason(evidence, leftOutOnPurpose(rows)),
    ...everyRecordIsInThePlan(evidence, rows),
    ...countsMatchOrAreExplained(evidence, await countsOf(ports, runs[2]), rows).violations,
    ...linkedDocumentsStandOnLinkedRecords(evidence),
    ...whatIsNotInSyncIsNoted(evidence, rows),
    ...(settings
      ? [
          ...uncheckedMethodsAreUntouched(evidence, before, settings, since),
          ...ignoredIsNotCreated(evidence, before, settings, since),
        ]
      : []),
  ];
}

/** BPro records that the plan leaves out or ignores, as `invoice/12`. */
const leftOutOnPurpose = (rows: readonly PlannedRow[]): Set<string> =>
  new Set(
    rows
      .filter(({ action }) => ['left-out', 'ignored', 'blocked', 'ambiguous'].includes(action))
      .map(({ type, bproId }) => `${type}/${String(bproId)}`),
  );

/** Money that was synced under earlier settings and is left alone by the present ones is not held equal any more. */
function notLeftOut(records: readonly RecordLife[], rows: readonly PlannedRow[]): RecordLife[] {
  const left = new Set(rows.filter(({ action }) => ['left-out', 'ignored'].includes(action)).map(nameOf));
  return records.filter((record) => !MONEY.has(record.type) || !left.has(nameOf(record)));
}

const MONEY: ReadonlySet<string> = new Set(['payment', 'refund']);

/** The second sync's plan, and when it was made. */
async function planOf(ports: Ports, run: string): Promise<Plan> {
  return { rows: await plannedRows(ports, run), at: (await madeOf(ports, run))?.position ?? '' };
}

/** What the plan says that it found (rule D1). */
async function countsOf(ports: Ports, run: string): Promise<readonly TypeCount[]> {
  return ((await madeOf(ports, run))?.data['counts'] ?? []) as readonly TypeCount[];
}

const madeOf = async (ports: Ports, run: string): Promise<RecordedEvent | undefined> =>
  (await planEvents(ports, run)).find(({ type }) => type === 'FullSyncPlanned');

async function plannedRows(ports: Ports, run: string): Promise<PlannedRow[]> {
  const scope = { tenant: TENANT, generation: 1 };
  const found: PlannedRow[] = [];
  let after: Parameters<Ports['records']['plans']['page']>[3];
  for (;;) {
    const rows = await ports.records.plans.page(scope, run, {}, after, 1000);
    for (const { type, recordId, action, reason, bproId, qboId, detail } of rows)
      found.push({
        type,
        recordId,
        action: String(detail['was'] ?? action),
        reason,
        bproId,
        qboId,
        root: detail['root'] as PlannedRow['root'],
        needed: detail['needed'] === true,
      });
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return found;
    after = { type: last.type, recordId: last.recordId };
  }
}
