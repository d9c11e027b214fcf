/**
 * QuickBooks' limits for one company and one app, and how carefully they are kept.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles
 */
export interface QboLimits {
  readonly requestsPerMinute: number;
  readonly requestsPerSecond: number;
  readonly concurrent: number;
  readonly batchesPerMinute: number;
  readonly combinedPerMinute: number;
  readonly itemsPerBatch: number;
  /** Intuit says both: a batch is one of the requests per minute, or each of its items is. */
  readonly batchItemsCount: boolean;
  /** Of the requests per minute, kept free of the bulk lane so that a live change never waits for a window. */
  readonly liveReserve: number;
  /** Batches in flight at once, so that long ones leave room for single requests. */
  readonly concurrentBatches: number;
  /** Milliseconds by which requests may differ in the time they take to reach QuickBooks. */
  readonly arrivalSpread: number;
  /** Milliseconds to wait after a 429 that has no Retry-After. */
  readonly throttlePause: number;
}

export const QBO_LIMITS: QboLimits = {
  requestsPerMinute: 500,
  requestsPerSecond: 10,
  concurrent: 10,
  batchesPerMinute: 40,
  combinedPerMinute: 800,
  itemsPerBatch: 30,
  batchItemsCount: false,
  liveReserve: 12,
  concurrentBatches: 6,
  arrivalSpread: 150,
  throttlePause: 60_000,
};
