import { refuse } from '../api/service-fault.js';
import { render } from '../entities/render.js';
import { child, type Draft, type QboRecord, text } from '../model/record.js';
import { definitionOf, type EntityDefinition } from '../schema/definitions.js';
import { entityNamed } from '../schema/entity-names.js';
import type { Company } from '../store/company.js';
import type { Entry, EntityStore } from '../store/entity-store.js';
import { type Filter, filterOf } from './conditions.js';
import { refuseTypographicQuotes } from './lexer.js';
import { parseQuery, type QueryStatement } from './parser.js';
import { resolveProjection, resolveProperty } from './properties.js';

/** Behaviour of queries that is not verified, and so is chosen. */
export interface QueryOptions {
  /** Records are found by queries only so long after they were created. */
  readonly lagMs: number;
  /** ’ inside a query: reported as a lexical error years ago. */
  readonly typographicQuotes: 'accept' | 'refuse';
}

/** Runs one query against a company and gives the content of `QueryResponse`. */
export function runQuery(company: Company, query: string, now: number, options: QueryOptions): QboRecord {
  if (options.typographicQuotes === 'refuse') refuseTypographicQuotes(query);
  const statement = parseQuery(query);
  const name = entityNamed(statement.entity);
  if (name === undefined) throw refuse.invalidQuery(`Metadata not found for Entity ${statement.entity}`);
  const definition = definitionOf(name);
  const store = company.store(name);
  const visible = options.lagMs > 0 ? now - options.lagMs : undefined;
  const filter = filterOf(definition, store, statement.where, visible);
  const order = orderOf(definition, statement);
  if (statement.select === 'count') return { totalCount: count(store, filter) };
  const rows = page(store, filter, order, statement);
  if (rows.length === 0) return {};
  const view = viewOf(company, definition, statement);
  return {
    [name]: rows.map((entry) => view(entry.record)),
    startPosition: statement.startPosition,
    maxResults: rows.length,
    ...(definition.totalCount ? { totalCount: count(store, filter) } : {}),
  };
}

interface Order {
  readonly name: string;
  readonly compare: (a: Entry, b: Entry) => number;
  readonly byId: boolean;
}

function count(store: EntityStore, { candidates, test }: Filter): number {
  const entries = candidates ?? store.byId();
  if (!test) return entries.length;
  let found = 0;
  for (const entry of entries) if (test(entry)) found++;
  return found;
}

/** The rows of a page. In order of Id only as many entries are looked at as the page needs. */
function page(store: EntityStore, filter: Filter, order: Order, statement: QueryStatement): readonly Entry[] {
  const skip = statement.startPosition - 1;
  const take = statement.maxResults;
  const { candidates, test } = filter;
  if (order.byId || !candidates) {
    const entries = candidates ?? (order.byId ? store.byId() : store.sortedBy(order.name, order.compare));
    if (!test) return entries.slice(skip, skip + take);
    const rows: Entry[] = [];
    let passed = 0;
    for (const entry of entries) {
      if (!test(entry) || passed++ < skip) continue;
      rows.push(entry);
      if (rows.length === take) break;
    }
    return rows;
  }
  const rows = test ? candidates.filter(test) : [...candidates];
  return rows.sort(order.compare).slice(skip, skip + take);
}

/** Without ORDERBY: transactions newest change first, names and lists by name (recorded). */
function orderOf(definition: EntityDefinition, { orderBy }: QueryStatement): Order {
  if (orderBy.length === 0) return defaultOrder(definition);
  const parts = orderBy.map(({ property, descending }) => ({
    property: resolveProperty(definition, property),
    sign: descending ? -1 : 1,
  }));
  const [only] = parts;
  const byId = parts.length === 1 && only?.property.type === 'id' && only.sign === 1;
  const name = parts.map(({ property, sign }) => `${property.name}/${String(sign)}`).join();
  const compare = (a: Entry, b: Entry): number => {
    for (const { property, sign } of parts) {
      const difference = compareValues(property.valueOf(a), property.valueOf(b));
      if (difference !== 0) return sign * difference;
    }
    return a.key - b.key;
  };
  return { name, compare, byId };
}

function defaultOrder(definition: EntityDefinition): Order {
  if (definition.kind === 'transaction')
    return {
      name: 'newest',
      byId: false,
      compare: (a, b) => b.updatedAt - a.updatedAt || b.sequence - a.sequence,
    };
  const property = definition.name === 'Customer' ? 'FullyQualifiedName' : (definition.nameField ?? 'Id');
  const nameOf = (entry: Entry): string => (text(entry.record, property) ?? '').toLowerCase();
  return {
    name: 'by-name',
    byId: property === 'Id',
    compare: (a, b) => compareValues(nameOf(a), nameOf(b)) || a.key - b.key,
  };
}

function compareValues(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a < b ? -1 : 1;
}

function viewOf(
  company: Company,
  definition: EntityDefinition,
  { select }: QueryStatement,
): (record: QboRecord) => QboRecord {
  if (select === 'all' || select === 'count') return (record) => render(company, definition, record, 'query');
  const properties = select.map((property) => resolveProjection(definition, property));
  return (record) => project(render(company, definition, record, 'query'), properties);
}

/** Only the named properties and the Id, marked sparse (recorded). */
function project(record: QboRecord, properties: readonly string[]): QboRecord {
  const result: Draft = { domain: 'QBO', sparse: true, Id: record['Id'] };
  for (const property of properties) {
    const [outer, inner] = property.split('.');
    if (outer === undefined) continue;
    if (inner === undefined) {
      if (record[outer] !== undefined) result[outer] = record[outer];
    } else result[outer] = { ...child(result, outer), [inner]: child(record, outer)[inner] };
  }
  return result;
}
