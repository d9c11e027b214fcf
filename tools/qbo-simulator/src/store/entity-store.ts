import { idOf, isObject, type QboRecord, refId, text } from '../model/record.js';
import { parseTime } from '../model/time.js';
import { SortedList } from './sorted-list.js';

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

const NONE: ReadonlySet<Entry> = new Set();

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

/** Some of the entries in an order; `name` says which and how. */
export interface View {
  readonly name: string;
  readonly compare: (a: Entry, b: Entry) => number;
  /** Default: all. */
  readonly includes?: (entry: Entry) => boolean;
}

/** Views that a store keeps up with every change; the one that was not asked for longest goes. */
const KEPT_VIEWS = 16;

interface KeptView extends View {
  readonly entries: SortedList<Entry>;
}

/**
 * The records of one type: in order of Id, with equality indexes, and in every other order and selection that was
 * asked for, kept up with each change, so that a page needs no scan and no sort.
 */
export class EntityStore {
  private readonly entries = new Map<string, Entry>();
  private readonly ordered = new SortedList(compareEntries);
  private readonly indexes = new Map<IndexedProperty, Map<string, Set<Entry>>>();
  private readonly views = new Map<string, KeptView>();

  get size(): number {
    return this.entries.size;
  }

  get(id: string): QboRecord | undefined {
    return this.entries.get(id)?.record;
  }

  entry(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /** All entries in order of Id. */
  byId(): SortedList<Entry> {
    return this.ordered;
  }

  /** The entries with this value (trimmed, any case) of an indexed property. */
  where(property: IndexedProperty, value: string): readonly Entry[] {
    return [...this.having(property, value)];
  }

  /** How many entries have this value of an indexed property. */
  countWhere(property: IndexedProperty, value: string): number {
    return this.having(property, value).size;
  }

  /** `from` are the entries that may be in it, best in its order. */
  view(view: View, from: SortedList<Entry> = this.ordered): SortedList<Entry> {
    const { name, compare, includes } = view;
    const known = this.views.get(name);
    const kept = known ?? {
      ...view,
      entries: new SortedList(compare, includes ? [...from].filter(includes) : from),
    };
    this.views.delete(name);
    this.views.set(name, kept);
    const [oldest] = this.views.keys();
    if (this.views.size > KEPT_VIEWS && oldest !== undefined) this.views.delete(oldest);
    return kept.entries;
  }

  put(record: QboRecord, sequence: number): void {
    const id = idOf(record);
    const next: Entry = { record, updatedAt: updatedAtOf(record), sequence, key: keyOf(id) };
    const existing = this.entries.get(id);
    const entry = existing ?? next;
    const views = [...this.views.values()].filter((view) => !existing || moves(view, existing, next));
    if (existing) {
      leave(views, existing);
      this.unindex(existing);
      Object.assign(existing, next);
    } else {
      this.entries.set(id, entry);
      this.ordered.add(entry);
    }
    this.index(entry);
    enter(views, entry);
  }

  remove(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.ordered.remove(entry);
    this.unindex(entry);
    leave(this.views.values(), entry);
  }

  private having(property: IndexedProperty, value: string): ReadonlySet<Entry> {
    return this.indexes.get(property)?.get(indexKey(value)) ?? NONE;
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

const belongs = ({ includes }: View, entry: Entry): boolean => includes?.(entry) ?? true;

/** Whether a change takes an entry to another place of a view, or into it or out of it. */
const moves = (view: View, from: Entry, to: Entry): boolean =>
  belongs(view, from) !== belongs(view, to) || view.compare(from, to) !== 0;

function enter(views: Iterable<KeptView>, entry: Entry): void {
  for (const view of views) if (belongs(view, entry)) view.entries.add(entry);
}

function leave(views: Iterable<KeptView>, entry: Entry): void {
  for (const view of views) if (belongs(view, entry)) view.entries.remove(entry);
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
