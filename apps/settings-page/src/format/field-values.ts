import { isBlankValue, sameFieldValue } from './same-value.js';
import type { Fields, FieldValue } from '../api/types.js';
import type { Format } from './format.js';

export interface ComparedField {
  readonly name: string;
  /** In the order of the records that are compared. */
  readonly values: readonly (FieldValue | undefined)[];
  readonly differs: boolean;
}

/** The fields of records by name; those that are blank in all are left out, and records that are not there cannot differ. */
export function compareFields(records: readonly (Fields | null)[]): ComparedField[] {
  const present = records.filter((fields) => fields !== null);
  const names = [...new Set(present.flatMap((fields) => Object.keys(fields)))];
  return names
    .map((name) => ({ name, values: records.map((fields) => fields?.[name]) }))
    .filter(({ values }) => !values.every(isBlankValue))
    .map((field) => ({
      ...field,
      differs: present.some((fields) => !sameFieldValue(fields[field.name], present[0]?.[field.name])),
    }));
}

const MONEY = /^(total|amount|tax|discount|subtotal|unapplied|tip|balance)(Cents)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CENTS = 100;

interface Words {
  readonly yes: string;
  readonly no: string;
  /** What records are called, by our ids. */
  readonly names: Readonly<Record<string, string>>;
}

/** One value as a person reads it; parts of a list or of a group stand on lines of their own. */
export function showValue(name: string, value: FieldValue | undefined, format: Format, words: Words): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number')
    return MONEY.test(name) ? format.money((value / CENTS).toFixed(2)) : format.number(value);
  if (typeof value === 'string') {
    if (Object.hasOwn(words.names, value)) return words.names[value] ?? value;
    return DAY.test(value) ? format.day(value) : value;
  }
  if (Array.isArray(value))
    return (value as readonly FieldValue[]).map((each) => showValue(name, each, format, words)).join('\n');
  return Object.entries(value as Fields)
    .filter(([, part]) => !isBlankValue(part))
    .map(([part, itsValue]) => showValue(part, itsValue, format, words))
    .join(' · ');
}
