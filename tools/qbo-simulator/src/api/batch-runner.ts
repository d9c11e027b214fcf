import type { QboRecord } from '../model/record.js';
import { serviceFault } from '../faults/apply-fault.js';
import { runQuery } from '../query/run-query.js';
import type { Company } from '../store/company.js';
import type { AccountingParts } from './accounting-api.js';
import { type BatchItem, batchItems, type ItemTarget, itemTarget } from './batch.js';
import { checkRequestId } from './request-ids.js';
import type { ApiCall } from './route.js';
import { refuse, ServiceFault } from './service-fault.js';
import { translate } from './translate.js';

const SEPARATOR = '\t';

/**
 * POST /batch. Items stand alone. With a requestid, the same body again gets the whole answer again; a changed
 * batch under the same requestid replays the items whose bId is known and runs the others.
 */
export class BatchRunner {
  constructor(private readonly parts: AccountingParts) {}

  run(company: Company, call: ApiCall, now: number): QboRecord {
    const items = batchItems(call.body);
    const { requestIds } = this.parts;
    const { realmId, requestId } = call;
    const whole = requestId === undefined ? undefined : `batch${SEPARATOR}${requestId}`;
    const known = whole === undefined ? undefined : requestIds.find(realmId, whole, now);
    if (known && requestIds.mode === 'batch-6000') return { BatchItemResponse: items.map(unexpected) };
    if (known?.request === call.request.body) return known.body;
    const body = { BatchItemResponse: items.map((item) => this.item(company, item, requestId, now)) };
    if (whole !== undefined && requestIds.keeps(200))
      this.parts.keepAnswer(realmId, { key: whole, status: 200, body, at: now, request: call.request.body });
    return body;
  }

  private item(company: Company, item: BatchItem, requestId: string | undefined, now: number): QboRecord {
    const { realmId } = company;
    const key = requestId === undefined ? undefined : `${requestId}${SEPARATOR}${item.bId}`;
    const known = key === undefined ? undefined : this.parts.requestIds.find(realmId, key, now);
    if (known) return known.body;
    const { body, isWrite } = this.outcome(company, item, requestId, now);
    const answer = { bId: item.bId, ...body };
    const status = 'Fault' in body ? 400 : 200;
    if (key !== undefined && isWrite && this.parts.requestIds.keeps(status))
      this.parts.keepAnswer(realmId, { key, status, body: answer, at: now });
    return answer;
  }

  private outcome(
    company: Company,
    item: BatchItem,
    requestId: string | undefined,
    now: number,
  ): { readonly body: QboRecord; readonly isWrite: boolean } {
    let isWrite = true;
    try {
      if (item.bId === '') throw refuse.missing('bId');
      if (requestId !== undefined) checkRequestId(requestId + item.bId);
      const target = itemTarget(item.raw);
      isWrite = target.kind === 'write';
      this.count(company, target, requestId);
      const body = this.perform(company, target, now);
      this.parts.metering.success(company.realmId, !isWrite, now);
      return { body, isWrite };
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      return { body: translate(error.body, this.parts.switches.current.language), isWrite };
    }
  }

  private perform(company: Company, target: ItemTarget, now: number): QboRecord {
    const { books, switches } = this.parts;
    if (target.kind === 'write') return books.write(company, target, now);
    return { QueryResponse: runQuery(company, target.query, now, switches.current.queries) };
  }

  /** Counts the item under its entity, and gives a fault rule for items the chance to refuse it. */
  private count(company: Company, target: ItemTarget, requestId: string | undefined): void {
    const { metering, faults } = this.parts;
    const entity = target.kind === 'query' ? undefined : target.definition.name;
    const operation = target.kind === 'query' ? 'query' : target.operation;
    metering.call(company.realmId, entity === undefined ? 'batch-item.query' : `${entity}.${operation}`);
    const effect = faults.draw({ realmId: company.realmId, operation, entity, requestId, inBatch: true });
    if (effect?.kind === 'service-fault') throw serviceFault(effect);
  }
}

const unexpected = (item: BatchItem): QboRecord => ({
  bId: item.bId,
  ...refuse.business('An unexpected error occurred while accessing or saving your data.').body,
});
