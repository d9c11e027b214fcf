import { execFileSync } from 'node:child_process';
import type { SeedOptions } from '../draws.js';
import { neverFired } from '../fault-kinds.js';
import type { PlantedBug } from '../mutants.js';
import type { SeedResult } from '../run-seed.js';
import type { StoryTask } from './one-story.js';
import { Threads } from './threads.js';

/** From so many seeds on every kind of fault must have fired. */
const ENOUGH_FOR_ALL_FAULTS = 200;
const TELL_EVERY_MS = 10_000;

export interface Stories {
  readonly stories: Iterable<SeedOptions>;
  /** How many there are; undefined: as many as there is time for. */
  readonly total: number | undefined;
  /** Milliseconds; then no other story begins. */
  readonly limit?: number;
  readonly bug?: PlantedBug | undefined;
  /** Whether all kinds of faults are drawn from. */
  readonly drawsAll: boolean;
}

/** Runs stories on all processors, says how it goes and what broke. Answers the exit code. */
export async function runStories({ stories, total, limit, bug, drawsAll }: Stories): Promise<number> {
  const fired = new Map<string, number>();
  const started = Date.now();
  let [told, done, broken] = [started, 0, 0];
  const progress = (): string => {
    const seconds = (Date.now() - started) / 1000;
    const of = total === undefined ? '' : ` of ${String(total)}`;
    return `${String(done)}${of} stories, ${String(broken)} broken, ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(2)} a second`;
  };
  function* tasks(): Generator<StoryTask> {
    for (const story of stories) {
      if (limit !== undefined && Date.now() - started > limit) return;
      yield { story, bug: bug?.name };
    }
  }
  const threads = new Threads();
  try {
    for await (const result of threads.stories(tasks())) {
      done++;
      for (const [kind, times] of result.fired) fired.set(kind, (fired.get(kind) ?? 0) + times);
      if (result.violations.length > 0) {
        broken++;
        report(result);
        if (bug) return 0;
      }
      if (Date.now() - told < TELL_EVERY_MS) continue;
      told = Date.now();
      console.log(progress());
    }
  } finally {
    await threads.close();
  }
  for (const [kind, times] of [...fired].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`  ${kind.padEnd(44)}${String(times).padStart(7)}`);
  console.log(`${progress()}, commit ${commit()}`);
  const missing = drawsAll && done >= ENOUGH_FOR_ALL_FAULTS ? neverFired(fired) : [];
  if (missing.length > 0) console.log(`Never fired: ${missing.join(', ')}`);
  return broken > 0 || missing.length > 0 || bug ? 1 : 0;
}

function report({ seed, crashes, struck, violations }: SeedResult): void {
  console.log(
    `seed ${String(seed)} at ${commit()} broke ${String(violations.length)}, ${String(struck.length)} faults, ${String(crashes)} crashes; npm run simulate -- --shrink ${String(seed)}`,
  );
  for (const { invariant, what } of violations.slice(0, 5))
    console.log(`  ${invariant} ${what.slice(0, 600)}`);
}

let known: string | undefined;

export function commit(): string {
  try {
    known ??= execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    known = 'unknown';
  }
  return known;
}
