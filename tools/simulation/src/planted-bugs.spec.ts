import { describe, expect, it, jest } from '@jest/globals';
import { CANARY, PLANTED_BUGS } from './mutants.js';
import { overlookedAtFirst } from './mutants/behind-the-ports.js';
import { seedsUntilNoticed } from './notice.js';
import { runSeed } from './run-seed.js';

const MOST_SEEDS_FOR_A_BUG = 25;
/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

describe('planted bugs', () => {
  it.each(PLANTED_BUGS)('are noticed: $name', async (bug) => {
    expect(await seedsUntilNoticed(bug, 1, MOST_SEEDS_FOR_A_BUG)).toBeLessThanOrEqual(MOST_SEEDS_FOR_A_BUG);
  });

  it('are noticed by every seed when they are the canary', async () => {
    for (const seed of [1, 2, 3]) expect(await seedsUntilNoticed(CANARY, seed, 1)).toBe(1);
  });

  it('G1 E4 changes that replay passes over are found by the second reading and repaired: nothing else is wrong', async () => {
    const found = [];
    for (let seed = 1; seed <= 5; seed++)
      found.push(...(await runSeed({ seed, faults: false }, { ports: overlookedAtFirst })).violations);
    expect(found.filter(({ invariant }) => invariant !== 'G1')).toEqual([]);
    expect(found).not.toEqual([]);
  });
});
