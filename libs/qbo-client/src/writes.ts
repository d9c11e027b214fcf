import { type AnswerBody, asEntity, asRecords, type Call } from './call.js';
import { readBody } from './fault-body.js';
import { faultOnReplay, normaliseFault } from './normalise-fault.js';
import { notSent } from './not-sent.js';
import type { BatchItem, BatchResult, QboRecord, QboWrite, QboWritten, WriteOptions } from './port.js';
import { supported } from './reads.js';

const KEY_LENGTH = 50;
/** Keys of a body that node-quickbooks takes for itself. */
const TAKEN = ['requestId', 'allowDuplicateDocNum', 'void'];

export function writeCall(write: QboWrite, options: WriteOptions): Call<QboWritten> {
  checkKey(options.requestId);
  const { entity, operation, body, allowDuplicateDocNumber } = write;
  checkBody(write);
  const extra = allowDuplicateDocNumber ? { allowDuplicateDocNum: true } : {};
  return {
    method: methodOf(write),
    args: [{ ...withSparse(write), ...extra, ...(voidsByUpdate(write) ? { void: true, sparse: true } : {}) }],
    entity,
    operation,
    requestId: options.requestId,
    lane: options.lane,
    items: [],
    read: ({ body: answer, intuitTid }) => {
      const record = asEntity(answer[entity]);
      const same = operation === 'create' || record?.['Id'] === body['Id'];
      return record && same ? { record, intuitTid } : undefined;
    },
  };
}

/** POST /taxservice/taxcode: the answer is not wrapped. */
export function taxCodeCall(body: QboRecord, options: WriteOptions): Call<QboWritten> {
  checkKey(options.requestId);
  return {
    method: 'createTaxService',
    args: [body],
    entity: 'TaxService',
    operation: 'create',
    requestId: options.requestId,
    lane: options.lane,
    items: [],
    read: ({ body: record, intuitTid }) => (record['TaxCodeId'] ? { record, intuitTid } : undefined),
  };
}

export function batchCall(
  items: readonly BatchItem[],
  options: WriteOptions,
  most: number,
): Call<BatchResult[]> {
  checkBatch(items, options.requestId, most);
  return {
    method: 'batch',
    args: [items.map(requestOf)],
    entity: 'Batch',
    operation: 'batch',
    requestId: options.requestId,
    lane: options.lane,
    items: items.map(({ entity, operation }) => `${entity}.${operation}`),
    read: (answer) => {
      const responses = asRecords(answer.body['BatchItemResponse']);
      return responses && answer.body['BatchItemResponse'] !== undefined
        ? items.map((item) => resultOf(item, responses, answer))
        : undefined;
    },
  };
}

function resultOf(item: BatchItem, responses: readonly QboRecord[], answer: AnswerBody): BatchResult {
  const { bId } = item;
  const named = responses.filter((response) => response['bId'] === bId);
  const response = named[0];
  if (!response || named.length > 1) return { bId, ok: 'missing' };
  if (readBody(response).shape === 'fault') {
    const { intuitTid } = answer;
    const single = { status: 200, body: response, intuitTid, retryAfter: undefined };
    const fault = normaliseFault({ answer: single }, true);
    return { bId, ok: false, fault: answer.replayed ? faultOnReplay(fault) : fault };
  }
  const record = asEntity(response[item.entity]);
  return record
    ? { bId, ok: true, written: { record, intuitTid: answer.intuitTid } }
    : { bId, ok: 'missing' };
}

function requestOf(item: BatchItem): QboRecord {
  checkBody(item);
  const { bId, entity, operation, body, allowDuplicateDocNumber } = item;
  if (operation === 'void')
    return { bId, operation: 'update', optionsData: 'void', [entity]: { ...body, sparse: true } };
  const options = allowDuplicateDocNumber ? { optionsData: 'allowduplicatedocnum' } : {};
  return { bId, operation, ...options, [entity]: withSparse(item) };
}

/** node-quickbooks adds `sparse: true` to an update that does not say; QuickBooks takes that for a full update. */
const withSparse = ({ operation, body }: QboWrite): QboRecord =>
  operation === 'update' && !('sparse' in body) ? { ...body, sparse: false } : body;

const voidsByUpdate = ({ entity, operation }: QboWrite): boolean =>
  operation === 'void' && entity !== 'Invoice';

/** Invoices have a void of their own; payments and sales receipts are voided by an update; the rest cannot be. */
function methodOf({ entity, operation }: QboWrite): string {
  if (operation !== 'void' || entity === 'Invoice') return supported(operation, entity);
  return supported('update', voidable(entity));
}

const voidable = (entity: string): string => {
  if (entity !== 'Payment' && entity !== 'SalesReceipt' && entity !== 'Invoice')
    throw notSent('unsupported-operation', 'QuickBooks has no operation void for this type');
  return entity;
};

function checkBody({ entity, operation, body }: QboWrite): void {
  if (operation === 'void') voidable(entity);
  else supported(operation, entity);
  if (TAKEN.some((key) => key in body)) throw notSent('2010', 'Request has invalid or unsupported property');
  if (operation === 'create') return;
  for (const key of ['Id', 'SyncToken'])
    if (typeof body[key] !== 'string' || body[key] === '')
      throw notSent('2020', `Required parameter ${key} is missing`);
}

function checkKey(key: string): void {
  if (!/^[\w.-]+$/.test(key) || key.length > KEY_LENGTH)
    throw notSent('2130', 'A request id is 1 to 50 letters, digits, dots, dashes and underscores');
}

function checkBatch(items: readonly BatchItem[], requestId: string, most: number): void {
  if (items.length === 0 || items.length > most)
    throw notSent('1040', `A batch has 1 to ${String(most)} items`);
  if (new Set(items.map((item) => item.bId)).size !== items.length)
    throw notSent('batch', 'The bIds of a batch differ');
  for (const { bId } of items) {
    if (bId === '') throw notSent('batch', 'An item of a batch has a bId');
    checkKey(requestId + bId);
  }
  checkKey(requestId);
}
