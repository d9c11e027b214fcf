import type { Clock } from '@bpro-qbo-sync/clock';
import { faultAfter, faultBefore } from '../faults/apply-fault.js';
import type { Faults } from '../faults/faults.js';
import { list, type QboRecord } from '../model/record.js';
import { pacificTimeMs } from '../model/time.js';
import type { TokenService } from '../oauth/token-service.js';
import { runQuery } from '../query/run-query.js';
import type { Switches } from '../simulator-options.js';
import type { Company } from '../store/company.js';
import { BatchRunner } from './batch-runner.js';
import type { Books } from './books.js';
import { changeDataCapture } from './cdc.js';
import { forbidden, quotaExhausted, throttled, unauthorized } from './gateway-faults.js';
import { json, type SimulatorResponse } from './http.js';
import type { RateLimits } from './limits.js';
import type { Metering } from './metering.js';
import { checkRequestId, type RequestIds, type StoredAnswer } from './request-ids.js';
import { type ApiCall, describeTarget, isMetered } from './route.js';
import { refuse, ServiceFault, systemFault } from './service-fault.js';
import { translate } from './translate.js';

/** How 429 answers look; XML without Retry-After is what has been seen. */
export interface ThrottleFormat {
  readonly format: 'xml' | 'json';
  readonly retryAfter: number | undefined;
}

export interface AccountingParts {
  readonly clock: Clock;
  readonly books: Books;
  readonly tokens: TokenService;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly metering: Metering;
  readonly requestIds: RequestIds;
  readonly switches: Switches;
  readonly company: (realmId: string) => Company | undefined;
  readonly keepAnswer: (realmId: string, answer: StoredAnswer) => void;
  /** Writes down what the work changes as one. */
  readonly together: <T>(work: () => T) => T;
}

interface Outcome {
  readonly status: number;
  readonly body: QboRecord;
}

/** `/v3/company/{realmId}/…`: gate, limits, quota, request ids, then the books. */
export class AccountingApi {
  private readonly batches: BatchRunner;

  constructor(private readonly parts: AccountingParts) {
    this.batches = new BatchRunner(parts);
  }

  async handle(call: ApiCall): Promise<SimulatorResponse> {
    const { clock, faults, metering } = this.parts;
    const { operation, entity } = describeTarget(call.target);
    metering.call(call.realmId, entity === undefined ? operation : `${entity}.${operation}`);
    const { realmId, requestId } = call;
    const effect = faults.draw({ realmId, operation, entity, requestId, inBatch: false });
    const gate = this.gate(call);
    if ('refused' in gate) return this.refuse(realmId, gate.refused);
    const release = this.parts.limits.begin(realmId, gate.app);
    try {
      const refused = await faultBefore(effect, clock);
      if (refused) return this.refuse(realmId, refused);
      const answer = this.parts.together(() => this.answer(call));
      return await faultAfter(effect, clock, answer);
    } finally {
      release();
    }
  }

  private refuse(realmId: string, answer: SimulatorResponse): SimulatorResponse {
    if (answer.status === 429) this.parts.metering.throttled(realmId);
    return answer;
  }

  /** What stands before the service: token, company, limits, monthly quota. */
  private gate(call: ApiCall): { readonly refused: SimulatorResponse } | { readonly app: string } {
    const { clock, tokens, limits, metering } = this.parts;
    const now = clock.now();
    const token = (call.request.headers['authorization'] ?? '').replace(/^Bearer /i, '');
    const checked = tokens.check(token, call.realmId);
    if (checked === 'malformed')
      return { refused: unauthorized(now, 'Malformed bearer token: too short or too long') };
    if (checked === 'expired')
      return { refused: unauthorized(now, 'Token expired: AccessToken has expired') };
    if (checked === 'other-company' || !this.parts.company(call.realmId)) return { refused: forbidden(now) };
    const app = checked.clientId;
    if (limits.admit(call.realmId, app, itemsOf(call), now) !== undefined)
      return { refused: throttled(now, this.parts.switches.current.throttle) };
    return isMetered(call.target) && metering.exhausted(now) ? { refused: quotaExhausted(now) } : { app };
  }

  private answer(call: ApiCall): SimulatorResponse {
    const { clock, requestIds, metering } = this.parts;
    const now = clock.now();
    const isWrite = call.target.kind === 'write' || call.target.kind === 'tax-service';
    if (isWrite && call.requestId !== undefined) {
      const known = requestIds.find(call.realmId, call.requestId, now);
      if (known) return json(known.status, known.body);
    }
    const outcome = this.outcome(call, now);
    const body = { ...outcome.body, time: pacificTimeMs(now) };
    if (isWrite && call.requestId !== undefined && requestIds.keeps(outcome.status))
      this.parts.keepAnswer(call.realmId, { key: call.requestId, status: outcome.status, body, at: now });
    if (outcome.status < 300 && call.target.kind !== 'batch')
      metering.success(call.realmId, isMetered(call.target), now);
    if (call.target.kind === 'pdf' && outcome.status < 300)
      return { status: 200, headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.4\n%%EOF\n' };
    return json(outcome.status, body);
  }

  private outcome(call: ApiCall, now: number): Outcome {
    try {
      return { status: 200, body: this.run(call, now) };
    } catch (error) {
      if (error instanceof ServiceFault)
        return { status: error.status, body: translate(error.body, this.parts.switches.current.language) };
      throw error;
    }
  }

  private run(call: ApiCall, now: number): QboRecord {
    const { books } = this.parts;
    const company = this.parts.company(call.realmId);
    if (!company) throw systemFault('Unexpected Internal Error. (-30000)');
    if (call.requestId !== undefined) checkRequestId(call.requestId);
    const { target, params } = call;
    switch (target.kind) {
      case 'read':
        return books.read(company, target.definition, target.id);
      case 'pdf':
        return books.read(company, target.definition, target.id);
      case 'send':
        return books.send(company, target.definition, target.id, params.get('sendTo') ?? undefined, now);
      case 'write': {
        const allowDuplicateNumber = (params.get('include') ?? '').includes('allowduplicatedocnum');
        return books.write(company, { ...target, body: call.body, allowDuplicateNumber }, now);
      }
      case 'tax-service':
        return books.createTaxCode(company, call.body, now);
      case 'query':
        return { QueryResponse: runQuery(company, target.query, now, this.parts.switches.current.queries) };
      case 'cdc':
        return changeDataCapture(company, params, now);
      case 'batch':
        return this.batches.run(company, call, now);
      case 'unknown':
        throw refuse.unsupportedOperation(`Could not find resource for relative : ${target.path}`);
    }
  }
}

/** How many items a batch has; undefined: it is none. */
function itemsOf({ target, body }: ApiCall): number | undefined {
  return target.kind === 'batch' ? list(body ?? {}, 'BatchItemRequest').length : undefined;
}
