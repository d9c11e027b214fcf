/** UTF-16 puts surrogate pairs before U+E000 to U+FFFF, UTF-8 puts them after: this moves them there. */
const inUtf8Order = (unit: number): number =>
  unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;

/** Orders strings by their UTF-8 bytes, as PostgreSQL does under COLLATE "C". */
export function compareBytewise(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return inUtf8Order(x) - inUtf8Order(y);
  }
  return a.length - b.length;
}
