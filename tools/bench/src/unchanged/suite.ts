import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectedDemo, syncAgain } from '@bpro-qbo-sync/demo';
import { callsBetween, writesIn, type Calls } from '@bpro-qbo-sync/simulation';
import { figure, type Figure, type Suite } from '../figure.js';

export interface UnchangedSuiteOptions {
  /** Records on each side. */
  readonly records: number;
  /** How many times as fast as the wall's clock the programs' time runs: QuickBooks' limits hold in theirs. */
  readonly clockScale: number;
}

const DEFAULTS: UnchangedSuiteOptions = { records: 10_000, clockScale: 60 };
/** Metered reads of a sync over unchanged systems that are aimed at. */
const READS = 12;
/** The first sync's own writes are then older than what is asked for again (docs/adr/0024). */
const APART_MS = 6 * 60_000;

/** What a full sync costs when nothing moved since the last, with the real hosts, stores and HTTP between them. */
export function unchangedSuite({ records, clockScale }: UnchangedSuiteOptions = DEFAULTS): Suite {
  return {
    name: 'unchanged',
    about: `a first full sync of ${String(records)} records on each side, a second that finds nothing to write, and a third, which is measured`,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-bench-'));
      chmodSync(folder, 0o755);
      const stop = new AbortController();
      const options = { folder, records, clockScale, signal: stop.signal };
      try {
        const demo = await connectedDemo(options);
        try {
          await pause(APART_MS / clockScale);
          await syncAgain(demo, options);
          const before = await demo.systems.calls();
          await syncAgain(demo, options);
          const after = await demo.systems.calls();
          return [
            figure({
              name: 'metered reads of QuickBooks',
              unit: 'calls',
              measured: after.qbo.metered - before.qbo.metered,
              bound: READS,
              boundIs: 'what is aimed at, for any number of records',
              aim: 1,
            }),
            writes('writes to QuickBooks', before.qbo.byKind, after.qbo.byKind),
            writes('writes to BPro', before.bpro, after.bpro),
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

const writes = (name: string, before: Calls, after: Calls): Figure =>
  figure({
    name,
    unit: 'calls',
    measured: writesIn(callsBetween(before, after)).reduce((sum, [, times]) => sum + times, 0),
    bound: 0,
    boundIs: 'nothing is to be written',
  });
