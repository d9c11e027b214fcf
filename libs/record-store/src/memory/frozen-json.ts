import type { Json } from '../port.js';

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) freeze(inner);
  Object.freeze(value);
}

/** What PostgreSQL would give back: the JSON of a value, as a copy that nobody can change. */
export function frozenJson(value: Json): Json {
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  freeze(copy);
  return copy;
}
