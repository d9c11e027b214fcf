import { CANONICAL, sweepOf } from '../sweep.js';
import { runStories } from './run-stories.js';

/** One fault at every `every`th boundary of each canonical story. Answers the exit code. */
export async function runSweep(every: number): Promise<number> {
  let code = 0;
  for (const story of CANONICAL) {
    const { boundaries, stories } = await sweepOf(story, every);
    console.log(
      `${String(story.given?.profile)}: ${String(boundaries)} boundaries, ${String(stories.length)} stories with one fault`,
    );
    code = Math.max(code, await runStories({ stories, total: stories.length, drawsAll: false }));
  }
  return code;
}
