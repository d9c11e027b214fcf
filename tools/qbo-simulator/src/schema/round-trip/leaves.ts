import { isObject, type QboRecord } from '../../model/record.js';
import type { Field, Fields } from '../field.js';

/** A property that holds a value, at the end of its path: `BillAddr.City`, `Line.SalesItemLineDetail.Qty`. */
export interface Leaf {
  readonly path: string;
  readonly field: Field;
  /** Two values that it may hold, the first at its greatest length; of references whatever is no stock record. */
  readonly values: readonly [first: unknown, second: unknown];
}

/** Every property that can be written, whatever lies between: objects, and the first item of lists. */
const KEYS: ReadonlySet<string> = new Set(['Id', 'SyncToken', 'sparse']);

export function* leavesOf(fields: Fields, before = ''): Generator<Leaf> {
  for (const [name, field] of Object.entries(fields)) {
    if (('readOnly' in field && field.readOnly) || (before === '' && KEYS.has(name))) continue;
    const path = `${before}${name}`;
    if (field.kind === 'object') yield* leavesOf(field.fields, `${path}.`);
    else if (field.kind === 'list') yield* leavesOf(field.of, `${path}.`);
    else if (field.kind === 'ref') yield { path: `${path}.value`, field, values: ['1', '2'] };
    else {
      const values = valuesOf(field);
      if (values) yield { path, field, values };
    }
  }
}

/** Properties that QuickBooks fills in by itself. */
export function* readOnlyOf(fields: Fields, before = ''): Generator<string> {
  for (const [name, field] of Object.entries(fields)) {
    if ('readOnly' in field && field.readOnly) yield `${before}${name}`;
    else if (field.kind === 'object') yield* readOnlyOf(field.fields, `${before}${name}.`);
    else if (field.kind === 'list') yield* readOnlyOf(field.of, `${before}${name}.`);
  }
}

function valuesOf(field: Field): Leaf['values'] | undefined {
  switch (field.kind) {
    case 'text':
      return ['x'.repeat(field.max ?? 8), 'y'];
    case 'email':
      return [`${'x'.repeat(field.max - '@example.com'.length)}@example.com`, 'y@example.com'];
    case 'number':
      return [field.max ?? 12.5, 7];
    case 'boolean':
      return [true, false];
    case 'date':
      return ['2026-04-01', '2026-04-02'];
    case 'choice':
      return [field.of[0], field.of[1] ?? field.of[0]];
    default:
      return undefined;
  }
}

/** What stands at a path; a list stands for its first item. */
export const valueAt = (record: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return isObject(one) ? one[key] : undefined;
  }, record);

/**
 * The record with this value at the path; what is there beside it stays, what is required beside it is there. `fields`:
 * which of it are lists.
 */
export function withValue(record: QboRecord, path: string, value: unknown, fields: Fields): QboRecord {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...record, [key]: value };
  const field = fields[key];
  const isList = field?.kind === 'list';
  const there: unknown = record[key];
  const inner = Array.isArray(there) ? (there as unknown[])[0] : there;
  const parts = field?.kind === 'object' ? field.fields : isList ? field.of : {};
  const required = field?.kind === 'object' || isList ? (field.required ?? []) : [];
  const needed = Object.fromEntries(required.map((property) => [property, '1']));
  const filled = withValue({ ...needed, ...(isObject(inner) ? inner : {}) }, rest.join('.'), value, parts);
  return { ...record, [key]: isList ? [filled] : filled };
}
