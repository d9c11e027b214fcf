/** NUL and lone surrogates: JSON can carry them, PostgreSQL's text cannot. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** A copy as every database and JSON keeps it: no `undefined`, no character that PostgreSQL refuses. */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '\u{fffd}');
  if (Array.isArray(value)) return value.map((item) => plainJson(item ?? null));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) if (item !== undefined) copy[name] = plainJson(item);
  return copy;
}
