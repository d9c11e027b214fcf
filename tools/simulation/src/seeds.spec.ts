import { describe, expect, it, jest } from '@jest/globals';
import type { BooksProfile } from '@bpro-qbo-sync/demo-books';
import { PLANTED_BUGS } from './mutants.js';
import { runSeed, sweep } from './run-seed.js';

const SEEDS = 60;
const PER_TEST = 5;
/** Only a story that hangs takes so long. */
const PATIENCE_MS = 300_000;
const SWEEP_STEP = 229;
const MOST_SEEDS_FOR_A_BUG = 25;

const first = Array.from({ length: SEEDS / PER_TEST }, (_, i) => 1 + i * PER_TEST);

jest.setTimeout(PATIENCE_MS);

describe('seeded stories: a sync under faults and crashes while people work, replay, quiet, two more syncs', () => {
  it.each(first)(
    'E4 E5 E7 G1 hold the invariants I1 to I3, I5, I6, I9 to I11, I14 and I16 from seed %i on',
    async (from) => {
      for (let seed = from; seed < from + PER_TEST; seed++) {
        const { violations } = await runSeed({ seed });
        expect({ seed, violations }).toEqual({ seed, violations: [] });
      }
    },
  );

  it('the same seed twice gives the same story (I15)', async () => {
    const [once, again] = [await runSeed({ seed: 4 }), await runSeed({ seed: 4 })];
    expect([...once.fired]).toEqual([...again.fired]);
    expect(once.crossed).toBe(again.crossed);
  });
});

describe('one crash, wherever it strikes', () => {
  it('E4 leads to the same end at boundaries all along a story', async () => {
    const stories = await sweep({ seed: 8, faults: false, given: { size: 8 } }, SWEEP_STEP);
    expect(stories.length).toBeGreaterThan(10);
    for (const story of stories) {
      const { violations, crashes } = await runSeed(story);
      expect({ at: story.crashAt, violations, crashes }).toEqual({
        at: story.crashAt,
        violations: [],
        crashes: 1,
      });
    }
  });
});

describe('books of every kind of company', () => {
  const profiles: readonly (readonly [BooksProfile, number, number])[] = [
    ['us-manual', 150, 2],
    ['us-automated', 150, 3],
    ['ca', 150, 4],
    ['uk', 150, 5],
  ];
  it.each(profiles)(
    'D2 E7 F12 merge in a calm sync: %s, %i records, seed %i',
    async (profile, size, seed) => {
      const { violations } = await runSeed({ seed, faults: false, given: { profile, size, traps: true } });
      expect(violations).toEqual([]);
    },
  );
});

describe('planted bugs', () => {
  it.each(PLANTED_BUGS)('are noticed: $name', async (bug) => {
    const broken = new Set<string>();
    for (let seed = 1; seed <= MOST_SEEDS_FOR_A_BUG && broken.size === 0; seed++)
      for (const { invariant } of (await runSeed({ seed }, bug)).violations) broken.add(invariant);
    expect(bug.breaks.some((invariant) => broken.has(invariant))).toBe(true);
  });
});
