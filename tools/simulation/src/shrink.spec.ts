import { describe, expect, it, jest } from '@jest/globals';
import { drawsOf } from './draws.js';
import { PLANTED_BUGS } from './mutants.js';
import { shrink } from './shrink.js';

/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

describe('shrinking', () => {
  it('E4 leaves of a seed that breaks the one fault that it takes, and small books', async () => {
    const bug = PLANTED_BUGS.find(({ name }) => name === 'no request ids');
    const changes = { during: 0, after: 2, again: 0, inQbo: 0 };
    const story = { seed: 1, given: { size: 10, outage: undefined, changes } };
    const smallest = await shrink(story, drawsOf(story), bug, { invariant: 'I1' });
    expect(smallest).toMatchObject({ invariant: 'I1', given: { traps: false, switches: {} } });
    expect(smallest?.only).toHaveLength(1);
    expect(smallest?.given.size).toBeLessThanOrEqual(story.given.size);
  });

  it('has nothing to do for a seed that breaks nothing', async () => {
    const story = { seed: 4, given: { size: 6 } };
    expect(await shrink(story, drawsOf(story))).toBeUndefined();
  });
});
