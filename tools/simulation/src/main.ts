import { parseArgs } from 'node:util';
import { PLANTED_BUGS } from './mutants.js';
import type { SeedOptions } from './draws.js';
import { runSeed, sweep, type SeedResult } from './run-seed.js';

const USAGE = `npm run simulate -- [--seeds N] [--from S] [--size N] [--calm] [--bug NAME] [--sweep N]
Runs N seeded stories of the whole engine (default 100) from seed S (default 1) and prints what broke.
--sweep N: seed S again and again, calm but for one crash, at every Nth boundary.
--bug NAME: with a planted bug (--bug list: their names); ends with 0 when a seed shows it.`;

process.exitCode = await main();

/** Answers the exit code: 0 nothing broke, 1 something did, 2 wrong use. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      size: { type: 'string' },
      calm: { type: 'boolean', default: false },
      bug: { type: 'string' },
      sweep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const bug = PLANTED_BUGS.find(({ name }) => name === values.bug);
  if (values.help || (values.bug !== undefined && !bug)) {
    console.log(`${USAGE}\nPlanted bugs: ${PLANTED_BUGS.map(({ name }) => name).join(', ')}`);
    return values.help ? 0 : 2;
  }
  const given = values.size === undefined ? {} : { given: { size: Number(values.size) } };
  const from = Number(values.from);
  const stories: readonly SeedOptions[] =
    values.sweep === undefined
      ? Array.from({ length: Number(values.seeds) }, (_, i) => ({
          seed: from + i,
          faults: !values.calm,
          ...given,
        }))
      : await sweep({ seed: from, faults: false, ...given }, Number(values.sweep));
  const fired = new Map<string, number>();
  const started = Date.now();
  let broken = 0;
  for (const story of stories) {
    const result = await runSeed(story, bug);
    for (const [kind, times] of result.fired) fired.set(kind, (fired.get(kind) ?? 0) + times);
    if (result.violations.length === 0) continue;
    broken++;
    report(result);
    if (bug) return 0;
  }
  const seconds = (Date.now() - started) / 1000;
  console.log(
    `${String(stories.length)} stories from seed ${values.from}, ${String(broken)} broken, ${seconds.toFixed(0)} s`,
  );
  for (const [kind, times] of [...fired].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`  ${kind.padEnd(40)}${String(times).padStart(6)}`);
  return broken > 0 || bug ? 1 : 0;
}

function report({ seed, crashes, fired, violations }: SeedResult): void {
  console.log(
    `seed ${String(seed)} (${String(crashes)} crashes: ${[...fired.keys()].filter((k) => k.startsWith('crash-at')).join()}) broke ${String(violations.length)}:`,
  );
  for (const { invariant, what } of violations.slice(0, 5))
    console.log(`  ${invariant} ${what.slice(0, 600)}`);
}
