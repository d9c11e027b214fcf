import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from '../corpus.js';
import { drawsOf, type SeedOptions } from '../draws.js';
import type { PlantedBug } from '../mutants.js';
import { shrink } from '../shrink.js';

/** Prints the smallest story that breaks as the seed's does; `save`: also into the corpus. Answers the exit code. */
export async function shrinkSeed(
  story: SeedOptions,
  bug: PlantedBug | undefined,
  save: boolean,
): Promise<number> {
  const smallest = await shrink(story, drawsOf(story), bug, {
    tell: (step) => {
      console.log(step);
    },
  });
  if (!smallest) {
    console.log(`Seed ${String(story.seed)} breaks nothing.`);
    return 0;
  }
  const text = `${JSON.stringify(smallest, undefined, 2)}\n`;
  console.log(text);
  if (save)
    writeFileSync(join(CORPUS, `${String(story.seed)}-${smallest.invariant.toLowerCase()}.json`), text);
  return 1;
}
