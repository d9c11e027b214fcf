/** Remembers how to stop what has been started. */
export class Closers {
  private readonly closers: (() => Promise<void>)[] = [];

  constructor(private readonly signal: AbortSignal) {}

  /** Waits for a start. What was started when the wish is gone by then is still remembered. Throws when aborted. */
  async add<T>(starting: Promise<T> | T, stop: (it: T) => Promise<void>): Promise<T> {
    const it = await starting;
    this.closers.push(() => stop(it));
    this.signal.throwIfAborted();
    return it;
  }

  /** Stops everything, what was started last at first. Rejects, at the end, with the first error. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const closer of this.closers.splice(0).reverse())
      await closer().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
