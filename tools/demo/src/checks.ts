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
  notesAreShownOnce,
  nothingMoved,
  nothingTwice,
  nothingWasWritten,
  paymentsPayWhatIsOpen,
  refundAccountMovedByRefunds,
  uncheckedMethodsAreUntouched,
  USERS_FIELDS,
  usersFieldsAreKept,
  versionsGrow,
  whatIsNotInSyncIsNoted,
  type BalanceMover,
  type Books,
  type Calls,
  type Difference,
  type Evidence,
  type KnownPairs,
  type PlannedRow,
  type RecordLife,
  type Violation,
} from '@bpro-qbo-sync/simulation';
import { MAPPINGS, paymentIdOf, type Settings } from '@bpro-qbo-sync/sync-domain';
import type { ReplayDay, WrittenInBpro } from './replay-day.js';
import type { ShownCount, ShownNote } from './sync-api.js';

/** Everything that was seen of both systems, from outside and over the API. */
export interface Observed {
  readonly settings: Settings;
  /** Which records are the same, where that is known. */
  readonly pairs: KnownPairs | undefined;
  /** What people did in BPro after the first sync, and what came of it. */
  readonly replay: ReplayDay | undefined;
  readonly before: Books;
  readonly afterFirst: Books;
  readonly afterSecond: Books;
  /** Calls that the second sync made. */
  readonly secondCalls: { readonly bpro: Calls; readonly qbo: Calls };
  readonly records: readonly RecordLife[];
  /** Counts and rows of the second sync's plan. */
  readonly counts: readonly ShownCount[];
  readonly rows: readonly PlannedRow[];
  /** Open and dismissed notes. */
  readonly notes: readonly ShownNote[];
  /** Rows of the read models that a rebuild does not have so. */
  readonly rebuild: readonly string[];
}

/** One rule or invariant, and what was wrong. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly wrong: readonly string[];
}

export interface Checked {
  readonly checks: readonly Check[];
  /** Records that count on one side only, each with its reason (rule D3). */
  readonly differences: readonly Difference[];
  /** What else moved a linked invoice's balance in QuickBooks. */
  readonly movers: readonly BalanceMover[];
}

/** Holds what was observed against the rules and invariants of a completed sync. */
export function checkAll(seen: Observed): Checked {
  const evidence: Evidence = { ...seen.afterSecond, records: seen.records };
  const { before, rows, counts, settings, records } = seen;
  const counted = countsMatchOrAreExplained(evidence, counts, rows);
  const balances = balancesAreNamed(evidence);
  const quiet = [...nothingMoved(seen.afterFirst, seen.afterSecond), ...nothingWasWritten(seen.secondCalls)];
  const since = seen.replay?.byPeople ?? new Set<string>();
  const across = goesAcross(since, evidence);
  const check = (id: string, title: string, ...violations: readonly (readonly Violation[])[]): Check => ({
    id,
    title,
    wrong: violations.flat().map(({ what }) => what),
  });
  return {
    differences: counted.differences,
    movers: balances.movers,
    checks: [
      check('D2/D3', 'the counts match, or each difference has its record and reason', counted.violations),
      check('E7', 'the second sync wrote nothing on either side', quiet),
      check(
        'I1',
        'no record was created twice',
        nothingTwice(evidence, before.qbo),
        createdOncePerRecord(evidence, before, since),
        seen.pairs ? knownPairsWereRecognised(evidence, before, seen.pairs) : [],
      ),
      ...(seen.replay
        ? [
            check('G1', 'replay passed no change over', passedOver(seen.replay)),
            check('G2', 'replay wrote nothing back into BPro', echoes(seen, seen.replay)),
          ]
        : []),
      check(
        'I2',
        'every BPro record is in QuickBooks, or its reason is known',
        everyRecordHasItsReason(evidence, leftOutOnPurpose(rows)),
      ),
      check('I3', 'links are one to one', linksAreBijection(evidence)),
      check(
        'I4',
        'the money is equal to the cent, and what else moved a balance is named',
        moneyIsEqual(evidence),
        carriedSumsAreEqual(evidence),
        balances.violations,
        paymentsPayWhatIsOpen(evidence, before),
        settings.refundAccountId === null
          ? []
          : refundAccountMovedByRefunds(evidence, before, settings.refundAccountId),
      ),
      check(
        'I5',
        'whatever is not in sync has its reason, and one note where a person can act',
        everyRecordIsInThePlan(evidence, rows),
        linkedDocumentsStandOnLinkedRecords(evidence),
        whatIsNotInSyncIsNoted(evidence, rows),
        notesAreShownOnce(evidence, seen.notes),
      ),
      check(
        'I6',
        "QuickBooks users' own fields are as they were",
        usersFieldsAreKept(before.qbo, seen.afterSecond.qbo, USERS_FIELDS),
      ),
      check(
        'I7',
        'the read models are what a rebuild from event 0 gives',
        seen.rebuild.map((what) => ({ invariant: 'I7', what })),
      ),
      check('I8', 'the counts are those of the records in both systems', counted.violations),
      check('I9', 'after the second sync both systems are byte for byte the same, without a write', quiet),
      check(
        'I10',
        'every intent to write has ended',
        records.flatMap((life) => intentsEnd(life, true)),
      ),
      check(
        'I11',
        'no record went back to an older version',
        records.flatMap((life) => versionsGrow(life)),
      ),
      check(
        'I16',
        'what is unchecked or ignored was left alone',
        uncheckedMethodsAreUntouched(evidence, before, settings, across),
        ignoredIsNotCreated(evidence, before, settings, across),
      ),
    ],
  };
}

/** The second reading of BPro's feed repairs what replay missed, but there must be nothing to repair. */
const passedOver = ({ missed }: ReplayDay): Violation[] =>
  missed.map((record) => ({ invariant: 'G1', what: `a change of ${record} had been passed over` }));

/**
 * What came back into BPro (rule G2). A QuickBooks record that was there from the start and is imported now, because
 * what stood in its way is gone, is none.
 */
function echoes({ before, records }: Observed, { written }: ReplayDay): Violation[] {
  const old = new Set(
    Object.entries(MAPPINGS).flatMap(([type, { qboEntity }]) =>
      (before.qbo[qboEntity] ?? []).map((record) => `${type}/${String(record['Id'])}`),
    ),
  );
  const isImport = ({ type, id }: WrittenInBpro): boolean => {
    const qboId = records.find((life) => life.type === type && life.state.bproId === id)?.state.qboId;
    return qboId !== undefined && old.has(`${type}/${paymentIdOf(qboId)}`);
  };
  return written
    .filter((record) => !(record.isNew ? isImport(record) : record.freed))
    .map(({ type, id }) => ({ invariant: 'G2', what: `${type}/${id} was written into BPro` }));
}

/** BPro records that the plan leaves out or ignores, as `invoice/12`. */
const leftOutOnPurpose = (rows: readonly PlannedRow[]): Set<string> =>
  new Set(
    rows
      .filter(({ action }) => action === 'left-out' || action === 'ignored')
      .map(({ type, bproId }) => `${type}/${String(bproId)}`),
  );
