import type { Clock } from './clock.js';

interface Timer {
  readonly at: number;
  readonly sequence: number;
  readonly fire: () => void;
}

/**
 * Time that moves only when it is told to: the simulation's clock. Sleepers wake in order of their time, then of
 * their asking, so a run is the same every time.
 */
export class VirtualClock implements Clock {
  private timers: Timer[] = [];
  private sequence = 0;

  constructor(private time: number = Date.UTC(2026, 0, 5, 9)) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.timers = this.timers.filter((t) => t !== timer);
        reject(signal?.reason as Error);
      };
      const fire = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const timer: Timer = { at: this.time + Math.max(0, ms), sequence: this.sequence++, fire };
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.timers.push(timer);
    });
  }

  /** How many sleepers wait. */
  get pending(): number {
    return this.timers.length;
  }

  /** Moves to the next sleeper's time and wakes it. False when nobody sleeps. */
  wakeNext(): boolean {
    let next: Timer | undefined;
    for (const t of this.timers)
      if (!next || t.at < next.at || (t.at === next.at && t.sequence < next.sequence)) next = t;
    if (!next) return false;
    this.timers.splice(this.timers.indexOf(next), 1);
    this.time = Math.max(this.time, next.at);
    next.fire();
    return true;
  }

  /** Lets everything that can run, run; then wakes sleepers one by one until `done` settles. */
  async runUntil<T>(done: Promise<T>, limits: { readonly maxWakes?: number } = {}): Promise<T> {
    let settled = false;
    const watched = done.finally(() => (settled = true));
    watched.catch(() => undefined);
    for (let wakes = 0; ; wakes++) {
      await drain();
      if (settled) return watched;
      if (wakes >= (limits.maxWakes ?? 1_000_000)) throw new Error(`not done after ${String(wakes)} wakes`);
      if (!this.wakeNext()) {
        await drain();
        if (settled) return watched;
        throw new Error('everything waits and nobody sleeps: a deadlock');
      }
    }
  }

  /** Moves time forward by `ms`, waking every sleeper on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      await drain();
      const due = this.timers.some((t) => t.at <= until);
      if (!due) break;
      this.wakeNext();
    }
    this.time = until;
    await drain();
  }
}

/** Two turns of the event loop: every promise that can settle without time passing has settled. */
const drain = async (): Promise<void> => {
  for (let i = 0; i < 2; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};
