import { describe, expect, it } from '@jest/globals';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { recordLives } from './invariants/evidence.js';
import { linksAreBijection } from './invariants/always.js';
import { moneyIsEqual } from './invariants/at-rest.js';
import { enableAndConnect, fullSync, planEvents } from './story.js';
import { REALM, SyncProcess, TENANT, World } from './world.js';

describe('a full sync in one process', () => {
  it.each([
    ['us-manual', 60, false, 1],
    ['us-manual', 200, true, 2],
    ['us-automated', 200, true, 3],
    ['ca', 200, true, 4],
    ['uk', 200, true, 5],
  ] as const)('merges %s books of %i records, traps %s, seed %i', async (profile, size, traps, seed) => {
    const { bpro, qbo } = generateBooks({ seed, size, profile, traps });
    const world = new World({ seed, bpro, qbo: qbo as never });
    const process = new SyncProcess(world).start();
    const done = await world.clock
      .runUntil(
        (async () => {
          await enableAndConnect(process);
          const first = await fullSync(process, { refundAccountId: '35' });
          const dump = [JSON.stringify(world.bpro.dump(TENANT)), JSON.stringify(world.qbo.dump(REALM))];
          const second = await fullSync(process, { refundAccountId: '35' });
          return { first, second, dump };
        })(),
        { maxWakes: 20000 },
      )
      .catch((e: unknown) => {
        console.log(process.troubles.slice(0, 3).join('\n'));
        throw e;
      });
    const lives = await recordLives(world.store);
    const evidence = { bpro: world.bpro.dump(TENANT), qbo: world.qbo.dump(REALM), records: lives };
    const plan = await planEvents(process.ports, done.second.run);
    console.log(
      profile,
      JSON.stringify(done.first.state.results),
      JSON.stringify(done.second.state.results),
      process.troubles.slice(0, 5).join('\n'),
    );
    const notes = lives.flatMap((l) =>
      l.state.note ? [`${l.type}/${l.recordId} ${l.state.note.fingerprint}`] : [],
    );
    const counts = (plan.find((e) => e.type === 'FullSyncPlanned')?.data['counts'] ?? []) as {
      type: string;
      qbo: number;
      bpro: number;
    }[];
    console.log(
      notes.slice(0, 60).join('\n'),
      notes.length,
      JSON.stringify(counts.map((c) => `${c.type} ${c.qbo}|${c.bpro}`)),
    );
    expect(linksAreBijection(evidence)).toEqual([]);
    expect(moneyIsEqual(evidence)).toEqual([]);
    expect(JSON.stringify(evidence.bpro) === done.dump[0]).toBe(true);
    expect(JSON.stringify(evidence.qbo) === done.dump[1]).toBe(true);
  });
});
