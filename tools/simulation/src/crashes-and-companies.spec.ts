import { describe, expect, it, jest } from '@jest/globals';
import type { BooksProfile } from '@bpro-qbo-sync/demo-books';
import { runSeed } from './run-seed.js';
import { CANONICAL, sweepOf } from './sweep.js';

const SWEEP_STEP = 607;
/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

describe('one fault, wherever it strikes', () => {
  it('E4 leads to the same end at boundaries all along a story, whether the process dies or the call fails', async () => {
    const [story] = CANONICAL;
    if (!story) throw new Error('there is no canonical story');
    const { stories } = await sweepOf(story, SWEEP_STEP);
    expect(stories.length).toBeGreaterThan(5);
    for (const each of stories) {
      const { violations, crashes, struck } = await runSeed(each);
      expect({ at: each.planned, violations, crashes, struck: struck.length }).toEqual({
        at: each.planned,
        violations: [],
        crashes: each.planned?.fault === 'crash' ? 1 : 0,
        struck: 1,
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
