import { AsyncLocalStorage } from 'node:async_hooks';
import { ReentrantTurn } from './errors.js';

interface Turn {
  readonly name: string;
  readonly outer: Turn | undefined;
  over: boolean;
}

const settled = (): undefined => undefined;

/** Turns by name inside one process, first come, first served. Another name may be taken inside a turn. */
export class ExclusiveTurns {
  private readonly current = new AsyncLocalStorage<Turn>();
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Runs `work` when the turns before it are over. The turn also ends when `gone` settles: its holder died. */
  async run<T>(name: string, work: () => Promise<T>, gone?: Promise<void>): Promise<T> {
    const outer = this.current.getStore();
    for (let turn = outer; turn; turn = turn.outer)
      if (turn.name === name && !turn.over) throw new ReentrantTurn(name);

    const turn: Turn = { name, outer, over: false };
    const before = this.tails.get(name) ?? Promise.resolve();
    const result = before.then(() => this.current.run(turn, work));
    const done = result.then(settled, settled);
    const tail = gone ? Promise.race([done, before.then(() => gone)]) : done;
    this.tails.set(name, tail);
    try {
      return await result;
    } finally {
      turn.over = true;
      if (this.tails.get(name) === tail) this.tails.delete(name);
    }
  }
}
