import { idOf, isObject, type QboRecord, refId, text } from '../model/record.js';
import { parseTime } from '../model/time.js';

/** A stored record with what queries order and filter by. Replaced contents keep their entry. */
export interface Entry {
  record: QboRecord;
  /** Epoch milliseconds of MetaData.LastUpdatedTime (whole seconds). */
  updatedAt: number;
  /** Counts up with every change, to order changes within one second. */
  sequence: number;
  readonly key: number;
}

/** Numeric ids in numeric order, others (TAX, NON) after them. */
const keyOf = (id: string): number => (/^\d+$/.test(id) ? Number(id) : Infinity);

/** In order of Id. */
export const compareEntries = (a: Entry, b: Entry): number =>
  a.key === b.key ? idOf(a.record).localeCompare(idOf(b.record)) : a.key - b.key;

export const indexKey = (value: string): string => value.trim().toLowerCase();

/** Properties that are looked up by equality so often that they have an index. */
const INDEXED = [
  'Name',
  'DisplayName',
  'DocNumber',
  'Sku',
  'FullyQualifiedName',
  'CustomerRef',
  'ParentRef',
] as const;
export type IndexedProperty = (typeof INDEXED)[number];
export const isIndexed = (property: string): property is IndexedProperty =>
  (INDEXED as readonly string[]).includes(property);

/** The records of one type: in order of Id, with equality indexes, so that a page needs no scan and no sort. */
export class EntityStore {
  private readonly entries = new Map<string, Entry>();
  private readonly ordered: Entry[] = [];
  private readonly indexes = new Map<IndexedProperty, Map<string, Set<Entry>>>();
  private readonly sorted = new Map<
    string,
    { readonly version: number; readonly entries: readonly Entry[] }
  >();
  private version = 0;

  get size(): number {
    return this.ordered.length;
  }

  get(id: string): QboRecord | undefined {
    return this.entries.get(id)?.record;
  }

  entry(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /** All entries in order of Id. */
  byId(): readonly Entry[] {
    return this.ordered;
  }

  /** Where the first entry with an Id of at least `id` stands in `byId()`. */
  positionOf(id: number): number {
    let low = 0;
    let high = this.ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ordered[middle]?.key ?? Infinity) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The entries with this value (trimmed, any case) of an indexed property. */
  where(property: IndexedProperty, value: string): readonly Entry[] {
    return [...(this.indexes.get(property)?.get(indexKey(value)) ?? [])];
  }

  /** All entries in another order; kept until something changes. */
  sortedBy(name: string, compare: (a: Entry, b: Entry) => number): readonly Entry[] {
    const cached = this.sorted.get(name);
    if (cached?.version === this.version) return cached.entries;
    const entries = [...this.ordered].sort(compare);
    this.sorted.set(name, { version: this.version, entries });
    return entries;
  }

  put(record: QboRecord, sequence: number): void {
    this.version++;
    const id = idOf(record);
    const updatedAt = updatedAtOf(record);
    const existing = this.entries.get(id);
    if (existing) {
      this.unindex(existing);
      Object.assign(existing, { record, updatedAt, sequence });
      this.index(existing);
      return;
    }
    const entry: Entry = { record, updatedAt, sequence, key: keyOf(id) };
    this.entries.set(id, entry);
    this.index(entry);
    this.insert(entry);
  }

  remove(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.version++;
    this.entries.delete(id);
    this.unindex(entry);
    this.ordered.splice(this.ordered.indexOf(entry, this.positionOf(entry.key)), 1);
  }

  private insert(entry: Entry): void {
    const last = this.ordered.at(-1);
    if (!last || compareEntries(last, entry) < 0) {
      this.ordered.push(entry);
      return;
    }
    let at = this.positionOf(entry.key);
    for (let other = this.ordered[at]; other && compareEntries(other, entry) < 0; other = this.ordered[at])
      at++;
    this.ordered.splice(at, 0, entry);
  }

  private index(entry: Entry): void {
    for (const property of INDEXED) {
      const value = indexedValue(entry.record, property);
      if (value === undefined) continue;
      let index = this.indexes.get(property);
      if (!index) this.indexes.set(property, (index = new Map<string, Set<Entry>>()));
      const set = index.get(value);
      if (set) set.add(entry);
      else index.set(value, new Set([entry]));
    }
  }

  private unindex(entry: Entry): void {
    for (const property of INDEXED) {
      const value = indexedValue(entry.record, property);
      if (value === undefined) continue;
      const index = this.indexes.get(property);
      const set = index?.get(value);
      set?.delete(entry);
      if (set?.size === 0) index?.delete(value);
    }
  }
}

export const indexedValue = (record: QboRecord, property: IndexedProperty): string | undefined => {
  const value = property.endsWith('Ref') ? refId(record, property) : text(record, property);
  return value === undefined ? undefined : indexKey(value);
};

function updatedAtOf(record: QboRecord): number {
  const meta = record['MetaData'];
  if (!isObject(meta)) return 0;
  const time = text(meta, 'LastUpdatedTime') ?? text(meta, 'CreateTime');
  const parsed = time === undefined ? NaN : parseTime(time);
  return Number.isNaN(parsed) ? 0 : parsed;
}
