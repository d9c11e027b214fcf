import type { RunningStack } from '@bpro-qbo-sync/local-stack';
import { seeded } from '@bpro-qbo-sync/simulation';
import { startChaosStack } from './chaos/chaos-stack.js';
import { printToll, Toll, type Suffered } from './chaos/toll.js';
import { hostsOf, type Killer } from './killing.js';
import type { DemoOptions } from './options.js';
import type { DemoParts } from './run-demo.js';
import type { Reporter } from './reporter.js';
import { startDemoStack } from './stack.js';

/** What was done to the processes and to the calls of QuickBooks. */
export interface Chaos {
  readonly suffered: readonly Suffered[];
  /** How often each fault of the proxy happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** Hosts that ended by themselves, and were started again. */
  readonly endedByThemselves: readonly string[];
}

/** Everything that runs, and who kills it. */
export interface World {
  readonly stack: RunningStack;
  readonly killer: Killer;
  /** What came of it; undefined without chaos. */
  chaos(): Chaos | undefined;
  close(): Promise<void>;
}

/** Starts the demonstration's stack, or the one whose stores and calls suffer, too. */
export async function startWorld(options: DemoOptions, folder: string, signal: AbortSignal): Promise<World> {
  const { clockScale, kills, seed } = options;
  if (!options.chaos) {
    const stack = await startDemoStack(folder, clockScale, signal);
    const killer = { victims: hostsOf(stack, signal), random: seeded(kills), killed: () => undefined };
    return { stack, killer, chaos: () => undefined, close: () => stack.close() };
  }
  const toll = new Toll();
  const { stack, victims, proxy, close } = await startChaosStack({
    folder,
    clockScale,
    random: seeded(seed),
    answered: toll.answered,
    signal,
  });
  const endedByThemselves: string[] = [];
  stack.keepHosts((text) => endedByThemselves.push(text));
  return {
    stack,
    killer: { victims, random: seeded(seed), killed: toll.killed },
    chaos: () => ({ suffered: toll.suffered(), faults: proxy.fired(), endedByThemselves }),
    close,
  };
}

const SYNC_SHARE = 0.4;
const LAST_SYNC_SHARE = 0.1;

/** Chaos kills in all three parts; the demonstration in the replay, if there is one, or else in the sync. */
export function killsOf({ kills, chaos, replay }: DemoOptions): DemoParts['kills'] {
  if (!chaos)
    return replay > 0 ? { sync: 0, replay: kills, lastSync: 0 } : { sync: kills, replay: 0, lastSync: 0 };
  const sync = Math.ceil(kills * SYNC_SHARE);
  const lastSync = Math.ceil((kills - sync) * LAST_SYNC_SHARE);
  return { sync, replay: kills - sync - lastSync, lastSync };
}

/** Prints it. A fault that never happened was not tried, and a host that gives up is a defect: answers whether all is well. */
export function printChaos(reporter: Reporter, { suffered, faults, endedByThemselves }: Chaos): boolean {
  printToll(reporter, suffered, faults);
  for (const text of endedByThemselves) reporter.line(`  ✗ ${text}`);
  const never = Object.keys(faults).filter((fault) => faults[fault] === 0);
  for (const fault of never) reporter.line(`  ✗ never happened: ${fault}`);
  return endedByThemselves.length === 0 && never.length === 0;
}
