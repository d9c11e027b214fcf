import type { CallUsage } from './port.js';

/** One HTTP call, for metrics: neither customers' data nor a company's id. */
export interface ObservedCall {
  readonly tenant: string;
  readonly entity: string;
  readonly operation: string;
  readonly lane: 'live' | 'bulk';
  /** Items of a batch, else 0. */
  readonly items: number;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly waitedMs: number;
  readonly tookMs: number;
  readonly metered: boolean;
  /** `ok` or the kind of the fault. */
  readonly outcome: string;
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly intuitTid: string | undefined;
}

export interface CountedCall {
  /** `Customer.query`; one per item of a batch. */
  readonly kinds: readonly string[];
  readonly read: boolean;
  readonly batch: boolean;
  readonly ok: boolean;
  readonly throttled: boolean;
}

interface Counters {
  metered: number;
  unmetered: number;
  batches: number;
  throttled: number;
  byKind: Record<string, number>;
}

/** Counts calls per company. Intuit meters reads that succeed; writes and refused reads are free. */
export class Usage {
  private readonly companies = new Map<string, Counters>();

  count(realmId: string, call: CountedCall): void {
    const counters = this.of(realmId);
    if (call.read && call.ok) counters.metered += 1;
    else counters.unmetered += 1;
    if (call.batch) counters.batches += 1;
    if (call.throttled) counters.throttled += 1;
    for (const kind of call.kinds) counters.byKind[kind] = (counters.byKind[kind] ?? 0) + 1;
  }

  /** A copy. */
  read(realmId: string): CallUsage {
    return structuredClone(this.of(realmId));
  }

  private of(realmId: string): Counters {
    let counters = this.companies.get(realmId);
    if (!counters) {
      counters = { metered: 0, unmetered: 0, batches: 0, throttled: 0, byKind: {} };
      this.companies.set(realmId, counters);
    }
    return counters;
  }
}
