import { expect, it } from '@jest/globals';
import { replaySuite } from './suite.js';

it('the benchmark of replay sees each change arrive', async () => {
  const figures = await replaySuite({ records: 20, changes: 3, clockScale: 20 }).run();
  expect(figures.map(({ name }) => name)).toEqual(['half of the changes, p50', 'the slowest, p99']);
  for (const { measured, ratio } of figures) {
    expect(measured).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(ratio)).toBe(true);
  }
}, 120_000);
