import type { SeedOptions } from '../draws.js';
import { PLANTED_BUGS } from '../mutants.js';
import { seedsUntilNoticed } from '../notice.js';
import { runSeed, type SeedResult } from '../run-seed.js';

/** What a thread is asked for; a planted bug by its name, as functions do not go from thread to thread. */
export interface StoryTask {
  readonly story: SeedOptions;
  readonly bug?: string | undefined;
}

export interface NoticeTask {
  readonly bug: string;
  readonly from: number;
  readonly most: number;
}

const bugNamed = (name: string | undefined): (typeof PLANTED_BUGS)[number] | undefined =>
  PLANTED_BUGS.find((bug) => bug.name === name);

/** In a thread of its own: one story, without what only its trace is for. */
export default async function oneStory({ story, bug }: StoryTask): Promise<SeedResult> {
  return { ...(await runSeed(story, bugNamed(bug))), crossed: [], lines: [] };
}

/** In a thread of its own: how many seeds a planted bug took. */
export const noticed = ({ bug, from, most }: NoticeTask): Promise<number | undefined> => {
  const planted = bugNamed(bug);
  if (!planted) throw new RangeError(`there is no planted bug ${bug}`);
  return seedsUntilNoticed(planted, from, most);
};
