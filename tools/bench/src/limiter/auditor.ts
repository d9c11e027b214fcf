import type { SimulatorRequest, SimulatorResponse } from '@bpro-qbo-sync/qbo-simulator';

type Handle = (request: SimulatorRequest) => Promise<SimulatorResponse>;

interface Call {
  readonly at: number;
  /** Undefined: no batch. */
  readonly items: number | undefined;
}

/** The most that was seen at any moment, by what QuickBooks limits (developer.intuit.com, "Limits and throttles"). */
export interface Peaks {
  readonly requestsPerMinute: number;
  readonly requestsPerSecond: number;
  readonly concurrent: number;
  readonly batchesPerMinute: number;
  readonly combinedPerMinute: number;
}

/** How often a call counts among the requests per minute, by the number of its items (undefined: no batch). */
export type Weight = (items: number | undefined) => number;

/**
 * Watches all calls to one company as they arrive, and counts for itself, by other means than the client and the
 * simulator do: over all calls at the end.
 */
export class Auditor {
  private readonly calls: Call[] = [];
  private running = 0;
  private mostRunning = 0;
  refused = 0;

  constructor(private readonly now: () => number) {}

  watch(handle: Handle): Handle {
    return async (request) => {
      if (!request.url.startsWith('/v3/company/')) return handle(request);
      this.calls.push({ at: this.now(), items: itemsOf(request) });
      this.mostRunning = Math.max(this.mostRunning, ++this.running);
      try {
        const answer = await handle(request);
        if (answer.status === 429) this.refused++;
        return answer;
      } finally {
        this.running--;
      }
    };
  }

  get count(): number {
    return this.calls.length;
  }

  peaks(weight: Weight): Peaks {
    return {
      requestsPerMinute: this.most(60_000, ({ items }) => weight(items)),
      requestsPerSecond: this.most(1_000, () => 1),
      concurrent: this.mostRunning,
      batchesPerMinute: this.most(60_000, ({ items }) => (items === undefined ? 0 : 1)),
      combinedPerMinute: this.most(60_000, () => 1),
    };
  }

  /** The highest sum in any window of so many milliseconds. */
  private most(span: number, countOf: (call: Call) => number): number {
    let most = 0;
    let sum = 0;
    let oldest = 0;
    for (const call of this.calls) {
      sum += countOf(call);
      for (let first = this.calls[oldest]; first && first.at <= call.at - span; first = this.calls[++oldest])
        sum -= countOf(first);
      most = Math.max(most, sum);
    }
    return most;
  }
}

function itemsOf({ url, body }: SimulatorRequest): number | undefined {
  if (!/^\/v3\/company\/\d+\/batch/.test(url)) return undefined;
  return (JSON.parse(body) as { BatchItemRequest: readonly unknown[] }).BatchItemRequest.length;
}
