import { refuse } from '../api/service-fault.js';
import { type Draft, isObject, type QboRecord } from '../model/record.js';
import { isDate, parseTime } from '../model/time.js';
import type { EntityDefinition } from './definitions.js';
import { type Field, type Fields, partyTypeNamed } from './field.js';

const NAME_FORBIDDEN = /[:\t\n\r]/;
const EMAIL = /^[^\s@,]+@[^\s@,]+\.[^\s@,.]+(\s*,\s*[^\s@,]+@[^\s@,]+\.[^\s@,.]+)*$/;

/**
 * Checks a body against the table of its type and returns it with read-only properties and nulls left out and
 * strings trimmed. Refuses what is unknown or of the wrong JSON type (2010), too long (2050), with forbidden
 * characters (2040) or no e-mail address (2210). `known` is the stored record: a property it has is allowed, so
 * that a company that was loaded with further properties can be edited.
 */
export function checkShape(definition: EntityDefinition, body: QboRecord, known?: QboRecord): Draft {
  return checkFields(definition.fields, body, '', known ?? {});
}

function checkFields(fields: Fields, body: QboRecord, path: string, known: QboRecord): Draft {
  const result: Draft = {};
  for (const [key, value] of Object.entries(body)) {
    const field = fields[key];
    if (!field) {
      if (key in known) continue;
      throw refuse.unsupportedProperty();
    }
    if (value === null || value === undefined || ('readOnly' in field && field.readOnly)) continue;
    result[key] = checkValue(field, value, `${path}${key}`, known[key]);
  }
  return result;
}

function checkValue(field: Field, value: unknown, element: string, known: unknown): unknown {
  switch (field.kind) {
    case 'text':
      return checkText(value, element, field.max, field.name === true);
    case 'email':
      return checkEmail(value, element, field.max);
    case 'number':
      return checkNumber(value, element, field.max);
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      if (typeof value !== 'boolean') throw refuse.unsupportedProperty(element);
      return value;
    case 'date':
      return checkDate(value, element);
    case 'choice':
      if (value === '') return value;
      if (typeof value !== 'string' || !field.of.includes(value)) throw refuse.unsupportedProperty(element);
      return value;
    case 'ref':
      return checkReference(value, element, field.party === true);
    case 'object':
      if (!isObject(value)) throw refuse.unsupportedProperty(element);
      return checkObject(field, value, element, isObject(known) ? known : {});
    case 'list':
      if (!Array.isArray(value)) throw refuse.unsupportedProperty(element);
      return value.map((item: unknown) => {
        if (!isObject(item)) throw refuse.unsupportedProperty(element);
        const checked = checkFields(field.of, item, `${element}.`, knownOfItems(known));
        requireAll(field.required, item, element);
        return checked;
      });
    case 'any':
    case 'time':
      return value;
  }
}

function checkObject(
  { fields, required, together }: Field & { readonly kind: 'object' },
  value: QboRecord,
  element: string,
  known: QboRecord,
): Draft {
  const result = checkFields(fields, value, `${element}.`, known);
  requireAll(required, value, element);
  const length = (together?.texts ?? []).reduce((sum, text) => sum + String(result[text] ?? '').length, 0);
  if (together && length > together.max) throw refuse.length(element, together.max, length);
  return result;
}

function requireAll(required: readonly string[] | undefined, value: QboRecord, element: string): void {
  for (const property of required ?? [])
    if (value[property] === undefined || value[property] === null)
      throw refuse.missing(`${element}.${property}`);
}

/** Every property that any item of a stored list has. */
const knownOfItems = (known: unknown): QboRecord =>
  Array.isArray(known) ? (Object.assign({}, ...known.filter(isObject)) as QboRecord) : {};

function checkText(value: unknown, element: string, max: number | undefined, isName: boolean): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw refuse.unsupportedProperty(element);
  const string = isName ? String(value).trim() : String(value);
  if (isName && NAME_FORBIDDEN.test(string)) throw refuse.invalidCharacters(string, element);
  if (max !== undefined && string.length > max) throw refuse.length(element, max, string.length);
  return string;
}

function checkEmail(value: unknown, element: string, max: number): string {
  const string = checkText(value, element, max, false).trim();
  if (string !== '' && !EMAIL.test(string)) throw refuse.invalidEmail(element.replace(/\.Address$/, ''));
  return string;
}

function checkNumber(value: unknown, element: string, max = 999_999_999_999_999): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw refuse.unsupportedProperty(element);
  if (Math.abs(number) > max) throw refuse.length(element, String(max).length, String(number).length);
  return number;
}

function checkDate(value: unknown, element: string): string {
  if (typeof value !== 'string') throw refuse.unsupportedProperty(element);
  if (value === '') return value;
  const date = value.slice(0, 10);
  if (!isDate(date) || (value.length > 10 && Number.isNaN(parseTime(value))))
    throw refuse.unsupportedProperty(element);
  return date;
}

function checkReference(value: unknown, element: string, isParty: boolean): QboRecord {
  if (!isObject(value)) throw refuse.unsupportedProperty(element);
  for (const key of Object.keys(value))
    if (!['value', 'name', 'type'].includes(key)) throw refuse.unsupportedProperty(element);
  const id = value['value'];
  if (typeof id !== 'string' && typeof id !== 'number') throw refuse.missing(`${element}.value`);
  if (!isParty || value['type'] === undefined) return { value: String(id) };
  const type = partyTypeNamed(value['type']);
  if (type === undefined) throw refuse.unsupportedProperty(element);
  return { value: String(id), type };
}
