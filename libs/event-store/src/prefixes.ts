/** A reader names the streams it wants: without a prefix it would get the store's own system events as well. */
export function requirePrefixes(prefixes: readonly string[]): readonly string[] {
  if (prefixes.length === 0 || prefixes.includes(''))
    throw new RangeError('name at least one stream prefix, and no empty one');
  return prefixes;
}
