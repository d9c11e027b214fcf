/** A value of a field that the sync owns, in the one form in which both sides are compared. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [name: string]: FieldValue };

/** A record in the form in which both sides are compared: owned fields only, references as our own record ids. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** Keyed hash of a text: HMAC with the tenant's key, hexadecimal. Given by the application. */
export type KeyedHash = (text: string) => string;

/** JSON with the keys of every object in order: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

export const isBlank = (value: FieldValue | undefined): boolean => {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object') return Object.values(value).every((v: FieldValue) => isBlank(v));
  return false;
};

export const sameValue = (a: FieldValue | undefined, b: FieldValue | undefined): boolean =>
  (isBlank(a) && isBlank(b)) || canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** Short hash of a field's value; blank values of every kind give the same. */
export const fieldHash = (hash: KeyedHash, name: string, value: FieldValue | undefined): string =>
  hash(`${name}=${isBlank(value) ? '' : canonicalJson(value)}`).slice(0, 16);

/** What each side held, field by field, when they last agreed. */
export type Agreement = Readonly<Record<string, readonly [bpro: string, qbo: string]>>;

export const agreementOf = (hash: KeyedHash, bpro: Fields, qbo: Fields): Agreement =>
  Object.fromEntries(
    [...new Set([...Object.keys(bpro), ...Object.keys(qbo)])]
      .sort()
      .map((name) => [name, [fieldHash(hash, name, bpro[name]), fieldHash(hash, name, qbo[name])] as const]),
  );
