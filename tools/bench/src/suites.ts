import type { Suite } from './figure.js';
import { limiterSuite } from './limiter/suite.js';
import { pageSuite } from './page/suite.js';
import { replaySuite } from './replay/suite.js';
import { simulatorSuite } from './simulator/suite.js';
import { unchangedSuite } from './unchanged/suite.js';

/** What `npm run bench` measures, in order. */
export const SUITES: readonly Suite[] = [
  simulatorSuite(),
  limiterSuite(),
  replaySuite(),
  unchangedSuite(),
  pageSuite(),
];
