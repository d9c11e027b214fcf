import { text } from '../model/record.js';
import type { EntityDefinition } from '../schema/definitions.js';
import { compareEntries, type Entry, type View } from '../store/entity-store.js';
import type { QueryStatement } from './parser.js';
import { ID, LAST_UPDATED, type Property, resolveProperty } from './properties.js';

export interface Order extends View {
  /** What it orders by first, if that is a property: 1 upwards, -1 downwards. */
  readonly first?: { readonly property: Property; readonly sign: 1 | -1 };
}

/** Transactions without ORDERBY, and change data capture. */
export const NEWEST_FIRST: Order = {
  name: 'newest',
  first: { property: LAST_UPDATED, sign: -1 },
  compare: (a, b) => b.updatedAt - a.updatedAt || b.sequence - a.sequence,
};

export const upwardsBy = (property: Property): Order => orderBy([{ property, sign: 1 }]);

/** Without ORDERBY: transactions newest change first, names and lists by name (recorded). */
export function orderOf(definition: EntityDefinition, statement: QueryStatement): Order {
  if (statement.orderBy.length === 0) return defaultOrder(definition);
  return orderBy(
    statement.orderBy.map(({ property, descending }) => ({
      property: resolveProperty(definition, property),
      sign: descending ? -1 : 1,
    })),
  );
}

function orderBy(parts: readonly { readonly property: Property; readonly sign: 1 | -1 }[]): Order {
  const [first] = parts;
  const name = parts.map(({ property, sign }) => `${property.name}/${String(sign)}`).join();
  const compare = (a: Entry, b: Entry): number => {
    for (const { property, sign } of parts) {
      const difference = compareValues(property.valueOf(a), property.valueOf(b));
      if (difference !== 0) return sign * difference;
    }
    return compareEntries(a, b);
  };
  return first ? { name, compare, first } : { name, compare };
}

function defaultOrder(definition: EntityDefinition): Order {
  if (definition.kind === 'transaction') return NEWEST_FIRST;
  const property = definition.name === 'Customer' ? 'FullyQualifiedName' : definition.nameField;
  if (property === undefined) return upwardsBy(ID);
  const nameOf = (entry: Entry): string => (text(entry.record, property) ?? '').toLowerCase();
  return {
    name: 'by-name',
    compare: (a, b) => compareValues(nameOf(a), nameOf(b)) || compareEntries(a, b),
  };
}

/** No value stands before every value. */
function compareValues(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a < b ? -1 : 1;
}
