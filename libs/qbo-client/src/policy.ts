/** How often and how long a call is tried again. Times in milliseconds. */
export interface CallPolicy {
  /** Tries of a read that QuickBooks fails. */
  readonly readAttempts: number;
  /** Tries of a write under the same request id; then its outcome is the caller's to find out. */
  readonly writeAttempts: number;
  /** Tries of any call that is answered 429; the waiting between them is the limiter's. */
  readonly throttledAttempts: number;
  /** Tries at Intuit's token endpoint, all with the same refresh token. */
  readonly tokenAttempts: number;
  /** First wait before a retry; it doubles, with jitter, up to `longestBackoff`. */
  readonly firstBackoff: number;
  readonly longestBackoff: number;
  readonly timeout: number;
  readonly tokenTimeout: number;
  /** An access token with less time left is refreshed before it is used. */
  readonly refreshMargin: number;
}

export const DEFAULT_POLICY: CallPolicy = {
  readAttempts: 5,
  writeAttempts: 3,
  throttledAttempts: 5,
  tokenAttempts: 4,
  firstBackoff: 1_000,
  longestBackoff: 30_000,
  timeout: 120_000,
  tokenTimeout: 30_000,
  refreshMargin: 5 * 60_000,
};

/** Milliseconds before the try after `failures` failures; `random` gives [0, 1). */
export const backoff = (policy: CallPolicy, failures: number, random: () => number): number =>
  Math.round(
    Math.min(policy.longestBackoff, policy.firstBackoff * 2 ** (failures - 1)) * (0.5 + random() / 2),
  );

const LONGEST_RETRY_AFTER = 60 * 60_000;

/** Milliseconds that a Retry-After header asks to wait (seconds or an HTTP date), if it can be read: 1 s to 1 hour. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST_RETRY_AFTER, Math.max(1_000, wait)) : undefined;
}
