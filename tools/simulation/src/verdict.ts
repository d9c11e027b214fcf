import type { Ports } from '@bpro-qbo-sync/sync-application';
import { replayStream, type Settings, type TypeCount } from '@bpro-qbo-sync/sync-domain';
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
  writesWereIntended,
  type Books,
  type KnownPairs,
  type PlannedRow,
  type RecordLife,
  type Violation,
} from './invariants/index.js';
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
  const since = goesAcross(byPeople, evidence);
  const governed = { ...evidence, records: notLeftOut(records, rows) };
  return [
    ...linksAreBijection(evidence),
    ...nothingTwice(evidence, before.qbo),
    ...createdOncePerRecord(evidence, before, byPeople),
    ...knownPairsWereRecognised(evidence, before, pairs, byPeople),
    ...moneyIsEqual(governed),
    ...carriedSumsAreEqual(governed),
    ...balancesAreNamed(evidence).violations,
    ...([...byPeople].some((key) => key.startsWith('qbo/')) ? [] : paymentsPayWhatIsOpen(governed, before)),
    ...records.flatMap((record) => [...intentsEnd(record, true), ...versionsGrow(record)]),
    ...writesWereIntended(evidence, world.writes),
    ...usersFieldsAreKept(before.qbo, after.qbo, USERS_FIELDS),
    ...nothingMoved(atRest, after),
    ...nothingWasDone(records, lastWrites),
    ...(await nothingHadToBeRepaired(world)),
    ...changesWereReplayed(await plannedRows(ports, runs[1]), changed, records, byPeople),
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

const TO_QUICKBOOKS = new Set(['create-qbo', 'update-qbo', 'remove-qbo']);

/**
 * I2: replay has brought the changes to QuickBooks: the next sync finds nothing left to send but what has a note, or pays
 * what people freed in QuickBooks, of which only a full sync hears (rule G3).
 */
function changesWereReplayed(
  rows: readonly PlannedRow[],
  changed: ReadonlySet<string>,
  records: readonly RecordLife[],
  byPeople: ReadonlySet<string>,
): Violation[] {
  const noted = new Set(records.filter((r) => r.state.note).map(nameOf));
  const isFreed = [...byPeople].some((key) => key.startsWith('qbo/payment/'));
  return rows
    .filter(
      ({ type, bproId, action }) => TO_QUICKBOOKS.has(action) && changed.has(`${type}/${String(bproId)}`),
    )
    .filter((row) => !noted.has(nameOf(row)) && !(isFreed && row.type === 'payment'))
    .map(({ type, bproId, action }) => ({
      invariant: 'I2',
      what: `${type}/${String(bproId)} was changed and not replayed: ${action} is left to do`,
    }));
}

/** I9: what was refused may be tried again and is refused again; nothing else is asked for. */
function nothingWasDone(records: readonly RecordLife[], writes: readonly string[]): Violation[] {
  const done = new Set<unknown>();
  for (const { events } of records)
    for (const [i, { type, data }] of events.entries())
      if (type === 'WriteIntended' && events[i + 1]?.type !== 'WriteRefused')
        done.add((data['batch'] as { readonly id: string } | undefined)?.id ?? data['requestId']);
  return writes
    .filter((id) => done.has(id))
    .map((id) => ({ invariant: 'I9', what: `the last full sync asked QuickBooks for a write (${id})` }));
}

/** G1: what the second reading of BPro's feed found, replay had passed over. */
async function nothingHadToBeRepaired({ store }: World): Promise<Violation[]> {
  return (await store.read(replayStream(TENANT)))
    .filter(({ type }) => type === 'MissedChangesRepaired')
    .map(({ data }) => ({ invariant: 'G1', what: `replay had passed over ${String(data['records'])}` }));
}

/** BPro records that the plan leaves out or ignores, as `invoice/12`. */
const leftOutOnPurpose = (rows: readonly PlannedRow[]): Set<string> =>
  new Set(
    rows
      .filter(({ action }) => ['left-out', 'ignored', 'blocked', 'ambiguous'].includes(action))
      .map(({ type, bproId }) => `${type}/${String(bproId)}`),
  );

/** Documents that were synced under earlier settings and are left alone by the present ones are not held equal any more. */
function notLeftOut(records: readonly RecordLife[], rows: readonly PlannedRow[]): RecordLife[] {
  const left = new Set(rows.filter(({ action }) => ['left-out', 'ignored'].includes(action)).map(nameOf));
  return records.filter((record) => !DOCUMENTS.has(record.type) || !left.has(nameOf(record)));
}

const DOCUMENTS: ReadonlySet<string> = new Set(['invoice', 'payment', 'refund']);

/** What the plan says that it found (rule D1). */
async function countsOf(ports: Ports, run: string): Promise<readonly TypeCount[]> {
  const planned = (await planEvents(ports, run)).find(({ type }) => type === 'FullSyncPlanned');
  return (planned?.data['counts'] ?? []) as readonly TypeCount[];
}

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
      });
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return found;
    after = { type: last.type, recordId: last.recordId };
  }
}
