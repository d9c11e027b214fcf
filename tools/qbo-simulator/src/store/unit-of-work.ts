import { child, idOf, type QboRecord } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import type { Counter } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Commit, Company, NumberSequence, Tombstone } from './company.js';
import { type IndexedProperty, indexedValue, indexKey } from './entity-store.js';
import { postChanges } from './post-changes.js';

/** Behaviour of the books that is not verified against the live service, and so is chosen. */
export interface BookSwitches {
  /** A sale of an inventory item raises the item's SyncToken. */
  readonly inventorySaleBumpsItem: boolean;
  /** TaxService makes tax codes in companies with automated sales tax. */
  readonly allowAutomatedTaxCodes: boolean;
  /** Automated sales tax takes a TotalTax that is sent; otherwise it keeps its own. */
  readonly honourTotalTax: boolean;
  /** Longest name of a tax rate: the reference says 10, real rates have longer ones. */
  readonly taxRateNameMax: number;
  /** What a payment of an invoice that is voided becomes: its money unapplied, or nothing changes. */
  readonly voidedInvoicePayments: 'unapplied' | 'applied';
  /** Item names differ within their category, or anywhere. */
  readonly itemNames: 'path' | 'anywhere';
  /** Characters outside the Basic Multilingual Plane: kept, stored as '?', or refused (2040). */
  readonly emoji: 'keep' | 'question-mark' | 'refuse';
  /** DocNumber must differ among records of one type, or among all sales forms. */
  readonly uniqueNumbers: 'type' | 'sales-forms';
  /** An automatic number may repeat one that was sent by hand. */
  readonly autoNumberMayRepeat: boolean;
}

/**
 * One write in the making: reads see its own changes, nothing reaches the company before `commit`, so a refused
 * write leaves no trace.
 */
export class UnitOfWork {
  private readonly puts = new Map<string, { readonly entity: EntityName; record: QboRecord | undefined }>();
  private readonly counters = new Map<string, number>();

  constructor(
    readonly company: Company,
    readonly now: number,
    readonly switches: BookSwitches,
  ) {}

  get(entity: EntityName, id: string): QboRecord | undefined {
    const own = this.puts.get(`${entity}/${id}`);
    return own ? own.record : this.company.get(entity, id);
  }

  /** Records whose indexed property has this value (trimmed, any case), this write's own included. */
  where(entity: EntityName, property: IndexedProperty, value: string): QboRecord[] {
    const stored = this.company
      .store(entity)
      .where(property, value)
      .map((entry) => this.get(entity, idOf(entry.record)))
      .filter((record) => record !== undefined);
    const key = indexKey(value);
    const own = [...this.puts.values()]
      .filter((put) => put.entity === entity && put.record)
      .map((put) => put.record)
      .filter((record): record is QboRecord => record !== undefined && !stored.includes(record));
    return [...stored, ...own].filter((record) => indexedValue(record, property) === key);
  }

  put(entity: EntityName, record: QboRecord): void {
    this.puts.set(`${entity}/${idOf(record)}`, { entity, record });
  }

  remove(entity: EntityName, id: string): void {
    this.puts.set(`${entity}/${id}`, { entity, record: undefined });
  }

  /** Changes that follow from another record's change: the time moves, the SyncToken when `bump` says so. */
  derive(entity: EntityName, record: QboRecord, options: { readonly bump: boolean }): void {
    const meta = child(record, 'MetaData');
    this.put(entity, {
      ...record,
      ...(options.bump ? { SyncToken: nextToken(record) } : {}),
      MetaData: { ...meta, LastUpdatedTime: pacificTime(this.now) },
    });
  }

  next(counter: Counter | NumberSequence): number {
    const value = this.counters.get(counter) ?? this.company.counter(counter);
    this.counters.set(counter, value + 1);
    return value;
  }

  /** Adds what follows for balances and stock, and gives everything as one commit. */
  commit(): Commit {
    const changes = [...this.puts].map(([key, { entity, record }]) => ({
      entity,
      before: this.company.get(entity, key.slice(entity.length + 1)),
      after: record,
    }));
    postChanges(this, changes);
    const puts: (readonly [EntityName, QboRecord])[] = [];
    const removed: Tombstone[] = [];
    for (const [key, { entity, record }] of this.puts) {
      if (record) puts.push([entity, record]);
      else removed.push({ entity, id: key.slice(entity.length + 1), deletedAt: this.now });
    }
    return { puts, removed, counters: Object.fromEntries(this.counters) };
  }
}

export const nextToken = (record: QboRecord): string => String(Number(record['SyncToken'] ?? 0) + 1);
