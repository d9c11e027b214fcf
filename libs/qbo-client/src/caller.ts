import type { Clock } from '@bpro-qbo-sync/clock';
import type { AxiosAdapter } from 'axios';
import { BatchSize } from './batch-size.js';
import { asRecord, type Call } from './call.js';
import { CompanyLimiter } from './company-limiter.js';
import { type Exchange, exchange, TIMED_OUT } from './exchange.js';
import { readBody } from './fault-body.js';
import { QuickBooks } from './libraries.js';
import type { QboLimits } from './limits.js';
import type { QboLog } from './log.js';
import { faultOnReplay, normaliseFault, tidOf } from './normalise-fault.js';
import { backoff, type CallPolicy, retryAfter } from './policy.js';
import { type CallUsage, type Connection, QboFault, type QboFaultShape, type TokenSet } from './port.js';
import type { TokenService } from './token-service.js';
import { type ObservedCall, Usage } from './usage.js';

export interface CallerOptions {
  readonly clock: Clock;
  readonly tokens: TokenService;
  readonly http: AxiosAdapter | undefined;
  readonly api: string;
  readonly limits: QboLimits;
  readonly policy: CallPolicy;
  readonly random: () => number;
  readonly log: QboLog;
  readonly onCall: ((call: ObservedCall) => void) | undefined;
}

/** Accounting API's minor version: the oldest that is not ignored since August 2025. */
const MINOR_VERSION = 75;
/** Milliseconds for which QuickBooks may still work on a request that we gave up. */
const LINGER = 10_000;

type Outcome<T> =
  { readonly result: T } | { readonly fault: QboFaultShape; readonly wait: number | undefined };

/** What is known about a call from its tries so far. */
interface Progress {
  attempt: number;
  failures: number;
  throttled: number;
  renewed: boolean;
  /** Of the tokens that were used last. */
  version: number | undefined;
  /** A write that some try may have done. */
  doubtful: boolean;
}

/** Makes calls: tokens, limits, request ids, retries, faults. */
export class Caller {
  private readonly companies = new Map<string, { limiter: CompanyLimiter; batchSize: BatchSize }>();
  private readonly counters = new Usage();

  constructor(private readonly options: CallerOptions) {}

  usage(realmId: string): CallUsage {
    return this.counters.read(realmId);
  }

  batchSize(realmId: string): number {
    return Math.min(this.company(realmId).batchSize.suggested, this.options.limits.itemsPerBatch);
  }

  /** Throws `QboFault`. */
  async run<T>(connection: Connection, call: Call<T>): Promise<T> {
    const progress = {
      attempt: 0,
      failures: 0,
      throttled: 0,
      renewed: false,
      doubtful: false,
      version: undefined,
    };
    let refused: number | undefined;
    for (;;) {
      const tokens = await this.tokensFor(connection, refused, progress);
      const outcome = await this.attempt(connection, tokens, call, progress);
      if ('result' in outcome) return outcome.result;
      if (isExpired(outcome.fault) && !progress.renewed) {
        progress.renewed = true;
        refused = progress.version;
        continue;
      }
      await this.beforeRetry(call, outcome.fault, progress);
    }
  }

  private async tokensFor(
    connection: Connection,
    refused: number | undefined,
    progress: Progress,
  ): Promise<TokenSet> {
    const { tokens } = this.options;
    try {
      return await (refused === undefined ? tokens.current(connection) : tokens.renew(connection, refused));
    } catch (error) {
      if (progress.doubtful && error instanceof QboFault) throw new QboFault(faultOnReplay(error));
      throw error;
    }
  }

  /** Waits, or throws when the fault is final or has been met often enough. */
  private async beforeRetry(call: Call<unknown>, fault: QboFaultShape, progress: Progress): Promise<void> {
    const { clock, policy, random, log } = this.options;
    const write = call.requestId !== undefined;
    if (fault.kind === 'unknown-outcome') progress.doubtful = true;
    const again =
      fault.kind === 'throttled'
        ? ++progress.throttled < policy.throttledAttempts
        : fault.retryable && ++progress.failures < (write ? policy.writeAttempts : policy.readAttempts);
    const { code, httpStatus, intuitTid } = fault;
    const { entity, operation } = call;
    log('warn', again ? 'call will be tried again' : 'call failed', {
      entity,
      operation,
      kind: fault.kind,
      code,
      httpStatus,
      intuitTid,
      attempt: progress.attempt,
    });
    if (!again) throw new QboFault(progress.doubtful ? faultOnReplay(fault) : fault);
    if (fault.kind !== 'throttled') await clock.sleep(backoff(policy, progress.failures, random));
  }

