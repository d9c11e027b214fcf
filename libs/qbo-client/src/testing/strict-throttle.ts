import type { Clock } from '@bpro-qbo-sync/clock';
import type { QboLimits } from '../limits.js';

interface Arrival {
  readonly at: number;
  readonly weight: number;
  readonly batch: boolean;
}

/**
 * QuickBooks' throttle as strict as it can be read: sliding windows over arrivals, and what is in flight until it is
 * answered. Counts what is over a limit instead of refusing it.
 */
export class StrictThrottle {
  readonly breaches: string[] = [];
  calls = 0;
  private arrivals: Arrival[] = [];
  private inFlight = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limits: QboLimits,
  ) {}

  /** One call: it travels for `travel` milliseconds, is worked on for `work`, and travels back. */
  async call(items: number, travel: number, work: number): Promise<void> {
    await this.clock.sleep(travel);
    this.arrive(items);
    this.inFlight += 1;
    if (this.inFlight > this.limits.concurrent) this.breach('in flight', this.inFlight);
    await this.clock.sleep(work);
    this.inFlight -= 1;
    await this.clock.sleep(travel);
  }

  private arrive(items: number): void {
    const now = this.clock.now();
    this.calls += 1;
    const weight = this.limits.batchItemsCount ? Math.max(1, items) : 1;
    this.arrivals = this.arrivals.filter(({ at }) => at > now - 60_000);
    this.arrivals.push({ at: now, weight, batch: items > 0 });
    const weighed = this.arrivals.reduce((sum, arrival) => sum + arrival.weight, 0);
    const inSecond = this.arrivals.filter(({ at }) => at > now - 1_000).length;
    const batches = this.arrivals.filter(({ batch }) => batch).length;
    if (weighed > this.limits.requestsPerMinute) this.breach('per minute', weighed);
    if (inSecond > this.limits.requestsPerSecond) this.breach('per second', inSecond);
    if (batches > this.limits.batchesPerMinute) this.breach('batches per minute', batches);
  }

  private breach(limit: string, count: number): void {
    this.breaches.push(`${limit}: ${String(count)} at ${String(this.clock.now())}`);
  }
}
