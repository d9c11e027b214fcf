import { refuse } from '../api/service-fault.js';
import { parseTime } from '../model/time.js';
import type { EntityDefinition } from '../schema/definitions.js';
import { compareEntries, type Entry, type EntityStore, isIndexed } from '../store/entity-store.js';
import type { QueryCondition, Value } from './parser.js';
import { createTime, type Property, resolveProperty } from './properties.js';

export interface Filter {
  /** Entries worth testing, in order of Id; undefined: all of them. */
  readonly candidates: readonly Entry[] | undefined;
  /** Undefined when every entry passes. */
  readonly test: ((entry: Entry) => boolean) | undefined;
}

/**
 * Turns conditions into a test and, where an index or the order of Ids helps, a short list of candidates. Records
 * created after `visible` (epoch ms) are not found.
 */
export function filterOf(
  definition: EntityDefinition,
  store: EntityStore,
  where: readonly QueryCondition[],
  visible?: number,
): Filter {
  const tests = where.map((condition) => testOf(resolveProperty(definition, condition.property), condition));
  const hidesInactive = definition.queryable.includes('Active') && definition.kind !== 'transaction';
  const asksActive = where.some((condition) => condition.property.toLowerCase() === 'active');
  if (hidesInactive && !asksActive) tests.push((entry) => entry.record['Active'] !== false);
  if (visible !== undefined) tests.push((entry) => (createTime(entry.record) ?? 0) <= visible);
  const test = tests.length === 0 ? undefined : (entry: Entry) => tests.every((each) => each(entry));
  return { candidates: candidatesOf(definition, store, where), test };
}

function candidatesOf(
  definition: EntityDefinition,
  store: EntityStore,
  where: readonly QueryCondition[],
): readonly Entry[] | undefined {
  let lowest = 0;
  for (const condition of where) {
    const { name, type } = resolveProperty(definition, condition.property);
    const equality = condition.operator === '=' || condition.operator === 'IN';
    if (equality && type === 'id')
      return inOrder(condition.values.flatMap((id) => store.entry(String(id)) ?? []));
    if (equality && isIndexed(name))
      return inOrder(condition.values.flatMap((value) => store.where(name, String(value))));
    if (type === 'id' && (condition.operator === '>' || condition.operator === '>='))
      lowest = Math.max(lowest, Number(condition.values[0]));
  }
  return lowest > 0 ? store.byId().slice(store.positionOf(lowest)) : undefined;
}

const inOrder = (entries: readonly Entry[]): Entry[] => [...new Set(entries)].sort(compareEntries);

function testOf(property: Property, condition: QueryCondition): (entry: Entry) => boolean {
  if (condition.operator === 'LIKE') return likeTest(property, condition);
  if (property.type === 'id' && condition.values.some((value) => value === '')) throw refuse.invalidId('');
  if (property.type === 'id' && (condition.operator === '=' || condition.operator === 'IN')) {
    const ids = new Set(condition.values.map(String));
    return (entry) => ids.has(String(entry.record['Id']));
  }
  const wanted = condition.values.map((value) => comparable(property, value));
  const [first] = wanted;
  if (first === undefined) throw refuse.invalidQuery('value is missing');
  const set = new Set(wanted);
  const ordered = (holds: (value: string | number) => boolean) => (entry: Entry) => {
    const value = property.valueOf(entry);
    return value !== undefined && holds(value);
  };
  switch (condition.operator) {
    case '=':
    case 'IN':
      return ordered((value) => set.has(value));
    case '<':
      return ordered((value) => value < first);
    case '>':
      return ordered((value) => value > first);
    case '<=':
      return ordered((value) => value <= first);
    case '>=':
      return ordered((value) => value >= first);
  }
}

function comparable(property: Property, value: Value): string | number {
  switch (property.type) {
    case 'id':
    case 'number':
      return Number(value);
    case 'boolean':
      return value === true || value === 'true' ? 1 : 0;
    case 'time': {
      const time = parseTime(String(value));
      if (Number.isNaN(time)) throw refuse.invalidQuery(`Invalid date value ${String(value)}`);
      return time;
    }
    case 'text':
      return String(value).trim().toLowerCase();
  }
}

/** LIKE knows `%` for any characters; letters match in either case. */
function likeTest(property: Property, condition: QueryCondition): (entry: Entry) => boolean {
  const pattern = String(condition.values[0])
    .toLowerCase()
    .split('%')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\s\\S]*');
  const expression = new RegExp(`^${pattern}$`);
  return (entry) => {
    const value = property.type === 'id' ? String(entry.record['Id']) : property.valueOf(entry);
    return value !== undefined && expression.test(String(value));
  };
}
