import type { FieldValue } from '../api/types.js';

export function isBlankValue(value: FieldValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Object.values(value).every((part: FieldValue) => isBlankValue(part));
}

/** Whether the sync holds both for equal: blank values of every kind are, and the order of names does not count. */
export const sameFieldValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  (isBlankValue(a) && isBlankValue(b)) || inOrder(a) === inOrder(b);

function inOrder(value: FieldValue | undefined): string {
  return JSON.stringify(value ?? null, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
