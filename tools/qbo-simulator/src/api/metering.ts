import { pacificDate } from '../model/time.js';

/** Calls of one company since the counters were cleared. */
export interface CallCounters {
  /** `Customer.query`, `Invoice.create`, `batch`, … to number of calls. */
  readonly byKind: Readonly<Record<string, number>>;
  /** Successful CorePlus calls (data out); items of a batch count one by one. */
  readonly metered: number;
  readonly unmetered: number;
  readonly throttled: number;
}

interface Count {
  byKind: Record<string, number>;
  metered: number;
  unmetered: number;
  throttled: number;
}

/** Counts calls per company, and metered calls per calendar month against the app's quota. */
export class Metering {
  private counts = new Map<string, Count>();
  private month = '';
  private used = 0;

  /** `quota`: metered calls a month before data out is blocked (500,000 on the free tier); undefined: none. */
  constructor(
    private readonly quota: () => number | undefined,
    private readonly onUse: (used: number) => void = () => undefined,
  ) {}

  exhausted(now: number): boolean {
    const quota = this.quota();
    return quota !== undefined && this.usedThisMonth(now) >= quota;
  }

  usedThisMonth(now: number): number {
    const month = pacificDate(now).slice(0, 7);
    if (month !== this.month) {
      this.month = month;
      this.used = 0;
    }
    return this.used;
  }

  restore(month: string, used: number): void {
    this.month = month;
    this.used = used;
  }

  state(now: number): { readonly month: string; readonly used: number } {
    const used = this.usedThisMonth(now);
    return { month: this.month, used };
  }

  call(realmId: string, kind: string): void {
    const { byKind } = this.of(realmId);
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  }

  success(realmId: string, metered: boolean, now: number): void {
    const count = this.of(realmId);
    if (!metered) {
      count.unmetered++;
      return;
    }
    count.metered++;
    this.used = this.usedThisMonth(now) + 1;
    this.onUse(this.used);
  }

  throttled(realmId: string): void {
    this.of(realmId).throttled++;
  }

  counters(realmId: string): CallCounters {
    return structuredClone(this.of(realmId));
  }

  clear(): void {
    this.counts = new Map<string, Count>();
  }

  private of(realmId: string): Count {
    let count = this.counts.get(realmId);
    if (!count) this.counts.set(realmId, (count = { byKind: {}, metered: 0, unmetered: 0, throttled: 0 }));
    return count;
  }
}
