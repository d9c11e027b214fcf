import { type Draft, isObject, type QboRecord } from '../model/record.js';
import { isDate, parseTime } from '../model/time.js';
import { definitionOf } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Field, Fields } from '../schema/field.js';
import { CompanyFileError, type RecordFile } from './company-files.js';

const SINGLES: readonly EntityName[] = ['CompanyInfo', 'Preferences'];

/**
 * The records of a file, each with its Id. As the API does, a number may come as a text and a text as a number; a
 * `null` is nothing. Refuses what is no list of objects, a missing or repeated Id, and a known property of the wrong
 * kind: `Invoice.json[3].Line[0].Amount: must be a number`.
 */
export function checkRecords(entity: EntityName, { label, content }: RecordFile): QboRecord[] {
  const isSingle = SINGLES.includes(entity);
  const records = isSingle && isObject(content) ? [unwrapped(entity, content)] : content;
  if (!Array.isArray(records)) throw new CompanyFileError(`${label}: must be an array of ${entity} objects`);
  if (isSingle && records.length > 1)
    throw new CompanyFileError(`${label}: must hold one ${entity}, not ${String(records.length)}`);
  const { fields } = definitionOf(entity);
  const indexes = new Map<string, number>();
  return records.map((record: unknown, index) => {
    const place = `${label}[${String(index)}]`;
    if (!isObject(record)) throw new CompanyFileError(`${place}: must be an object`);
    const id = idIn(isSingle ? { Id: '1', ...record } : record, place);
    const first = indexes.get(id);
    if (first !== undefined)
      throw new CompanyFileError(`${place}.Id: "${id}" is already the Id of index ${String(first)}`);
    indexes.set(id, index);
    return {
      ...checkFields(fields, record, place),
      SyncToken: tokenIn(record, place),
      Id: id,
    };
  });
}

const unwrapped = (entity: EntityName, value: QboRecord): QboRecord => {
  const inner = value[entity];
  return isObject(inner) ? inner : value;
};

function idIn(record: QboRecord, place: string): string {
  const id = record['Id'];
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
    throw new CompanyFileError(`${place}.Id: is missing or no string`);
  return String(id);
}

function tokenIn(record: QboRecord, place: string): string {
  const token = record['SyncToken'] ?? '0';
  if ((typeof token === 'string' || typeof token === 'number') && /^\d+$/.test(String(token)))
    return String(token);
  throw new CompanyFileError(`${place}.SyncToken: must be a whole number as a string`);
}

function checkFields(fields: Fields, record: QboRecord, place: string): Draft {
  const result: Draft = {};
  for (const [key, value] of Object.entries(record)) {
    if (value === null) continue;
    const field = fields[key];
    result[key] = field ? checkValue(field, value, `${place}.${key}`) : value;
  }
  return result;
}

function checkValue(field: Field, value: unknown, place: string): unknown {
  const wrong = (wanted: string): CompanyFileError => new CompanyFileError(`${place}: must be ${wanted}`);
  const isText = typeof value === 'string';
  switch (field.kind) {
    case 'any':
      return value;
    case 'text':
    case 'email':
    case 'choice':
      if (isText) return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      throw wrong('a string');
    case 'number': {
      const number = isText && value.trim() !== '' ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number)) return number;
      throw wrong('a number');
    }
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      throw wrong('true or false');
    case 'date':
      if (isText && (value === '' || isDate(value.slice(0, 10)))) return value.slice(0, 10);
      throw wrong('a date (YYYY-MM-DD)');
    case 'time':
      if (isText && !Number.isNaN(parseTime(value))) return value;
      throw wrong('a time (ISO 8601)');
    case 'ref':
      return checkReference(value, place);
    case 'object':
      if (!isObject(value)) throw wrong('an object');
      return checkFields(field.fields, value, place);
    case 'list':
      if (!Array.isArray(value)) throw wrong('an array');
      return value.map((item: unknown, index) => {
        const at = `${place}[${String(index)}]`;
        if (!isObject(item)) throw new CompanyFileError(`${at}: must be an object`);
        return checkFields(field.of, item, at);
      });
  }
}

function checkReference(value: unknown, place: string): QboRecord {
  const id = isObject(value) ? (value['value'] ?? '') : undefined;
  if (!isObject(value) || (typeof id !== 'string' && typeof id !== 'number'))
    throw new CompanyFileError(`${place}: must be a reference {"value": "…"}`);
  return 'value' in value ? { ...value, value: String(id) } : value;
}
