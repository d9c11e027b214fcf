/** Parents before children: each wave holds the items whose parents are in an earlier one (or not there at all). */
export function inWaves<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  parentOf: (item: Item) => string | undefined,
): Item[][] {
  const waves: Item[][] = [];
  let waiting = [...items];
  while (waiting.length > 0) {
    const ids = new Set(waiting.map(idOf));
    const ready = waiting.filter((item) => {
      const parent = parentOf(item);
      return parent === undefined || parent === idOf(item) || !ids.has(parent);
    });
    const wave = ready.length === 0 ? waiting : ready;
    waves.push(wave);
    const done = new Set(wave.map(idOf));
    waiting = waiting.filter((item) => !done.has(idOf(item)));
  }
  return waves;
}
