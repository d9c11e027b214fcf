import { json, parseJson, type SimulatorResponse } from '../api/http.js';
import { isObject, type QboRecord } from '../model/record.js';
import { ENTITY_NAMES } from '../schema/entity-names.js';

/** What becomes of the answer to work that was done. */

/** A batch's answer without its last items. */
export function withoutItems(answer: SimulatorResponse, items: number): SimulatorResponse {
  const body = parseJson(answer.body);
  if (!isObject(body) || !Array.isArray(body['BatchItemResponse'])) return answer;
  const all: readonly unknown[] = body['BatchItemResponse'];
  const BatchItemResponse = all.slice(0, Math.max(0, all.length - items));
  return { ...answer, body: JSON.stringify({ ...body, BatchItemResponse }) };
}

/** The first half of the answer, sent as if it were all of it. */
export const truncated = (answer: SimulatorResponse): SimulatorResponse => ({
  ...answer,
  body: answer.body.slice(0, Math.floor(answer.body.length / 2)),
});

const ENTITIES: ReadonlySet<string> = new Set(ENTITY_NAMES);
/** Where answers hold records. */
const ENVELOPES: ReadonlySet<string> = new Set(['QueryResponse', 'BatchItemResponse', 'CDCResponse']);

/** The answer with its records under the name of another type; one that has no records becomes a record of another. */
export function ofAnotherType(answer: SimulatorResponse): SimulatorResponse {
  const body = parseJson(answer.body);
  if (!isObject(body)) return answer;
  const moved = renamed(body);
  const unchanged = JSON.stringify(moved) === JSON.stringify(body);
  return json(answer.status, unchanged ? { Vendor: { Id: '1', SyncToken: '0', domain: 'QBO' } } : moved);
}

const renamed = (body: QboRecord): QboRecord =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]): [string, unknown] => {
      if (ENTITIES.has(name)) return [name === 'Vendor' ? 'Employee' : 'Vendor', value];
      if (!ENVELOPES.has(name)) return [name, value];
      if (!Array.isArray(value)) return [name, isObject(value) ? renamed(value) : value];
      return [name, (value as unknown[]).map((part) => (isObject(part) ? renamed(part) : part))];
    }),
  );
