/** A seeded generator (mulberry32): the same seed gives the same numbers for ever. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Hash of a text to 32 bits (FNV-1a). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A draw in [0, 1) that depends on the seed and a key only, not on what was drawn before: failing seeds shrink. */
export const draw = (seed: number, key: string): number => seeded(hash32(`${String(seed)}:${key}`))();
