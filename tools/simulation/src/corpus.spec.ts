import { describe, expect, it, jest } from '@jest/globals';
import { corpusCases } from './corpus.js';
import { runSeed } from './run-seed.js';

/** Only a story that hangs takes so long. */
jest.setTimeout(300_000);

describe('stories that broke once', () => {
  it.each(corpusCases())('E4 hold now: $file, which broke $broke', async ({ story }) => {
    const { violations } = await runSeed(story);
    expect(violations).toEqual([]);
  });
});
