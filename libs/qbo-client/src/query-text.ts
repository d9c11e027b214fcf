import { notSent } from './not-sent.js';
import type { Condition, QboFault, Query } from './port.js';

const PROPERTY = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$/;
const ORDER = /^[A-Za-z][A-Za-z0-9.]*( (ASC|DESC))?$/i;
/** Beyond this many characters, encoded, a GET is at the mercy of every proxy on the way. */
const MAX_LENGTH = 7_500;
export const PAGE_SIZE = 1000;

/** The part of a query after `select … from X`. Throws `QboFault` kind `validation`, code `query`. */
export function criteria(query: Query): string {
  const start = query.startPosition ?? 1;
  const max = query.maxResults ?? PAGE_SIZE;
  if (!Number.isSafeInteger(start) || start < 1) throw refused('startPosition is a whole number from 1');
  if (!Number.isSafeInteger(max) || max < 1 || max > PAGE_SIZE) throw refused('maxResults is 1 to 1000');
  if (query.orderBy !== undefined && !ORDER.test(query.orderBy))
    throw refused('orderBy is a property, ASC or DESC');
  const order = query.orderBy === undefined ? '' : ` orderby ${query.orderBy}`;
  const text = `${whereClause(query.where ?? [])}${order} startposition ${String(start)} maxresults ${String(max)}`;
  if (encodeURIComponent(text).length > MAX_LENGTH) throw refused('it is too long: ask in parts');
  return text;
}

/** Conditions as node-quickbooks takes them; it escapes `'` but not `\`, so the backslash is escaped here. */
export function conditionsForCount(where: readonly Condition[]): Record<string, unknown>[] {
  whereClause(where);
  const escaped = (value: string | number | boolean): unknown =>
    typeof value === 'string' ? value.replaceAll('\\', '\\\\') : value;
  return where.map((c) => ({
    field: c.property,
    operator: c.operator,
    value: isList(c.value) ? c.value.map(escaped) : escaped(c.value),
  }));
}

function whereClause(where: readonly Condition[]): string {
  return where.length === 0 ? '' : ` where ${where.map(conditionText).join(' and ')}`;
}

function conditionText({ property, operator, value }: Condition): string {
  if (!PROPERTY.test(property)) throw refused('a property is letters, digits and dots');
  if (isList(value) !== (operator === 'IN')) throw refused('IN takes a list, the other operators one value');
  if (isList(value) && value.length === 0) throw refused('IN takes at least one value');
  const text = isList(value) ? `(${value.map(literal).join(',')})` : literal(value);
  return `${property} ${operator} ${text}`;
}

const isList = (value: Condition['value']): value is readonly (string | number | boolean)[] =>
  Array.isArray(value);

/** `'` is `\'` and `\` is `\\`: https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries */
function literal(value: string | number | boolean): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refused('a number is finite');
    return String(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value))
    throw refused('a value has no control characters, line breaks or halves of characters');
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const refused = (why: string): QboFault => notSent('query', `The query was not sent: ${why}.`);
