/** A record as QuickBooks stores and returns it. Records are replaced, never changed in place. */
export type QboRecord = Readonly<Record<string, unknown>>;
/** A record under construction. */
export type Draft = Record<string, unknown>;

export const isObject = (value: unknown): value is QboRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (record: QboRecord, key: string): string | undefined => {
  const value = record[key];
  return typeof value === 'string' ? value : undefined;
};

/** A number, 0 when missing. */
export const amount = (record: QboRecord, key: string): number => {
  const value = record[key];
  return typeof value === 'number' ? value : 0;
};

export const child = (record: QboRecord, key: string): QboRecord => {
  const value = record[key];
  return isObject(value) ? value : {};
};

export const list = (record: QboRecord, key: string): readonly QboRecord[] => {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** The `value` of a reference, undefined when missing or empty. */
export const refId = (record: QboRecord, key: string): string | undefined => {
  const value = child(record, key)['value'];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const idOf = (record: QboRecord): string => String(record['Id']);

export const isActive = (record: QboRecord): boolean => record['Active'] !== false;

/** Equal as JSON values, whatever the order of the keys; a missing key and `undefined` are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameJson(a[key], b[key]));
}

/** The record without the keys that are `undefined`. */
export function compact(draft: QboRecord): Draft {
  const result: Draft = {};
  for (const [key, value] of Object.entries(draft)) if (value !== undefined) result[key] = value;
  return result;
}

export const omit = (record: QboRecord, ...keys: readonly string[]): Draft =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
