import { expect, it } from '@jest/globals';
import { pageSuite } from './suite.js';

it('the benchmark of the page asks for every view of both companies', async () => {
  const repetitions = { warmUp: 0, measured: 1 };
  const figures = await pageSuite({
    small: { records: 100, notes: 10 },
    large: { records: 200, notes: 20 },
    repetitions,
  }).run();
  expect(new Set(figures.map(({ name }) => name)).size).toBe(18);
  for (const { measured, bound, ratio } of figures) expect(ratio).toBe(measured / bound);
}, 60_000);
