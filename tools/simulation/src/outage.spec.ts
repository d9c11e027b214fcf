import { describe, expect, it } from '@jest/globals';
import type { BproChange } from '@bpro-qbo-sync/bpro-adapter';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { configureSync, lastOfReplay, planFullSync, startFullSync } from '@bpro-qbo-sync/sync-application';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import { nameOf, nothingTwice, recordLives, versionsGrow, type RecordLife } from './invariants/index.js';
import { enableAndConnect, MANAGER, runReaches } from './story.js';
import { SyncProcess } from './sync-process.js';
import { REALM, TENANT, World } from './world.js';

const CHANGES = 1_000;
const OUTAGE_MS = 600_000;
const SCHEDULER_MS = 15_000;
/** Milliseconds of the clock, not of the wall: QuickBooks' limits allow some 300 writes in batches within a minute. */
const QUIET_WITHIN_MS = 300_000;
const MOST_WAKES = 200_000;

async function fullSync({ ports }: SyncProcess): Promise<void> {
  const { run } = await planFullSync(ports, TENANT, MANAGER);
  await runReaches(ports, run, 'planned');
  await startFullSync(ports, TENANT, run, MANAGER);
  await runReaches(ports, run, 'completed');
  await ports.clock.sleep(5_000);
}

async function changesSince(world: World, from: string): Promise<BproChange[]> {
  const found: BproChange[] = [];
  for (let position = from, more = true; more;) {
    const page = await world.bpro.port().changes(TENANT, position, 500);
    found.push(...page.changes);
    ({ position, more } = page);
  }
  return found.filter(({ origin }) => origin !== 'sync');
}

const writesTo = (life: RecordLife): number =>
  life.events.filter(({ type, data }) => type === 'WriteConfirmed' && data['side'] === 'qbo').length;

interface Day {
  /** People's. */
  readonly changes: readonly BproChange[];
  readonly lives: readonly RecordLife[];
  /** How often each record was written into QuickBooks, those that were at all. */
  readonly writes: readonly number[];
  /** Writes that were under way all the time: their records may have moved on. */
  readonly underWay: number;
  readonly caughtUpMs: number;
}

/** Lives a store's day of ten minutes through while QuickBooks is away, then until replay has caught up. */
async function day(world: World, process: SyncProcess): Promise<Day> {
  const { clock } = world;
  const feed = world.bpro.port();
  const stopped = new AbortController();
  const scheduler = (async () => {
    for (; !stopped.signal.aborted; await clock.sleep(SCHEDULER_MS)) void process.replay();
  })();
  const from = await feed.feedHead(TENANT);
  const before = new Map((await recordLives(world.store)).map((life) => [nameOf(life), writesTo(life)]));
  world.qbo.faults.add({ id: 'away', effect: { kind: 'server-error', status: 503, format: 'html' } });
  const work = world.bpro.playDay(TENANT, { seed: 3, changes: CHANGES, everyMs: OUTAGE_MS / CHANGES });
  await clock.sleep(OUTAGE_MS);
  await work.finished;
  const underWay = (await recordLives(world.store)).filter(({ state }) => state.open !== undefined).length;
  const { paused } = await lastOfReplay(process.ports, TENANT);
  expect(paused?.reason).toBe('qbo-unavailable');
  world.qbo.faults.clear('away');
  const back = clock.now();
  const head = await feed.feedHead(TENANT);
  while ((await lastOfReplay(process.ports, TENANT)).position !== head) await clock.sleep(1_000);
  const caughtUpMs = clock.now() - back;
  stopped.abort();
  await scheduler;
  await process.check();
  const lives = await recordLives(world.store);
  return {
    changes: await changesSince(world, from),
    lives,
    writes: lives.map((life) => writesTo(life) - (before.get(nameOf(life)) ?? 0)).filter((n) => n > 0),
    underWay,
    caughtUpMs,
  };
}

describe('QuickBooks is away for ten minutes while people go on', () => {
  it('G1 G5 1,000 changes arrive in order per record, those of one record as one write, nothing twice', async () => {
    const books = generateBooks({ seed: 7, size: 60, profile: 'us-manual', traps: false });
    const world = new World({ seed: 7, bpro: books.bpro, qbo: books.qbo as never });
    const process = new SyncProcess(world).start(false);
    const story = async (): Promise<Day & { readonly again: number }> => {
      await enableAndConnect(process);
      await configureSync(process.ports, TENANT, { ...DEFAULT_SETTINGS, refundAccountId: '35' }, MANAGER);
      await fullSync(process);
      const came = await day(world, process);
      expect(nothingTwice({ qbo: world.qbo.dump(REALM) }, books.qbo as never)).toEqual([]);
      const before = world.writes.length;
      await fullSync(process);
      return { ...came, again: world.writes.length - before };
    };
    const came = await world.clock.runUntil(story(), { maxWakes: MOST_WAKES });
    process.kill();
    const records = new Set(came.changes.map(({ type, id }) => `${type}/${id}`)).size;
    expect(came.changes.length).toBeGreaterThanOrEqual(CHANGES);
    expect(came.lives.flatMap(versionsGrow)).toEqual([]);
    expect(came.writes.length).toBeGreaterThan(records / 2);
    expect(came.writes.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(records);
    expect(came.writes.filter((n) => n > 1).length).toBeLessThanOrEqual(came.underWay);
    expect(came.caughtUpMs).toBeLessThan(QUIET_WITHIN_MS);
    expect(came.again).toBe(0);
  }, 120_000);
});
