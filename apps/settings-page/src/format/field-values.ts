import { isBlankValue, sameFieldValue } from './same-value.js';
import type { Fields, FieldValue } from '../api/types.js';
import type { Format } from './format.js';

export interface ComparedField {
  readonly name: string;
  readonly bpro: FieldValue | undefined;
  readonly qbo: FieldValue | undefined;
  readonly differs: boolean;
}

/** Both sides' fields by name; those that are blank on both are left out. `differs` only where both sides exist. */
export function compareFields(bpro: Fields | null, qbo: Fields | null): ComparedField[] {
  const names = [...new Set([...Object.keys(bpro ?? {}), ...Object.keys(qbo ?? {})])];
  return names
    .map((name) => ({ name, bpro: bpro?.[name], qbo: qbo?.[name] }))
    .filter((field) => !isBlankValue(field.bpro) || !isBlankValue(field.qbo))
    .map((field) => ({
      ...field,
      differs: bpro !== null && qbo !== null && !sameFieldValue(field.bpro, field.qbo),
    }));
}

const MONEY = /^(total|amount|tax|discount|subtotal|unapplied|tip|balance)(Cents)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CENTS = 100;

/** One value as a person reads it; parts of a list or of a group stand on lines of their own. */
export function showValue(
  name: string,
  value: FieldValue | undefined,
  format: Format,
  words: { readonly yes: string; readonly no: string },
): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number')
    return MONEY.test(name) ? format.money((value / CENTS).toFixed(2)) : format.number(value);
  if (typeof value === 'string') return DAY.test(value) ? format.day(value) : value;
  if (Array.isArray(value))
    return (value as readonly FieldValue[]).map((each) => showValue(name, each, format, words)).join('\n');
  return Object.entries(value as Fields)
    .filter(([, part]) => !isBlankValue(part))
    .map(([part, itsValue]) => showValue(part, itsValue, format, words))
    .join(' · ');
}
