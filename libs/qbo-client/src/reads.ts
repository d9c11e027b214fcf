import { asEntity, asRecord, asRecords, type Call } from './call.js';
import { readBody } from './fault-body.js';
import { QuickBooks } from './libraries.js';
import { notSent } from './not-sent.js';
import type { Condition, Lane, QboChanges, QboEntity, QboRecord, Query } from './port.js';
import { conditionsForCount, criteria } from './query-text.js';

interface ReadCall<T> extends Omit<Call<T>, 'requestId' | 'items' | 'lane'> {
  readonly lane?: Lane | undefined;
}
const reading = <T>({ lane = 'bulk', ...call }: ReadCall<T>): Call<T> => ({
  ...call,
  lane,
  requestId: undefined,
  items: [],
});

export interface Page {
  readonly rows: QboRecord[];
  /** Rows that match in all, for the types whose answers say it (invoices and refund receipts do). */
  readonly total: number | undefined;
}

export function queryCall(query: Query, lane?: Lane): Call<Page> {
  const { entity } = query;
  return reading({
    method: finder(entity),
    args: [criteria(query)],
    entity,
    operation: 'query',
    lane,
    read: ({ body }) => {
      const response = asRecord(body['QueryResponse']);
      const rows = response && holdsOnly(response, [entity]) ? asRecords(response[entity]) : undefined;
      const total = response?.['totalCount'];
      return rows && { rows, total: typeof total === 'number' ? total : undefined };
    },
  });
}

/** `{count: true}` stands first: anywhere else node-quickbooks drops the condition after it. */
export const countCall = (entity: QboEntity, where: readonly Condition[]): Call<number> =>
  reading({
    method: finder(entity),
    args: [[{ count: true }, ...conditionsForCount(where)]],
    entity,
    operation: 'count',
    read: ({ body }) => {
      const total = asRecord(body['QueryResponse'])?.['totalCount'];
      return typeof total === 'number' ? total : undefined;
    },
  });

export const readCall = (entity: QboEntity, id: string, lane?: Lane): Call<QboRecord> =>
  reading({
    method: supported('get', entity),
    args: [plainId(id)],
    entity,
    operation: 'read',
    lane,
    read: ({ body }) => asEntity(body[entity]),
  });

export const companyInfoCall = (realmId: string): Call<QboRecord> =>
  reading({
    method: 'getCompanyInfo',
    args: [realmId],
    entity: 'CompanyInfo',
    operation: 'read',
    read: ({ body }) => asRecord(body['CompanyInfo']),
  });

export const preferencesCall = (): Call<QboRecord> =>
  reading({
    method: 'getPreferences',
    args: [],
    entity: 'Preferences',
    operation: 'read',
    read: ({ body }) => asRecord(body['Preferences']),
  });

/** Objects in one answer of change data capture, at most. */
const CHANGES_LIMIT = 1000;

/** The time goes out in UTC: node-quickbooks would let the `+` of an offset through as a blank. */
export function changesCall(entities: readonly QboEntity[], since: string): Call<QboChanges> {
  const from = Date.parse(since);
  if (Number.isNaN(from)) throw notSent('since', 'The time to look back to is no ISO time');
  if (entities.length === 0 || !entities.every((name) => /^[A-Za-z]+$/.test(name)))
    throw notSent('entities', 'Change data capture takes names of entities');
  return reading({
    method: 'changeDataCapture',
    args: [entities.join(','), new Date(from).toISOString()],
    entity: 'ChangeDataCapture',
    operation: 'query',
    read: ({ body }) => changesOf(body, entities),
  });
}

function changesOf(body: QboRecord, entities: readonly QboEntity[]): QboChanges | undefined {
  const answers = asRecords(body['CDCResponse']);
  if (!answers?.[0]) return undefined;
  const lists = answers.flatMap((answer) => asRecords(answer['QueryResponse']) ?? []);
  if (lists.some((list) => readBody(list).shape === 'fault' || !holdsOnly(list, entities))) return undefined;
  const byEntity: Record<QboEntity, QboRecord[]> = {};
  const deleted: Record<QboEntity, string[]> = {};
  let count = 0;
  for (const entity of entities) {
    const rows = asRecords(lists.flatMap((list) => list[entity] ?? []));
    if (!rows) return undefined;
    byEntity[entity] = rows.filter((row) => !isDeleted(row));
    deleted[entity] = rows.filter(isDeleted).map((row) => String(row['Id']));
    count += rows.length;
  }
  const { time } = body;
  return {
    byEntity,
    deleted,
    truncated: count >= CHANGES_LIMIT,
    time: typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? time : undefined,
  };
}

/** qbo API, "Change data capture". */
const isDeleted = (row: QboRecord): boolean => row['status'] === 'Deleted';

/** An answer with records of another type is none to this question, not one without records. */
const holdsOnly = (response: QboRecord, entities: readonly QboEntity[]): boolean =>
  Object.entries(response).every(([name, value]) => !Array.isArray(value) || entities.includes(name));

const finder = (entity: QboEntity): string => supported('find', QuickBooks.prototype.pluralize(entity));

/** The name of a node-quickbooks method. Throws `QboFault` kind `validation` when QuickBooks has no such operation. */
export function supported(verb: string, entity: QboEntity): string {
  const method = `${verb}${entity}`;
  if (!/^[A-Za-z]+$/.test(method) || typeof QuickBooks.prototype[method] !== 'function')
    throw notSent('unsupported-operation', `QuickBooks has no operation ${verb} for this type`);
  return method;
}

function plainId(id: string): string {
  if (!/^[\w-]{1,50}$/.test(id)) throw notSent('2030', 'Invalid ID');
  return id;
}
