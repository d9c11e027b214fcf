import { generateBooks } from '@bpro-qbo-sync/demo-books';
import { drawsOf, type SeedOptions } from './draws.js';
import { FaultSource } from './faults.js';
import { Host } from './host.js';
import type { Violation } from './invariants/index.js';
import { Plot } from './plot.js';
import type { Mutant } from './sync-process.js';
import { withOwnFields } from './users.js';
import { World } from './world.js';

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** How often each kind of fault fired. */
  readonly fired: ReadonlyMap<string, number>;
  /** The faults that struck, each by its own name, in order: a mask for `only`. */
  readonly struck: readonly string[];
  readonly crashes: number;
  /** Boundaries that the processes crossed, in order, as `store.append.before`. */
  readonly crossed: readonly string[];
  /** Writes that QuickBooks was asked for. */
  readonly writes: number;
  /** Hash of all that crossed the ports (invariant I15). */
  readonly trace: string;
  /** The trace for people; empty when it was not asked for. */
  readonly lines: readonly string[];
}

const MAX_WAKES = 200_000;

/**
 * Runs one seeded story: connect, a first full sync under faults while people work, replay of their changes, a second
 * full sync under faults while their changes are replayed, quiet, a third and a fourth full sync. `mutant`: a bug planted behind the ports.
 */
export async function runSeed(options: SeedOptions, mutant: Mutant = {}): Promise<SeedResult> {
  const draws = drawsOf(options);
  const { seed, size, profile, traps, switches } = draws;
  const { bpro, qbo, pairs } = generateBooks({ seed, size, profile, traps });
  const world = new World({
    seed,
    bpro,
    qbo: withOwnFields(qbo as never),
    switches,
    isTraced: options.isTraced === true,
  });
  const source = new FaultSource(draws.faults);
  const host = new Host(world, source, mutant);
  const story = new Plot(world, source, draws, pairs);
  try {
    await world.clock.runUntil(
      options.endsAtFirst ? Promise.race([story.tell(), world.watch.first]) : story.tell(),
      { maxWakes: MAX_WAKES },
    );
  } catch (error) {
    story.violations.push({
      invariant: 'I14',
      what: `the story did not end: ${String(error)}; ${host.troubles().join(' | ')}`,
    });
  }
  host.end();
  return {
    seed,
    violations: [...world.watch.violations, ...story.violations],
    fired: new Map([...source.fired, ...world.oddities]),
    struck: source.struck,
    crashes: host.crashes,
    crossed: source.crossed,
    writes: world.writes.length,
    trace: world.trace.digest(),
    lines: world.trace.readable(),
  };
}
