const MINUTE = 60_000;
/** Until a share that another app has left us for good is tried to be exceeded: a failed try costs a minute. */
const LONG_QUIET = 45 * MINUTE;
/** When little was ours, another app's burst is likelier than its steady use. */
const SHORT_QUIET = 10 * MINUTE;
const STEP = 5 * MINUTE;

/**
 * How much of a company's requests per minute is ours. Other apps use the same limit: after a 429 what we had in the
 * minute before it is what was left for us, and a little less is taken from then on. After some quiet time it grows
 * again, by a twentieth of the limit, then every five minutes by twice as much as before. What lies above the proven
 * share is tried one call at a time, so that a wrong guess costs one 429.
 */
export class FairShare {
  private cap: number;
  private provenCap: number;
  private step: number;
  private nextGrowth = Number.POSITIVE_INFINITY;

  constructor(private readonly limit: number) {
    this.cap = limit;
    this.provenCap = limit;
    this.step = limit / 20;
  }

  /** Requests per minute that we may use at `now`. */
  at(now: number): number {
    while (now >= this.nextGrowth) {
      this.provenCap = this.cap;
      this.cap = Math.min(this.limit, this.cap + this.step);
      this.step *= 2;
      this.nextGrowth = this.provenCap === this.limit ? Number.POSITIVE_INFINITY : this.nextGrowth + STEP;
    }
    return Math.floor(this.cap);
  }

  /** Requests per minute that we have had without a 429. */
  get proven(): number {
    return Math.floor(this.provenCap);
  }

  /** A 429, after `used` requests in a minute. */
  throttled(now: number, used: number): void {
    this.cap = Math.max(this.limit / 10, Math.min(this.at(now), used) * 0.95);
    this.provenCap = this.cap;
    this.step = this.limit / 20;
    this.nextGrowth = now + (used >= this.limit / 4 ? LONG_QUIET : SHORT_QUIET);
  }
}
