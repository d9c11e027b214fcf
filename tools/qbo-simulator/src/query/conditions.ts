import { refuse } from '../api/service-fault.js';
import { idOf } from '../model/record.js';
import { parseTime } from '../model/time.js';
import type { EntityDefinition } from '../schema/definitions.js';
import { type Entry, type EntityStore, isIndexed } from '../store/entity-store.js';
import type { QueryCondition, Value } from './parser.js';
import { type Property, resolveProperty } from './properties.js';

/** A stretch of the values of a property, from where it begins to where it ends. Once true, each stays so upwards. */
export interface Stretch {
  readonly begins: (value: string | number) => boolean;
  readonly ends?: (value: string | number) => boolean;
}

export interface Condition {
  /** The same text, the same condition. */
  readonly text: string;
  readonly property: Property;
  readonly test: (entry: Entry) => boolean;
  /** What passes, where that is one stretch of the property's values. */
  readonly stretch?: Stretch;
  /** What passes, where an index knows it. */
  readonly known?: { readonly count: number; readonly entries: () => readonly Entry[] };
}

export interface Filter {
  /** Inactive records are hidden. */
  readonly activeOnly: boolean;
  readonly conditions: readonly Condition[];
  /** Created later than this (epoch ms), a record is not found yet. */
  readonly visible: number | undefined;
}

/** Turns conditions into tests, and says what an index or an order knows about them. */
export function filterOf(
  definition: EntityDefinition,
  store: EntityStore,
  where: readonly QueryCondition[],
  visible?: number,
): Filter {
  const conditions = where.map((each) =>
    conditionOf(resolveProperty(definition, each.property), each, store),
  );
  const hidesInactive = definition.queryable.includes('Active') && definition.kind !== 'transaction';
  const asksActive = conditions.some(({ property }) => property.name === 'Active');
  return {
    activeOnly: hidesInactive && !asksActive,
    conditions: conditions.filter((condition) => condition.test !== ANY),
    visible,
  };
}

const ANY = (): boolean => true;

function conditionOf(property: Property, condition: QueryCondition, store: EntityStore): Condition {
  const text = JSON.stringify([property.name, condition.operator, condition.values]);
  const { operator, values } = condition;
  if (operator === 'LIKE') {
    const stretch = beginningWith(property, String(values[0]));
    const test = likeTest(property, condition);
    return stretch ? { text, property, test, stretch } : { text, property, test };
  }
  if (property.type === 'id' && values.some((value) => value === '')) throw refuse.invalidId('');
  const equality = operator === '=' || operator === 'IN';
  if (property.type === 'id' && equality) {
    const ids = new Set(values.map(String));
    const entries = (): readonly Entry[] => [...ids].flatMap((id) => store.entry(id) ?? []);
    const test = (entry: Entry): boolean => ids.has(idOf(entry.record));
    return { text, property, test, known: { count: ids.size, entries } };
  }
  const wanted = values.map((value) => comparable(property, value));
  const [first] = wanted;
  if (first === undefined) throw refuse.invalidQuery('value is missing');
  const set = new Set(wanted);
  if (property.type === 'boolean' && equality && set.size === 2) return { text, property, test: ANY };
  const stretch = stretchOf(operator, set, first);
  const passes = stretch
    ? (value: string | number) => stretch.begins(value) && !stretch.ends?.(value)
    : (value: string | number) => set.has(value);
  const test = (entry: Entry): boolean => {
    const value = property.valueOf(entry);
    return value !== undefined && passes(value);
  };
  const { name } = property;
  if (!equality || !isIndexed(name))
    return stretch ? { text, property, test, stretch } : { text, property, test };
  const texts = [...set].map(String);
  const known = {
    count: texts.reduce((sum, value) => sum + store.countWhere(name, value), 0),
    entries: () => texts.flatMap((value) => store.where(name, value)),
  };
  return { text, property, test, known };
}

function stretchOf(
  operator: QueryCondition['operator'],
  set: ReadonlySet<string | number>,
  limit: string | number,
): Stretch | undefined {
  const from = (value: string | number): boolean => value >= limit;
  const above = (value: string | number): boolean => value > limit;
  if (Number.isNaN(limit)) return { begins: () => false };
  switch (operator) {
    case '>':
      return { begins: above };
    case '>=':
      return { begins: from };
    case '<':
      return { begins: ANY, ends: from };
    case '<=':
      return { begins: ANY, ends: above };
    default:
      return set.size === 1 ? { begins: from, ends: above } : undefined;
  }
}

/** LIKE 'so%': the texts that begin so. */
function beginningWith(property: Property, pattern: string): Stretch | undefined {
  const beginning = /^([^%]+)%+$/.exec(pattern)?.[1]?.toLowerCase();
  if (property.type !== 'text' || beginning === undefined) return undefined;
  return {
    begins: (value) => value >= beginning,
    ends: (value) => value > beginning && !String(value).startsWith(beginning),
  };
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
