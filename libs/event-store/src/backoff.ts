/** How long to wait between attempts, in milliseconds of the caller's clock. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The wait after the `attempt`-th failure in a row (1 is the first): doubles, up to `maxMs`. */
export const backoffMs = ({ firstMs, maxMs }: Backoff, attempt: number): number =>
  Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
