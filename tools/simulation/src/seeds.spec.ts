import { describe, expect, it, jest } from '@jest/globals';
import { runSeed } from './run-seed.js';

const SEEDS = 60;
const PER_TEST = 5;
/** Only a story that hangs takes so long. */
const PATIENCE_MS = 300_000;

const first = Array.from({ length: SEEDS / PER_TEST }, (_, i) => 1 + i * PER_TEST);

jest.setTimeout(PATIENCE_MS);

describe('seeded stories: a sync under faults and crashes while people work, replay, quiet, two more syncs', () => {
  it.each(first)(
    'E4 E5 E7 G1 hold the invariants I1 to I6, I8 to I14 and I16 from seed %i on',
    async (from) => {
      for (let seed = from; seed < from + PER_TEST; seed++) {
        const { violations } = await runSeed({ seed });
        expect({ seed, violations }).toEqual({ seed, violations: [] });
      }
    },
  );

  it.each([4, 11, 27])('the same seed twice gives the same trace (I15): seed %i', async (seed) => {
    const [once, again] = [await runSeed({ seed }), await runSeed({ seed })];
    expect(once.struck.length).toBeGreaterThan(0);
    expect(again.trace).toBe(once.trace);
  });

  it('a fault that is taken away leaves the others of its seed where they were', async () => {
    const all = await runSeed({ seed: 4 });
    const mask = all.struck.filter((_, i) => i % 2 === 0);
    const { struck, trace } = await runSeed({ seed: 4, only: mask });
    expect(struck.filter((id) => !mask.includes(id))).toEqual([]);
    expect(struck.length).toBeGreaterThan(mask.length / 2);
    expect(trace).not.toBe(all.trace);
  });
});
