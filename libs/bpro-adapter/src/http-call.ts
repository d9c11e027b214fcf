import type { Clock } from '@bpro-qbo-sync/clock';
import type { BproFetch, BproHttpRequest, BproHttpResponse } from './http-exchange.js';
import { BproUnavailable } from './port.js';
import { errorOfResponse, RetryLater } from './problem-details.js';

export interface CallSettings {
  readonly clock: Clock;
  readonly fetch: BproFetch;
  /** Milliseconds of the clock that one attempt may take, a long poll's wait not counted. */
  readonly timeoutMs: number;
  readonly attempts: number;
  /** 0 ≤ n < 1; spreads the pauses between attempts. */
  readonly random: () => number;
}

export interface Call {
  /** For error messages: what was asked, without the record's content. */
  readonly what: string;
  readonly writes: boolean;
  readonly waitMs: number;
  /** Built anew for every attempt, so that each carries a token of its time. */
  request(): Promise<BproHttpRequest>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Sends a request until BPro answers: a bounded number of attempts with growing pauses. Every attempt of a write
 * carries the same idempotency key, so repeating it is safe. Throws what the answer means, or `BproUnavailable`
 * with `maybeDone` when any of the attempts may have reached BPro.
 */
export async function callBpro<T>(
  settings: CallSettings,
  call: Call,
  parse: (body: unknown) => T,
): Promise<T> {
  let maybeDone = false;
  for (let attempt = 1; ; attempt++) {
    const failed = await sendOnce(settings, call, parse);
    if (failed.ok) return failed.value;
    maybeDone ||= call.writes && failed.retry.maybeDone;
    if (attempt >= settings.attempts)
      throw new BproUnavailable(`BPro: ${call.what}: ${failed.retry.message}`, maybeDone);
    await settings.clock.sleep(pauseMs(attempt, failed.retry.retryAfterMs, settings.random));
  }
}

type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly retry: RetryLater };

async function sendOnce<T>(
  settings: CallSettings,
  call: Call,
  parse: (body: unknown) => T,
): Promise<Attempt<T>> {
  const request = await call.request();
  let response: BproHttpResponse;
  try {
    response = await withTimeout(settings.clock, settings.timeoutMs + call.waitMs, (signal) =>
      settings.fetch({ ...request, signal }),
    );
  } catch (error) {
    return { ok: false, retry: retryOf(error) };
  }
  const error = errorOfResponse(response);
  if (error instanceof RetryLater) return { ok: false, retry: error };
  if (error) throw error;
  try {
    return { ok: true, value: parse(JSON.parse(response.body)) };
  } catch (reason) {
    if (reason instanceof SyntaxError || reason instanceof UnexpectedAnswer)
      return { ok: false, retry: new RetryLater('the answer is not what the contract says', true) };
    throw reason;
  }
}

/** The answer's frame (not a record in it) breaks the contract: a proxy's page, another version. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

const retryOf = (error: unknown): RetryLater => {
  if (error instanceof TimedOut) return new RetryLater('no answer in time', true);
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED'
    ? new RetryLater('nobody answers there', false)
    : new RetryLater('the connection broke', true);
};

const pauseMs = (attempt: number, retryAfterMs: number | undefined, random: () => number): number =>
  retryAfterMs === undefined
    ? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + random())
    : Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs);

async function withTimeout<T>(
  clock: Clock,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const alarm = new AbortController();
  const request = new AbortController();
  const timeout = clock.sleep(ms, alarm.signal).then(
    () => {
      request.abort();
      throw new TimedOut();
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([run(request.signal), timeout]);
  } finally {
    alarm.abort(new Error('answered'));
  }
}