  /** One try. Whoever had to wait for their turn takes the tokens anew: the company may be disconnected by now (B5). */
  private async attempt<T>(
    connection: Connection,
    tokens: TokenSet,
    call: Call<T>,
    progress: Progress,
  ): Promise<Outcome<T>> {
    const { clock, policy } = this.options;
    const { limiter, batchSize } = this.company(connection.realmId);
    const asked = clock.now();
    const permit = await limiter.acquire({ lane: call.lane, items: call.items.length });
    const started = clock.now();
    const present =
      started > asked
        ? await this.tokensFor(connection, undefined, progress).catch((error: unknown) => {
            permit.cancel();
            throw error;
          })
        : tokens;
    progress.version = present.version;
    progress.attempt += 1;
    const wire = { clock, timeout: policy.timeout, requestId: call.requestId, adapter: this.options.http };
    const result = await exchange(wire, () => this.invoke(connection, present, call));
    const outcome = outcomeOf(result, call, progress.doubtful, clock.now());
    const timedOut = !result.answer && result.failure === TIMED_OUT;
    if ('fault' in outcome && outcome.fault.kind === 'throttled') limiter.throttled(started, outcome.wait);
    permit.end(timedOut ? LINGER : 0);
    if (call.items.length > 0) batchSize.observe(call.items.length, clock.now() - started);
    this.observe(connection, call, outcome, { asked, started, attempt: progress.attempt });
    return outcome;
  }

  /** Calls node-quickbooks as it is: an instance per call, copies of what it changes, its callback taken once. */
  private invoke(
    { realmId }: Connection,
    { accessToken }: TokenSet,
    { method, args }: Call<unknown>,
  ): Promise<void> {
    return new Promise((resolve) => {
      const qbo = new QuickBooks(
        '',
        '',
        accessToken,
        false,
        realmId,
        true,
        false,
        MINOR_VERSION,
        '2.0',
        null,
      );
      qbo.endpoint = `${this.options.api}/v3/company/`;
      const run = qbo[method] as (...args: unknown[]) => void;
      run.call(qbo, ...structuredClone(args), () => {
        resolve();
      });
    });
  }

  private observe<T>(
    { tenant, realmId }: Connection,
    call: Call<T>,
    outcome: Outcome<T>,
    times: { readonly asked: number; readonly started: number; readonly attempt: number },
  ): void {
    const fault = 'fault' in outcome ? outcome.fault : undefined;
    const read = call.requestId === undefined;
    const { entity, operation, lane, items } = call;
    const kinds = items.length > 0 ? items : [`${entity}.${operation}`];
    const throttled = fault?.kind === 'throttled';
    this.counters.count(realmId, { kinds, read, batch: items.length > 0, ok: !fault, throttled });
    this.options.onCall?.({
      tenant,
      entity,
      operation,
      lane,
      items: items.length,
      attempt: times.attempt,
      waitedMs: times.started - times.asked,
      tookMs: this.options.clock.now() - times.started,
      metered: read && !fault,
      outcome: fault?.kind ?? 'ok',
      code: fault?.code,
      httpStatus: fault?.httpStatus,
      intuitTid: fault?.intuitTid,
    });
  }

  private company(realmId: string): { limiter: CompanyLimiter; batchSize: BatchSize } {
    let company = this.companies.get(realmId);
    if (!company) {
      const { clock, limits } = this.options;
      company = { limiter: new CompanyLimiter(clock, limits), batchSize: new BatchSize() };
      this.companies.set(realmId, company);
    }
    return company;
  }
}

/** The access token was refused; 3200 and 100 also come with other statuses than 401. */
const isExpired = ({ kind, httpStatus, code }: QboFaultShape): boolean =>
  kind === 'auth' && (httpStatus === 401 || code === '3200' || code === '100');

/** Judges the answer on the wire. */
function outcomeOf<T>(result: Exchange, call: Call<T>, replayed: boolean, now: number): Outcome<T> {
  const { answer } = result;
  const body = answer?.status === 200 ? asRecord(answer.body) : undefined;
  if (answer && body && readBody(body).shape !== 'fault') {
    const read = call.read({ body, intuitTid: tidOf(answer.intuitTid), replayed });
    if (read !== undefined) return { result: read };
  }
  const fault = normaliseFault(result, call.requestId !== undefined);
  return { fault, wait: retryAfter(answer?.retryAfter, now) };
}
