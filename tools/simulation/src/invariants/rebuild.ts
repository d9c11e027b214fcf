import type { Violation } from './evidence.js';

/** Rows of read models by table. */
export type Tables = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
};

/** I7: rebuilt read models hold the same rows as the live ones, in whatever order they were written. */
export function rebuiltEqualsLive(live: Tables, rebuilt: Tables): Violation[] {
  return [...new Set([...Object.keys(live), ...Object.keys(rebuilt)])].flatMap((table) => {
    const rows = (tables: Tables): Map<string, number> => {
      const times = new Map<string, number>();
      for (const row of tables[table] ?? []) {
        const text = JSON.stringify(sorted(row));
        times.set(text, (times.get(text) ?? 0) + 1);
      }
      return times;
    };
    const [a, b] = [rows(live), rows(rebuilt)];
    const lost = [...a].filter(([row, times]) => b.get(row) !== times).length;
    const gained = [...b].filter(([row, times]) => a.get(row) !== times).length;
    if (lost + gained === 0) return [];
    return [
      {
        invariant: 'I7',
        what: `${table}: ${String(lost)} live rows are not what the rebuild has, ${String(gained)} rebuilt ones not what is live`,
      },
    ];
  });
}
