const MINUTE = 60_000;
const QUIET = 15 * MINUTE;
const STEP = 5 * MINUTE;

/**
 * How much of a company's requests per minute is ours. Other apps use the same limit: after a 429 what we had in the
 * minute before it is what was left for us, and a little less is taken from then on. After fifteen quiet minutes it
 * grows again, by a twentieth of the limit, then every five minutes by twice as much as before.
 */
export class FairShare {
  private cap: number;
  private step: number;
  private nextGrowth = Number.POSITIVE_INFINITY;

  constructor(private readonly limit: number) {
    this.cap = limit;
    this.step = limit / 20;
  }

  /** Requests per minute that we may use at `now`. */
  at(now: number): number {
    while (now >= this.nextGrowth) {
      this.cap = Math.min(this.limit, this.cap + this.step);
      this.step *= 2;
      this.nextGrowth = this.cap === this.limit ? Number.POSITIVE_INFINITY : this.nextGrowth + STEP;
    }
    return Math.floor(this.cap);
  }

  throttled(now: number, used: number): void {
    this.cap = Math.max(this.limit / 10, Math.min(this.at(now), used) * 0.95);
    this.step = this.limit / 20;
    this.nextGrowth = now + QUIET;
  }
}
