import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Something that is timed: `work` is, `before` is not. `n` counts the runs. */
export interface Timed {
  readonly before?: (n: number) => Promise<void> | void;
  readonly work: (n: number) => Promise<unknown>;
}

export interface Repetitions {
  readonly warmUp: number;
  readonly measured: number;
}

/**
 * The median milliseconds of each. They take turns run by run, so that whatever else the machine does slows all of
 * them alike.
 */
export async function medians(all: readonly Timed[], { warmUp, measured }: Repetitions): Promise<number[]> {
  const times = all.map((): number[] => []);
  for (let n = 0; n < warmUp + measured; n++)
    for (const [index, { before, work }] of all.entries()) {
      await before?.(n);
      const started = performance.now();
      await work(n);
      if (n >= warmUp) times[index]?.push(performance.now() - started);
    }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

let collect: (() => void) | undefined;

/** Lets the engine collect its garbage now. */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/** Megabytes that stay in the heap from what is made. */
export function heldMegabytes<T>(make: () => T): { readonly made: T; readonly megabytes: number } {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const made = make();
  collectGarbage();
  return { made, megabytes: (process.memoryUsage().heapUsed - before) / 2 ** 20 };
}
