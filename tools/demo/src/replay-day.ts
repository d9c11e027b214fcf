import { setTimeout as pause } from 'node:timers/promises';
import type { BproChange } from '@bpro-qbo-sync/bpro-adapter';
import { StoreUnavailable } from '@bpro-qbo-sync/event-store';
import type { FaultEffect } from '@bpro-qbo-sync/qbo-simulator';
import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { callsBetween, writesIn } from '@bpro-qbo-sync/simulation';
import { carryOut, makePlan, type Following } from './follow.js';
import type { SyncApi } from './sync-api.js';
import type { Systems } from './systems.js';

/** One call in twenty fails, in one of these ways. */
const FAULT_SHARE = 0.05;
const FAULTS: Readonly<Record<string, FaultEffect>> = {
  slow: { kind: 'latency', ms: 5_000 },
  'slow after commit': { kind: 'latency', ms: 5_000, afterCommit: true },
  'too many requests': { kind: 'throttle' },
  'service unavailable': { kind: 'server-error', status: 503 },
  'error after commit': { kind: 'server-error', status: 500, afterCommit: true },
  'page instead of an answer': { kind: 'html', status: 502 },
  'connection reset': { kind: 'reset' },
  'connection reset after commit': { kind: 'reset', afterCommit: true },
  'fault in an answer of 200': { kind: 'fault-in-ok' },
  'answer cut off': { kind: 'truncated' },
};

const LOOK_EVERY_MS = 250;
/** Milliseconds of the wall's clock without any progress after which replay counts as stuck. */
const STUCK_AFTER_MS = 120_000;

export interface WrittenInBpro {
  readonly type: RecordType;
  readonly id: string;
  readonly isNew: boolean;
  /** A payment whose order people ended meanwhile: QuickBooks frees it when that is voided (rule F8). */
  readonly freed: boolean;
}

/** What came of a day's work in BPro. */
export interface ReplayDay {
  /** Commits of people. */
  readonly changes: number;
  /** Records that people made or changed, as `bpro/invoice/12`. */
  readonly byPeople: ReadonlySet<string>;
  /** Writes that QuickBooks did meanwhile. */
  readonly writes: number;
  /** What the sync wrote into BPro meanwhile, where nobody touched QuickBooks. */
  readonly written: readonly WrittenInBpro[];
  /** Records whose change replay had passed over. */
  readonly missed: readonly string[];
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
}

/**
 * People make `changes` changes in BPro while a second full sync runs and QuickBooks fails at times;
 * `within` is what that sync and the rest of the day are carried out within. Resolves when all of it has been replayed (rules E5, G1, G5).
 * Throws when replay does not move for two minutes.
 */
export async function replayDay(
  systems: Systems,
  manager: SyncApi,
  changes: number,
  following: Following & { readonly changeEveryMs: number },
  within: (work: () => Promise<unknown>) => Promise<unknown>,
): Promise<ReplayDay> {
  const { reporter } = following;
  const from = await systems.feedHead();
  const before = await systems.calls();
  const paid = new Map(
    (await systems.books()).bpro.map(({ type, id, data }) => [`${type}/${id}`, data['invoiceId']]),
  );
  const kinds = Object.entries(FAULTS);
  await systems.setFaults(
    kinds.map(([id, effect]) => ({ id, effect, probability: FAULT_SHARE / kinds.length })),
  );
  const run = await manager.plan();
  await systems.beginDay({ seed: changes, changes, everyMs: following.changeEveryMs });
  await makePlan(manager, following, run);
  let faults = {};
  await within(async () => {
    await carryOut(manager, run, following);
    await endOfDay(systems, following);
    faults = Object.fromEntries(await systems.faultsFired());
    await caughtUp(systems, following);
  });
  await systems.setFaults([]);
  reporter.endProgress();
  const fed = await systems.changesSince(from);
  const byPeople = fed.filter(({ origin }) => origin !== 'sync');
  const ended = new Set(byPeople.filter(({ kind }) => kind === 'voided' || kind === 'deleted').map(nameOf));
  const written = fed
    .filter(({ origin }) => origin === 'sync')
    .map((change): WrittenInBpro => {
      const { type, id, kind } = change;
      return {
        type,
        id,
        isNew: kind === 'created',
        freed: ended.has(`invoice/${String(paid.get(nameOf(change)))}`),
      };
    });
  const after = await systems.calls();
  const writes = writesIn(callsBetween(before.qbo.byKind, after.qbo.byKind));
  return {
    changes: byPeople.length,
    byPeople: new Set(byPeople.map((change) => `bpro/${nameOf(change)}`)),
    writes: writes.reduce((sum, [, times]) => sum + times, 0),
    written,
    missed: await systems.missed(),
    faults,
  };
}

const nameOf = ({ type, id }: BproChange): string => `${type}/${id}`;

/** The event store may just be killed; who asks again hears. */
function whileUnavailable(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}

async function endOfDay(systems: Systems, { reporter, signal }: Following): Promise<void> {
  for (;;) {
    const day = await systems.day();
    if (day.ended) return;
    reporter.progress(`people have made ${String(day.done)} changes`);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function caughtUp(systems: Systems, { reporter, signal }: Following): Promise<void> {
  let at: string | undefined;
  for (let waited = 0; waited < STUCK_AFTER_MS; waited += LOOK_EVERY_MS) {
    const reached = await systems.replayed().catch(whileUnavailable);
    if (reached === (await systems.feedHead())) return;
    if (reached !== at) waited = 0;
    at = reached;
    reporter.progress(`replay has come to change ${reached ?? '0'} of BPro's feed`);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new Error(`replay does not go on: it stands at change ${at ?? '0'} of BPro's feed`);
}
