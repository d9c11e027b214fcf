import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isObject, type QboRecord } from '../model/record.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';

/** A file of a company folder that cannot be used. The message names file, index and field. */
export class CompanyFileError extends Error {
  override readonly name = 'CompanyFileError';
}

const SINGLES: readonly EntityName[] = ['CompanyInfo', 'Preferences'];

/** The records of a folder by type: `Customer.json`, `Invoice.json`, … each an array as a query returns it. */
export function readCompanyFolder(folder: string): Map<EntityName, readonly QboRecord[]> {
  if (!existsSync(folder)) throw new CompanyFileError(`${folder}: there is no such folder`);
  const found = new Map<EntityName, readonly QboRecord[]>();
  for (const entity of ENTITY_NAMES) {
    const path = join(folder, `${entity}.json`);
    if (existsSync(path)) found.set(entity, checkRecords(entity, parseFile(path), basename(path)));
  }
  if (found.size === 0)
    throw new CompanyFileError(`${folder}: no file of a record type, such as Customer.json`);
  return found;
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CompanyFileError(`${basename(path)}: not JSON (${reason})`);
  }
}

/** Checks that a value is a list of records with distinct Ids; `label` names the file in errors. */
export function checkRecords(entity: EntityName, value: unknown, label: string): QboRecord[] {
  const records = SINGLES.includes(entity) && isObject(value) ? [unwrapped(entity, value)] : value;
  if (!Array.isArray(records)) throw new CompanyFileError(`${label}: must be an array of ${entity} objects`);
  const indexes = new Map<string, number>();
  return records.map((record: unknown, index) => {
    const place = `${label}[${String(index)}]`;
    if (!isObject(record)) throw new CompanyFileError(`${place}: must be an object`);
    const id = record['Id'] ?? (SINGLES.includes(entity) ? '1' : undefined);
    if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
      throw new CompanyFileError(`${place}.Id: is missing or no string`);
    const first = indexes.get(String(id));
    if (first !== undefined)
      throw new CompanyFileError(`${place}.Id: "${String(id)}" is already the Id of index ${String(first)}`);
    indexes.set(String(id), index);
    return { ...record, Id: String(id) };
  });
}

const unwrapped = (entity: EntityName, value: QboRecord): QboRecord => {
  const inner = value[entity];
  return isObject(inner) ? inner : value;
};
