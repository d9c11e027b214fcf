import type { PlantedBug } from './mutants.js';
import { runSeed } from './run-seed.js';

/** How many seeds, from `from` on, it took until a planted bug broke what it breaks; undefined: more than `most`. */
export async function seedsUntilNoticed(
  bug: PlantedBug,
  from: number,
  most: number,
): Promise<number | undefined> {
  for (let taken = 1; taken <= most; taken++) {
    const { violations } = await runSeed({ seed: from + taken - 1, endsAtFirst: true }, bug);
    if (violations.some(({ invariant }) => bug.breaks.includes(invariant))) return taken;
  }
  return undefined;
}
