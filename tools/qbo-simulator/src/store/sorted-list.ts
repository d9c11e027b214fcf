/** Items of a run. Longer: each change moves more; shorter: more runs to walk over. */
const FULL = 4096;

/**
 * Items kept in order, in runs of bounded length, so that adding, removing and the nth item take about the same time
 * at any size. Items that compare as equal stand in the order in which they were added.
 */
export class SortedList<T> implements Iterable<T> {
  private readonly runs: T[][] = [];
  private count = 0;

  constructor(
    private readonly compare: (a: T, b: T) => number,
    items: Iterable<T> = [],
  ) {
    const sorted = [...items].sort(compare);
    this.count = sorted.length;
    for (let at = 0; at < sorted.length; at += FULL / 2) this.runs.push(sorted.slice(at, at + FULL / 2));
  }

  get size(): number {
    return this.count;
  }

  add(item: T): void {
    const after = (other: T): boolean => this.compare(other, item) > 0;
    this.count++;
    const at = Math.min(this.runWhere(after), Math.max(0, this.runs.length - 1));
    const run = this.runs[at];
    if (!run) {
      this.runs.push([item]);
      return;
    }
    run.splice(firstIndex(run, after), 0, item);
    // The last run is filled up: items that come in order leave full runs behind.
    if (run.length > FULL)
      this.runs.splice(at + 1, 0, run.splice(at === this.runs.length - 1 ? FULL : FULL / 2));
  }

  /** Removes this very item. Its order must be the one it was added with. */
  remove(item: T): void {
    const reached = (other: T): boolean => this.compare(other, item) >= 0;
    for (let at = this.runWhere(reached); at < this.runs.length; at++) {
      const run = this.runs[at] ?? [];
      const index = run.indexOf(item, firstIndex(run, reached));
      if (index < 0) continue;
      run.splice(index, 1);
      this.count--;
      if (run.length === 0) this.runs.splice(at, 1);
      return;
    }
  }

  at(index: number): T | undefined {
    return this.slice(index, index + 1)[0];
  }

  slice(from: number, to: number): T[] {
    const items: T[] = [];
    let begin = 0;
    for (const run of this.runs) {
      if (begin >= to) break;
      if (begin + run.length > from)
        for (const item of run.slice(Math.max(0, from - begin), to - begin)) items.push(item);
      begin += run.length;
    }
    return items;
  }

  /** Where the first item stands that `holds`; the size when none does. Once it holds, it holds for all that follow. */
  firstWhere(holds: (item: T) => boolean): number {
    const at = this.runWhere(holds);
    let begin = 0;
    for (let i = 0; i < at; i++) begin += this.runs[i]?.length ?? 0;
    const run = this.runs[at];
    return run ? begin + firstIndex(run, holds) : begin;
  }

  find(test: (item: T) => boolean): T | undefined {
    for (const item of this) if (test(item)) return item;
    return undefined;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const run of this.runs) yield* run;
  }

  /** The first run whose last item holds. */
  private runWhere(holds: (item: T) => boolean): number {
    return firstIndex(this.runs, (run) => {
      const last = run.at(-1);
      return last !== undefined && holds(last);
    });
  }
}

function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
