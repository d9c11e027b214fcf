import { CANARY, PLANTED_BUGS } from '../mutants.js';
import { Threads } from './threads.js';

const STARTS = [1, 1001, 2001] as const;
const MOST_SEEDS = 400;

/** Prints for each planted bug how many seeds it took to notice it: the median of several starts. Answers the exit code. */
export async function catchMutants(): Promise<number> {
  const threads = new Threads();
  let missed = 0;
  try {
    const all = PLANTED_BUGS.map(async ({ name }) => ({
      name,
      taken: await Promise.all(
        STARTS.map(
          async (from) => (await threads.noticed({ bug: name, from, most: MOST_SEEDS })) ?? Infinity,
        ),
      ),
    }));
    for (const each of all) {
      const { name, taken } = await each;
      const median = [...taken].sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? Infinity;
      const isSlow = name === CANARY.name && taken.some((seeds) => seeds > 1);
      if (!Number.isFinite(median) || isSlow) missed++;
      console.log(
        `${name.padEnd(64)}${Number.isFinite(median) ? String(median).padStart(5) : ' NOT NOTICED'}   (${taken.map(String).join(', ')})`,
      );
    }
  } finally {
    await threads.close();
  }
  console.log(
    `${String(PLANTED_BUGS.length)} planted bugs, ${String(missed)} not noticed, ${String(STARTS.length)} starts each; the canary must fail with its first seed`,
  );
  return missed > 0 ? 1 : 0;
}
