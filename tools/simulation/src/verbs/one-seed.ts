import type { SeedOptions } from '../draws.js';
import type { PlantedBug } from '../mutants.js';
import { runSeed } from '../run-seed.js';

/** Runs one story and prints its trace. Answers the exit code. */
export async function runOneSeed(story: SeedOptions, bug: PlantedBug | undefined): Promise<number> {
  const { lines, trace, struck, crashes, writes, violations } = await runSeed(
    { ...story, isTraced: true },
    bug,
  );
  for (const line of lines) console.log(line);
  for (const { invariant, what } of violations) console.log(`${invariant} ${what}`);
  console.log(
    `seed ${String(story.seed)}: ${String(violations.length)} broken, ${String(struck.length)} faults, ${String(crashes)} crashes, ${String(writes)} writes to QuickBooks, trace ${trace}`,
  );
  return violations.length > 0 ? 1 : 0;
}
