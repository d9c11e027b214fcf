import type { SeedOptions } from './draws.js';
import { catchMutants } from './verbs/catch-mutants.js';
import { runOneSeed } from './verbs/one-seed.js';
import { readOptions, USAGE, type CliOptions } from './verbs/options.js';
import { runStories } from './verbs/run-stories.js';
import { runSweep } from './verbs/run-sweep.js';
import { shrinkSeed } from './verbs/shrink-seed.js';

const options = wanted();
process.exitCode = options ? await run(options) : 2;

function wanted(): CliOptions | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

function run({ verb, number, from, every, size, calm, save, bug }: CliOptions): number | Promise<number> {
  const story = (seed: number): SeedOptions => ({
    seed,
    faults: !calm,
    ...(size === undefined ? {} : { given: { size } }),
  });
  function* seeds(total: number): Generator<SeedOptions> {
    for (let i = 0; i < total; i++) yield story(from + i);
  }
  const drawsAll = !calm && bug === undefined;
  switch (verb) {
    case 'help':
      console.log(USAGE);
      return 0;
    case 'seed':
      return runOneSeed(story(number), bug);
    case 'shrink':
      return shrinkSeed(story(number), bug, save);
    case 'sweep':
      return runSweep(every);
    case 'mutants':
      return catchMutants();
    case 'minutes':
      return runStories({
        stories: seeds(Infinity),
        total: undefined,
        limit: number * 60_000,
        bug,
        drawsAll,
      });
    case 'seeds':
      return runStories({ stories: seeds(number), total: number, bug, drawsAll });
  }
}
