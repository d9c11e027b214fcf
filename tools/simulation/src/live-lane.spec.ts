import { describe, expect, it } from '@jest/globals';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { configureSync, lastOfReplay, planFullSync, startFullSync } from '@bpro-qbo-sync/sync-application';
import { DEFAULT_SETTINGS, type Settings } from '@bpro-qbo-sync/sync-domain';
import { recordLives } from './invariants/index.js';
import { enableAndConnect, MANAGER, runReaches } from './story.js';
import { SyncProcess } from './sync-process.js';
import { TENANT, World } from './world.js';

/** Milliseconds of the clock. What QuickBooks takes itself, and how late a change may be (rule G1, M10). */
const TAKES_MS: Readonly<Record<string, number>> = { batch: 1_200, query: 800 };
const ANY_OTHER_MS = 300;
const CHANGE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 50;
const LATEST_MS = 5_000;
const MOST_WAKES = 200_000;

const IGNORE: Settings = {
  ...DEFAULT_SETTINGS,
  refundAccountId: '35',
  onlyInBpro: 'ignore',
  onlyInQbo: 'ignore',
};

async function fullSync({ ports }: SyncProcess, settings: Settings, writes?: () => void): Promise<void> {
  await configureSync(ports, TENANT, settings, MANAGER);
  const { run } = await planFullSync(ports, TENANT, MANAGER);
  await runReaches(ports, run, 'planned');
  await startFullSync(ports, TENANT, run, MANAGER);
  writes?.();
  await runReaches(ports, run, 'completed');
}

/** Edits linked customers one by one until `stop`, and answers how long each edit took to be done. */
async function edit(world: World, process: SyncProcess, stop: AbortSignal): Promise<number[]> {
  const { clock } = world;
  const lives = await recordLives(world.store);
  const ids = lives.flatMap(({ type, state: { bproId, qboId, note } }) =>
    type === 'customer' && bproId !== undefined && qboId !== undefined && !note ? [bproId] : [],
  );
  const lags: number[] = [];
  for (let n = 0; !stop.aborted; n++) {
    const at = clock.now();
    world.bpro.user(TENANT).update('customer', ids[n % ids.length] ?? '', { phone: `555-${String(n)}` });
    const position = Number(await world.bpro.port().feedHead(TENANT));
    void process.replay();
    while (Number((await lastOfReplay(process.ports, TENANT)).position ?? '0') < position)
      await clock.sleep(LOOK_EVERY_MS);
    lags.push(clock.now() - at);
    await clock.sleep(CHANGE_EVERY_MS);
  }
  return lags;
}

describe('people at work while a full sync of hundreds of records is written', () => {
  it('G1 E5 each of their changes goes before what is left of it, within five seconds', async () => {
    const books = generateBooks({ seed: 7, size: 600, profile: 'us-manual', traps: false });
    const world = new World({ seed: 7, bpro: books.bpro, qbo: books.qbo as never });
    world.qbo.faults.decideWith(({ operation, inBatch }) =>
      inBatch ? undefined : { kind: 'latency', ms: TAKES_MS[operation] ?? ANY_OTHER_MS },
    );
    const process = new SyncProcess(world).start(false);
    const story = async (): Promise<number[]> => {
      await enableAndConnect(process);
      await fullSync(process, IGNORE);
      const over = new AbortController();
      let lags: Promise<number[]> = Promise.resolve([]);
      await fullSync(process, { ...IGNORE, onlyInBpro: 'create', onlyInQbo: 'create' }, () => {
        lags = edit(world, process, over.signal);
      });
      over.abort();
      return lags;
    };
    const lags = await world.clock.runUntil(story(), { maxWakes: MOST_WAKES });
    process.kill();
    expect(lags.filter((lag) => lag > LATEST_MS)).toEqual([]);
    expect(lags.length).toBeGreaterThan(10);
  }, 120_000);
});
