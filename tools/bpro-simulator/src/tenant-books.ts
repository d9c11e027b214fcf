import type { BproRecord, RecordType } from '@bpro-qbo-sync/sync-domain';
import { RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { referenceKey, referencesOf } from './references.js';

/** What BPro knows about one system besides its records. */
export interface BproSettings {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly invoiceNumberMaxLength: number;
}

interface Shelf {
  readonly byId: Map<string, BproRecord>;
  /** Ids in code-unit order; deleted records stay. */
  readonly ids: string[];
}

/** The records of one tenant with the indexes that paging and BPro's rules need. Holds, never judges. */
export class TenantBooks {
  private readonly shelves = new Map<RecordType, Shelf>(
    RECORD_TYPES.map((type) => [type, { byId: new Map<string, BproRecord>(), ids: [] }]),
  );
  private readonly invoiceIdByNumber = new Map<string, string>();
  private readonly referenceCounts = new Map<string, number>();

  constructor(readonly settings: BproSettings) {}

  find(type: RecordType, id: string): BproRecord | undefined {
    return this.shelf(type).byId.get(id);
  }

  /** The invoice that uses a number; a deleted one has given its number back. */
  invoiceIdOf(number: string): string | undefined {
    return this.invoiceIdByNumber.get(number);
  }

  /** Whether a record that is not deleted refers to this one. */
  isReferredTo(type: RecordType, id: string): boolean {
    return (this.referenceCounts.get(referenceKey(type, id)) ?? 0) > 0;
  }

  /** Records of the type, deleted ones included, in order of id. */
  *all(type: RecordType): IterableIterator<BproRecord> {
    const shelf = this.shelf(type);
    for (const id of shelf.ids) {
      const record = shelf.byId.get(id);
      if (record) yield record;
    }
  }

  size(type: RecordType): number {
    return this.shelf(type).ids.length;
  }

  put(record: BproRecord): void {
    const shelf = this.shelf(record.type);
    const before = shelf.byId.get(record.id);
    if (before) this.unindex(before);
    else insertSorted(shelf.ids, record.id);
    shelf.byId.set(record.id, record);
    this.index(record);
  }

  /** Not deleted, created at or after the instant. */
  count(type: RecordType, createdFrom: string | undefined): number {
    const from = createdFrom === undefined ? -Infinity : Date.parse(createdFrom);
    let found = 0;
    for (const record of this.shelf(type).byId.values())
      if (record.state !== 'deleted' && (from === -Infinity || Date.parse(record.createdAt) >= from)) found++;
    return found;
  }

  /** Up to `limit` records that are not deleted with ids after the cursor; `next` is the last id when more follow. */
  page(
    type: RecordType,
    after: string | undefined,
    limit: number,
  ): { readonly records: BproRecord[]; readonly next: string | undefined } {
    const { ids, byId } = this.shelf(type);
    const records: BproRecord[] = [];
    for (let i = after === undefined ? 0 : positionAfter(ids, after); i < ids.length; i++) {
      const record = byId.get(ids[i] ?? '');
      if (!record || record.state === 'deleted') continue;
      if (records.length === limit) return { records, next: records.at(-1)?.id };
      records.push(record);
    }
    return { records, next: undefined };
  }

  private shelf(type: RecordType): Shelf {
    const shelf = this.shelves.get(type);
    if (!shelf) throw new TypeError(`no record type ${type}`);
    return shelf;
  }

  private index(record: BproRecord): void {
    if (record.state === 'deleted') return;
    for (const { type, id } of referencesOf(record)) this.countReference(referenceKey(type, id), 1);
    if (record.type === 'invoice') this.invoiceIdByNumber.set(String(record.data['number']), record.id);
  }

  private unindex(record: BproRecord): void {
    if (record.state === 'deleted') return;
    for (const { type, id } of referencesOf(record)) this.countReference(referenceKey(type, id), -1);
    if (record.type === 'invoice') this.invoiceIdByNumber.delete(String(record.data['number']));
  }

  private countReference(key: string, by: number): void {
    const count = (this.referenceCounts.get(key) ?? 0) + by;
    if (count === 0) this.referenceCounts.delete(key);
    else this.referenceCounts.set(key, count);
  }
}

/** Index of the first id greater than `id`. */
const positionAfter = (ids: readonly string[], id: string): number => {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') <= id) low = middle + 1;
    else high = middle;
  }
  return low;
};

const insertSorted = (ids: string[], id: string): void => {
  const last = ids.at(-1);
  if (last === undefined || last < id) ids.push(id);
  else ids.splice(positionAfter(ids, id), 0, id);
};
