import { PLANTED_BUGS } from '../mutants.js';
import { seedsUntilNoticed } from '../notice.js';

const STARTS = [1, 1001, 2001] as const;
const MOST_SEEDS = 400;

/** Prints for each planted bug how many seeds it took to notice it: the median of several starts. */
export async function catchMutants(): Promise<number> {
  let missed = 0;
  for (const bug of PLANTED_BUGS) {
    const taken: number[] = [];
    for (const from of STARTS) taken.push((await seedsUntilNoticed(bug, from, MOST_SEEDS)) ?? Infinity);
    const median = [...taken].sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? Infinity;
    if (!Number.isFinite(median)) missed++;
    console.log(
      `${bug.name.padEnd(52)}${Number.isFinite(median) ? String(median).padStart(5) : ' NOT NOTICED'}   (${taken.map(String).join(', ')})`,
    );
  }
  console.log(`${String(PLANTED_BUGS.length)} planted bugs, ${String(missed)} not noticed`);
  return missed > 0 ? 1 : 0;
}
