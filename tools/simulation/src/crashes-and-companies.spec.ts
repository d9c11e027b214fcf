import { describe, expect, it, jest } from '@jest/globals';
import type { BooksProfile } from '@bpro-qbo-sync/demo-books';
import { runSeed, sweep } from './run-seed.js';

const SWEEP_STEP = 331;
/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

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
    ['us-manual', 100, 2],
    ['us-automated', 100, 3],
    ['ca', 100, 4],
    ['uk', 100, 5],
  ];
  it.each(profiles)(
    'D2 D3 E7 F12 merge in a calm sync: %s, %i records, seed %i',
    async (profile, size, seed) => {
      const { violations } = await runSeed({ seed, faults: false, given: { profile, size, traps: true } });
      expect(violations).toEqual([]);
    },
  );
});
