import { compareBytewise } from '../bytewise.js';
import type { Scope } from '../port.js';

/** Rows by id, kept in bytewise order of id. */
export class SortedRows<Row> {
  private readonly rows = new Map<string, Row>();
  private ids: string[] = [];

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** The rows of these ids that exist, each once, in order of id. */
  pick(ids: Iterable<string>): Row[] {
    const found: Row[] = [];
    for (const id of [...new Set(ids)].sort(compareBytewise)) {
      const row = this.rows.get(id);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  set(id: string, row: Row): void {
    if (!this.rows.has(id)) this.ids.splice(this.after(id), 0, id);
    this.rows.set(id, row);
  }

  delete(id: string): boolean {
    if (!this.rows.delete(id)) return false;
    this.ids.splice(this.after(id) - 1, 1);
    return true;
  }

  /** Up to `limit` rows that come after `after` and are `wanted`, in order of id. */
  page(after: string | undefined, limit: number, wanted: (row: Row) => boolean = () => true): Row[] {
    const page: Row[] = [];
    for (
      let i = after === undefined ? 0 : this.after(after);
      i < this.ids.length && page.length < limit;
      i++
    ) {
      const row = this.rows.get(this.ids[i] ?? '');
      if (row !== undefined && wanted(row)) page.push(row);
    }
    return page;
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  /** Position of the first id that is greater. */
  private after(id: string): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytewise(this.ids[middle] ?? '', id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Which ids stand under a key. */
export class IdIndex {
  private readonly ids = new Map<string, Set<string>>();

  add(key: string, id: string): void {
    const ids = this.ids.get(key);
    if (ids) ids.add(id);
    else this.ids.set(key, new Set([id]));
  }

  delete(key: string, id: string): void {
    this.ids.get(key)?.delete(id);
  }

  of(keys: readonly string[]): Set<string> {
    const found = new Set<string>();
    for (const key of keys) for (const id of this.ids.get(key) ?? []) found.add(id);
    return found;
  }
}

/** One part of a table for each scope and what else divides it. */
export class Parts<Part> {
  private readonly parts = new Map<string, Part>();

  constructor(private readonly empty: () => Part) {}

  of(scope: Scope, ...divisions: readonly string[]): Part {
    const key = partKey(scope, divisions);
    let part = this.parts.get(key);
    if (part === undefined) this.parts.set(key, (part = this.empty()));
    return part;
  }

  /** Forgets a scope's parts, or those of them whose divisions begin so. */
  drop(scope: Scope, ...divisions: readonly string[]): void {
    const prefix = partKey(scope, divisions);
    for (const key of this.parts.keys()) if (key.startsWith(prefix)) this.parts.delete(key);
  }
}

const partKey = (scope: Scope, divisions: readonly string[]): string =>
  [scope.tenant, String(scope.generation), ...divisions].map((part) => `${part}\0`).join('');
