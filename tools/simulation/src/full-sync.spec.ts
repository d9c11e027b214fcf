import { describe, expect, it } from '@jest/globals';
import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { recordLives } from './invariants/evidence.js';
import { linksAreBijection } from './invariants/always.js';
import { moneyIsEqual } from './invariants/at-rest.js';
import { enableAndConnect, fullSync } from './story.js';
import { REALM, SyncProcess, TENANT, World } from './world.js';

describe('a full sync in one process', () => {
  it('merges two small plain sets of books', async () => {
    const { bpro, qbo } = generateBooks({ seed: 1, size: 60, profile: 'us-manual', traps: false });
    const world = new World({ seed: 1, bpro, qbo: qbo as never });
    const process = new SyncProcess(world).start();
    const before = world.qbo.dump(REALM);
    const done = await world.clock.runUntil(
      (async () => {
        await enableAndConnect(process);
        const first = await fullSync(process, { refundAccountId: '35' });
        const second = await fullSync(process, { refundAccountId: '35' });
        return { first, second };
      })(), { maxWakes: 20000 },
    ).catch((e: unknown) => { console.log(process.troubles.slice(0, 3).join('\n')); throw e; });
    const lives = await recordLives(world.store);
    const evidence = { bpro: world.bpro.dump(TENANT), qbo: world.qbo.dump(REALM), records: lives };
    expect(before).toBeDefined();
    console.log(JSON.stringify(done.first.state.results), JSON.stringify(done.second.state.results), process.troubles.slice(0, 5));
    const notes = lives.flatMap((l) => (l.state.note ? [`${l.type}/${l.recordId} ${l.state.note.fingerprint}`] : []));
    console.log(notes.slice(0, 10), notes.length, world.qbo.counters(REALM));
    expect(linksAreBijection(evidence)).toEqual([]);
    expect(moneyIsEqual(evidence)).toEqual([]);
  });
});
