import { refuse } from '../api/service-fault.js';
import { render } from '../entities/render.js';
import { child, type Draft, type QboRecord } from '../model/record.js';
import { definitionOf, type EntityDefinition } from '../schema/definitions.js';
import { entityNamed } from '../schema/entity-names.js';
import type { Company } from '../store/company.js';
import { filterOf } from './conditions.js';
import { countEntries, findEntries } from './find-entries.js';
import { refuseTypographicQuotes } from './lexer.js';
import { orderOf } from './order.js';
import { parseQuery, type QueryStatement } from './parser.js';
import { resolveProjection } from './properties.js';

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
  if (statement.select === 'count') return { totalCount: countEntries(store, filter) };
  const { total, rows: rowsOf } = findEntries(store, filter, order);
  const rows = rowsOf(statement.startPosition - 1, statement.maxResults);
  if (rows.length === 0) return {};
  const view = viewOf(company, definition, statement);
  return {
    [name]: rows.map((entry) => view(entry.record)),
    startPosition: statement.startPosition,
    maxResults: rows.length,
    ...(definition.totalCount ? { totalCount: total } : {}),
  };
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
