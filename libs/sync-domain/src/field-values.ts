import type { Fields, FieldValue } from './fields.js';
import { plainDecimal } from './money.js';
import { plainText } from './text.js';

/** Owned text, blank as null. */
export const textOrNull = (text: string | null | undefined): string | null => plainText(text) || null;

/** Owned decimal in its shortest form. QuickBooks answers 0 for a price that nobody gave: 0 is blank. */
export const decimalOrNull = (value: string | number | null | undefined): string | null => {
  const decimal = plainDecimal(value ?? 0);
  return decimal === '0' ? null : decimal;
};

/** The text of an owned field; blank: `''`. */
export const textOf = (fields: Fields, field: string): string => {
  const value = fields[field];
  return typeof value === 'string' ? value : '';
};

/** The named fields of an object. */
export const pick = <T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

/** Every text in a value, however deep. */
export const textsIn = (value: FieldValue | undefined): string[] => {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((v: FieldValue) => textsIn(v));
};
