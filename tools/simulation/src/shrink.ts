import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import type { Draws, Given, SeedOptions } from './draws.js';
import { runSeed } from './run-seed.js';
import type { Mutant } from './sync-process.js';

/** The smallest story of a seed that was found to break an invariant. */
export interface SmallestCase {
  readonly seed: number;
  /** What it breaks, as `I2`. */
  readonly invariant: string;
  readonly what: string;
  /** The faults that it takes. */
  readonly only: readonly string[];
  readonly given: Given;
}

/** What a story may be made simpler by, each in turn; `size` last, because it changes which records there are. */
const SIMPLER: readonly Given[] = [
  { outage: undefined },
  { settingsLater: undefined },
  { manager: { disconnects: false, cancels: false } },
  { changes: { during: 0, after: 0, again: 0, inQbo: 0 } },
  { switches: {} },
  { settings: { ...DEFAULT_SETTINGS, refundAccountId: '35' } },
  { traps: false },
  { profile: 'us-manual' },
];
const SIZES = [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 28] as const;
const PEOPLE = ['during', 'after', 'again', 'inQbo'] as const;

export interface ShrinkOptions {
  /** Is told of every step. */
  readonly tell?: (step: string) => void;
  /** Which of several that the story breaks; default the first. */
  readonly invariant?: string;
}

/**
 * Takes away from a failing story what it can do without: faults, people's changes, settings, records. `draws`: the
 * story as it was drawn. Undefined when it does not fail.
 */
export async function shrink(
  story: SeedOptions,
  draws: Pick<Draws, 'size' | 'changes'>,
  mutant: Mutant = {},
  { tell = () => undefined, invariant: wanted }: ShrinkOptions = {},
): Promise<SmallestCase | undefined> {
  const first = await runSeed(story, mutant);
  const broken = first.violations.find(({ invariant }) => invariant === (wanted ?? invariant));
  if (!broken) return undefined;
  const { invariant } = broken;
  let best = { only: first.struck, given: story.given ?? {}, what: broken.what };
  const fails = async (only: readonly string[], given: Given): Promise<boolean> => {
    const { violations } = await runSeed({ seed: story.seed, only, given }, mutant);
    const same = violations.find((violation) => violation.invariant === invariant);
    if (same) best = { only, given, what: same.what };
    return same !== undefined;
  };
  tell(`breaks ${invariant} with ${String(best.only.length)} faults`);
  if (!(await fails(best.only, best.given)))
    throw new Error(`seed ${String(story.seed)} does not break ${invariant} by its faults alone`);
  const fewerFaults = async (): Promise<void> => {
    await fewest(best.only, (only) => fails(only, best.given));
    tell(`${String(best.only.length)} faults are left`);
  };
  await fewerFaults();
  for (const simpler of SIMPLER)
    if (await fails(best.only, { ...best.given, ...simpler })) tell(`without ${Object.keys(simpler).join()}`);
  for (const who of PEOPLE)
    for (let n = 0; n < (best.given.changes ?? draws.changes)[who]; n++) {
      const changes = { ...(best.given.changes ?? draws.changes), [who]: n };
      if (await fails(best.only, { ...best.given, changes })) break;
    }
  for (const size of SIZES.filter((n) => n < (best.given.size ?? draws.size)))
    if (await fails(best.only, { ...best.given, size })) {
      tell(`books of ${String(size)} records`);
      break;
    }
  await fewerFaults();
  return { seed: story.seed, invariant, ...best };
}

/** Delta debugging: tries ever smaller parts away, until no single one can be missed. */
async function fewest(
  all: readonly string[],
  fails: (some: readonly string[]) => Promise<boolean>,
): Promise<void> {
  let left = all;
  if (left.length > 0 && (await fails([]))) return;
  for (let parts = 2; left.length > 1;) {
    const length = Math.ceil(left.length / parts);
    let shorter: readonly string[] | undefined;
    for (let from = 0; from < left.length && !shorter; from += length) {
      const rest = [...left.slice(0, from), ...left.slice(from + length)];
      if (await fails(rest)) shorter = rest;
    }
    if (shorter) [left, parts] = [shorter, Math.max(2, parts - 1)];
    else if (length === 1) return;
    else parts = Math.min(left.length, parts * 2);
  }
}
