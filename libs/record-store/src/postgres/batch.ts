import { compareBytewise } from '../bytewise.js';

/**
 * The rows of a batch with one row per key, the last one, in bytewise order of key: a statement may not change a
 * row twice, and batches that lock rows in the same order cannot deadlock.
 */
export function oncePerKey<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map((row) => [key(row), row]));
  return [...byKey].sort(([a], [b]) => compareBytewise(a, b)).map(([, row]) => row);
}

/** Rows in groups of the same key, the groups in order of key. */
export function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups].sort(([a], [b]) => compareBytewise(a, b)).map(([, group]) => group);
}
