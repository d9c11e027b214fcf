/** Calls per window. The values are Intuit's (developer.intuit.com, "Limits and throttles"). */
export interface LimitOptions {
  readonly requestsPerMinute: number;
  readonly requestsPerSecond: number;
  readonly concurrent: number;
  /** Per company and app. */
  readonly batchesPerMinute: number;
  /** Per company, over all apps. */
  readonly companyBatchesPerMinute: number;
  /** Requests and batches together, per company and app. */
  readonly combinedPerMinute: number;
  /** What a batch is among the requests per minute: nothing, one of them, or as many as it has items (sources differ). */
  readonly batchCountsAs: 'none' | 'request' | 'items';
}

export const INTUIT_LIMITS: LimitOptions = {
  requestsPerMinute: 500,
  requestsPerSecond: 10,
  concurrent: 10,
  batchesPerMinute: 40,
  companyBatchesPerMinute: 120,
  combinedPerMinute: 800,
  batchCountsAs: 'none',
};

/** The times of calls in a sliding window. */
class Window {
  private times: number[] = [];
  private first = 0;

  constructor(private readonly spanMs: number) {}

  count(now: number): number {
    while (this.first < this.times.length && (this.times[this.first] ?? 0) <= now - this.spanMs) this.first++;
    if (this.first > 1000) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    return this.times.length - this.first;
  }

  add(now: number, calls: number): void {
    for (let i = 0; i < calls; i++) this.times.push(now);
  }
}

/** A limit, its window, how many it allows, and how many of them this call is. */
type Check = readonly [name: keyof LimitOptions, window: Window, limit: number, calls: number];

/** Counts calls against the limits. A refused call does not count. */
export class RateLimits {
  private readonly windows = new Map<string, Window>();
  private readonly running = new Map<string, number>();

  /** `options`: asked for at each call; undefined: no limits. */
  constructor(private readonly options: () => LimitOptions | undefined) {}

  /** The limit that this call breaks, undefined when it may pass and was counted. `items`: a batch's; else undefined. */
  admit(
    realmId: string,
    app: string,
    items: number | undefined,
    now: number,
  ): keyof LimitOptions | undefined {
    const options = this.options();
    if (!options) return undefined;
    const both = `${realmId}/${app}`;
    const checks: Check[] = [
      ['requestsPerSecond', this.window(`second/${both}`, 1000), options.requestsPerSecond, 1],
      ['combinedPerMinute', this.window(`combined/${both}`, 60_000), options.combinedPerMinute, 1],
    ];
    const calls = items === undefined ? 1 : { none: 0, request: 1, items }[options.batchCountsAs];
    const minute = this.window(`minute/${realmId}`, 60_000);
    if (calls > 0) checks.push(['requestsPerMinute', minute, options.requestsPerMinute, calls]);
    if (items !== undefined) {
      const all = options.companyBatchesPerMinute;
      checks.push(['batchesPerMinute', this.window(`batch/${both}`, 60_000), options.batchesPerMinute, 1]);
      checks.push(['companyBatchesPerMinute', this.window(`batches/${realmId}`, 60_000), all, 1]);
    }
    if ((this.running.get(both) ?? 0) >= options.concurrent) return 'concurrent';
    for (const [name, window, limit, more] of checks) if (window.count(now) + more > limit) return name;
    for (const [, window, , more] of checks) window.add(now, more);
    return undefined;
  }

  begin(realmId: string, app: string): () => void {
    const key = `${realmId}/${app}`;
    this.running.set(key, (this.running.get(key) ?? 0) + 1);
    return () => {
      this.running.set(key, (this.running.get(key) ?? 1) - 1);
    };
  }

  private window(key: string, spanMs: number): Window {
    let window = this.windows.get(key);
    if (!window) this.windows.set(key, (window = new Window(spanMs)));
    return window;
  }
}
