import type { Lane, QboEntity, QboRecord } from './port.js';

/** One call of a node-quickbooks method, as data: whatever is done to it is done to a copy, once per try. */
export interface Call<T> {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly entity: QboEntity;
  readonly operation: string;
  /** A write has one and is retried under it; a read has none. */
  readonly requestId: string | undefined;
  readonly lane: Lane;
  /** `Invoice.create` for each item of a batch; empty for a single request. */
  readonly items: readonly string[];
  /** The result, or undefined when the answer has not the shape that was asked for. */
  readonly read: (answer: AnswerBody) => T | undefined;
}

export interface AnswerBody {
  readonly body: QboRecord;
  readonly intuitTid: string | undefined;
  /** An earlier try of this call had no answer that can be trusted. */
  readonly replayed: boolean;
}

export const asRecord = (value: unknown): QboRecord | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as QboRecord) : undefined;

/** A list of objects; a missing list is an empty one (QuickBooks leaves it out). */
export function asRecords(value: unknown): QboRecord[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const records = (value as unknown[]).map(asRecord).filter((record) => record !== undefined);
  return records.length === value.length ? records : undefined;
}

/** An entity object as QuickBooks answers it: it has an Id. */
export function asEntity(value: unknown): QboRecord | undefined {
  const record = asRecord(value);
  return typeof record?.['Id'] === 'string' && record['Id'] !== '' ? record : undefined;
}
