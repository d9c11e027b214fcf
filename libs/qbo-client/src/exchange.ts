import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '@bpro-qbo-sync/clock';
import type { AxiosAdapter, AxiosResponse, AxiosStatic, InternalAxiosRequestConfig } from 'axios';
import { axiosCopies } from './libraries.js';

/** What came back, as it was on the wire. `body` is parsed when it was JSON, else the text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly intuitTid: string | undefined;
  readonly retryAfter: string | undefined;
}

/** One HTTP request and what became of it. Without an answer, `failure` is a network code such as `ECONNRESET`. */
export type Exchange =
  | { readonly answer: Answer }
  | { readonly answer: undefined; readonly failure: string; readonly sent: boolean };

export interface ExchangeOptions {
  readonly clock: Clock;
  /** Milliseconds; QuickBooks itself gives up after 120 seconds. */
  readonly timeout: number;
  /** Added to the query as `requestid`, whatever the library does with it (node-quickbooks drops it from a batch). */
  readonly requestId: string | undefined;
  /** Replaces HTTP: an in-process simulator. */
  readonly adapter: AxiosAdapter | undefined;
}

interface Wire {
  readonly options: ExchangeOptions;
  readonly signal: AbortSignal;
  response: AxiosResponse | undefined;
  failure: unknown;
  sent: boolean;
}

const current = new AsyncLocalStorage<Wire>();

/** Code of an exchange that the clock ended. */
export const TIMED_OUT = 'ETIMEDOUT';

/**
 * Runs one call of a library and reports the answer that the wire had. The library's own verdict is not asked for: it
 * takes HTML and `fault` in lower case for success, and its errors carry the bearer token.
 */
export async function exchange(options: ExchangeOptions, call: () => Promise<unknown>): Promise<Exchange> {
  const abort = new AbortController();
  const wake = new AbortController();
  const wire: Wire = { options, signal: abort.signal, response: undefined, failure: undefined, sent: false };
  const timedOut = options.clock.sleep(options.timeout, wake.signal).then(
    () => TIMED_OUT,
    () => undefined,
  );
  const settled = current.run(wire, call).then(
    () => undefined,
    (error: unknown) => {
      wire.failure ??= error;
      return undefined;
    },
  );
  const ended = await Promise.race([settled, timedOut]);
  wake.abort();
  if (ended === TIMED_OUT) {
    abort.abort();
    return { answer: undefined, failure: TIMED_OUT, sent: wire.sent };
  }
  if (wire.response) return { answer: answerOf(wire.response) };
  return { answer: undefined, failure: codeOf(wire.failure), sent: wire.sent };
}

const answerOf = (response: AxiosResponse): Answer => ({
  status: response.status,
  body: response.data as unknown,
  intuitTid: headerOf(response, 'intuit_tid'),
  retryAfter: headerOf(response, 'retry-after'),
});

function headerOf(response: AxiosResponse, name: string): string | undefined {
  const entry = Object.entries(response.headers).find(([key]) => key.toLowerCase() === name);
  return typeof entry?.[1] === 'string' ? entry[1] : undefined;
}

function codeOf(failure: unknown): string {
  const code = (failure as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'UNKNOWN';
}

/** Attaches an exchange to the axios request that a library makes while the exchange runs. Others' requests pass. */
function prepare(axios: AxiosStatic, config: InternalAxiosRequestConfig): InternalAxiosRequestConfig {
  const wire = current.getStore();
  if (!wire) return config;
  const { adapter, requestId } = wire.options;
  if (requestId !== undefined)
    config.params = { ...(config.params as Record<string, unknown>), requestid: requestId };
  config.headers.set('Accept', 'application/json');
  config.headers.delete('Request-Id');
  config.signal = wire.signal;
  config.maxRedirects = 0;
  config.adapter = (ready) => record(wire, adapter ?? axios.getAdapter('http'), ready);
  return config;
}

async function record(
  wire: Wire,
  send: AxiosAdapter,
  config: InternalAxiosRequestConfig,
): Promise<AxiosResponse> {
  if (wire.sent) throw new Error('one exchange is one request');
  wire.sent = true;
  try {
    wire.response = await send(config);
    return wire.response;
  } catch (error) {
    wire.response = (error as { response?: AxiosResponse }).response;
    wire.failure = error;
    throw error;
  }
}

for (const axios of axiosCopies) axios.interceptors.request.use((config) => prepare(axios, config));
