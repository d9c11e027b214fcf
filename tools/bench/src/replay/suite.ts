import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectedDemo } from '@bpro-qbo-sync/demo';
import { figure, type Figure, type Suite } from '../figure.js';
import { Lags } from './lags.js';

export interface ReplaySuiteOptions {
  /** Records on each side before the changes. */
  readonly records: number;
  readonly changes: number;
  /** How many times as fast as the wall's clock the programs' time runs; a test does not want to wait. */
  readonly clockScale: number;
}

const DEFAULTS: ReplaySuiteOptions = { records: 100, changes: 100, clockScale: 1 };
/** Milliseconds from a commit in BPro to the one in QuickBooks that are aimed at. */
const AIMS = { p50: 100, p99: 500 };

/** How long a change in BPro takes to reach QuickBooks, with the real hosts, stores and HTTP between them. */
export function replaySuite({ records, changes, clockScale }: ReplaySuiteOptions = DEFAULTS): Suite {
  return {
    name: 'replay',
    about: `${String(changes)} changes in BPro one after the other on an idle system, all programs and stores running; from BPro's commit to QuickBooks' commit, without the time that QuickBooks takes itself`,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-bench-'));
      chmodSync(folder, 0o755);
      const stop = new AbortController();
      try {
        const demo = await connectedDemo({ folder, records, clockScale, signal: stop.signal });
        try {
          const lags = await new Lags(demo, clockScale, stop.signal).measure(changes);
          return [
            lagFigure('half of the changes, p50', lags, 0.5, AIMS.p50),
            lagFigure('the slowest, p99', lags, 0.99, AIMS.p99),
          ];
        } finally {
          await demo.stack.close();
        }
      } finally {
        stop.abort();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function lagFigure(name: string, lags: readonly number[], share: number, bound: number): Figure {
  const sorted = [...lags].sort((a, b) => a - b);
  const measured = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
  return figure({ name, unit: 'ms', measured, bound, boundIs: 'what is aimed at', aim: 1 });
}
