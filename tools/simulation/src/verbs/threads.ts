import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { SeedResult } from '../run-seed.js';
import type { NoticeTask, StoryTask } from './one-story.js';

/** Stories do not know of each other: as many run at once as the machine has processors. */
export class Threads {
  private readonly count = availableParallelism();
  private readonly pool = new Piscina({
    filename: new URL('./one-story.js', import.meta.url).href,
    minThreads: this.count,
    maxThreads: this.count,
  });

  /** Results in the order in which they come. */
  async *stories(tasks: Iterable<StoryTask>): AsyncGenerator<SeedResult> {
    const running = new Set<Promise<SeedResult>>();
    const next = async (): Promise<SeedResult> => {
      const [done, result] = await Promise.race([...running].map(async (one) => [one, await one] as const));
      running.delete(done);
      return result;
    };
    for (const task of tasks) {
      running.add(this.pool.run(task) as Promise<SeedResult>);
      if (running.size > 2 * this.count) yield await next();
    }
    while (running.size > 0) yield await next();
  }

  noticed(task: NoticeTask): Promise<number | undefined> {
    return this.pool.run(task, { name: 'noticed' }) as Promise<number | undefined>;
  }

  /** Whatever still runs is given up. */
  close(): Promise<void> {
    return this.pool.destroy();
  }
}
