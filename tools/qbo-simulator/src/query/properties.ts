import { refuse } from '../api/service-fault.js';
import { amount, child, isObject, type QboRecord, refId, text } from '../model/record.js';
import { parseTime } from '../model/time.js';
import type { EntityDefinition } from '../schema/definitions.js';
import type { Entry } from '../store/entity-store.js';

/** A property that conditions and orders can use. */
export interface Property {
  readonly name: string;
  readonly type: 'id' | 'time' | 'text' | 'number' | 'boolean';
  /** The comparable value: lower-case text, number, epoch milliseconds or 0/1; undefined when the record has none. */
  valueOf(entry: Entry): string | number | undefined;
}

const ALWAYS = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'];
const NUMBERS = new Set(['TotalAmt', 'Balance', 'UnitPrice']);

/** The property that a query names, in any case. Unknown or not queryable: 4001. */
export function resolveProperty(definition: EntityDefinition, name: string): Property {
  const lower = name.toLowerCase();
  const found = [...ALWAYS, ...definition.queryable].find((each) => each.toLowerCase() === lower);
  if (found !== undefined) return propertyOf(found);
  if (isKnown(definition, name)) throw refuse.invalidQuery(`property '${name}' is not queryable`);
  throw refuse.invalidQuery(`Property ${name} not found for Entity ${definition.name}`);
}

const isKnown = (definition: EntityDefinition, name: string): boolean => {
  const first = name.toLowerCase().split('.')[0];
  if (first === 'metadata') return false;
  return Object.keys(definition.fields).some((field) => field.toLowerCase() === first);
};

/** The spelling of a property in a projection. */
export function resolveProjection(definition: EntityDefinition, name: string): string {
  const lower = name.toLowerCase();
  const always = ALWAYS.find((each) => each.toLowerCase() === lower);
  if (always !== undefined) return always;
  const found = Object.keys(definition.fields).find((field) => field.toLowerCase() === lower);
  if (found === undefined)
    throw refuse.invalidQuery(`Property ${name} not found for Entity ${definition.name}`);
  return found;
}

const CACHE = new Map<string, Property>();

function propertyOf(name: string): Property {
  let property = CACHE.get(name);
  if (!property) CACHE.set(name, (property = makeProperty(name)));
  return property;
}

export const ID = propertyOf('Id');
export const LAST_UPDATED = propertyOf('MetaData.LastUpdatedTime');

function makeProperty(name: string): Property {
  if (name === 'Id') return { name, type: 'id', valueOf: (entry) => entry.key };
  if (name === 'MetaData.LastUpdatedTime') return { name, type: 'time', valueOf: (entry) => entry.updatedAt };
  if (name === 'MetaData.CreateTime')
    return { name, type: 'time', valueOf: ({ record }) => createTime(record) };
  if (name === 'Active')
    return { name, type: 'boolean', valueOf: ({ record }) => (record['Active'] === false ? 0 : 1) };
  if (NUMBERS.has(name)) return { name, type: 'number', valueOf: ({ record }) => numberOf(record, name) };
  if (name.endsWith('Ref')) return { name, type: 'text', valueOf: ({ record }) => refId(record, name) };
  if (name === 'PrimaryEmailAddr')
    return {
      name,
      type: 'text',
      valueOf: ({ record }) => text(child(record, name), 'Address')?.toLowerCase(),
    };
  return { name, type: 'text', valueOf: ({ record }) => text(record, name)?.trim().toLowerCase() };
}

const numberOf = (record: QboRecord, name: string): number | undefined =>
  record[name] === undefined ? undefined : numeric(amount(record, name));

const numeric = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

/** Epoch milliseconds of MetaData.CreateTime. */
export function createTime(record: QboRecord): number | undefined {
  const meta = record['MetaData'];
  const time = isObject(meta) ? text(meta, 'CreateTime') : undefined;
  return time === undefined ? undefined : numeric(parseTime(time));
}
