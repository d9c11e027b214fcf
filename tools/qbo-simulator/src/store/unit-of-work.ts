import { cents, fromCents } from '../model/money.js';
import { amount, child, idOf, list, type QboRecord, refId } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { type Counter, definitionOf } from '../schema/definitions.js';
import type { EntityName } from '../schema/entity-names.js';
import type { Commit, Company, NumberSequence, Tombstone } from './company.js';
import { type IndexedProperty, indexKey } from './entity-store.js';
import { type Ledger, postingsOf } from './postings.js';

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
    return [...stored, ...own].filter((record) => indexedText(record, property) === key);
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
    this.post();
    const puts: (readonly [EntityName, QboRecord])[] = [];
    const removed: Tombstone[] = [];
    for (const [key, { entity, record }] of this.puts) {
      if (record) puts.push([entity, record]);
      else removed.push({ entity, id: key.slice(entity.length + 1), deletedAt: this.now });
    }
    return { puts, removed, counters: Object.fromEntries(this.counters) };
  }

  private post(): void {
    const ledger: Ledger = {
      receivables: accountOfType(this.company, 'Accounts Receivable') ?? '',
      undeposited: accountOfSubType(this.company, 'UndepositedFunds') ?? '',
    };
    const customers = new Map<string, number>();
    const accounts = new Map<string, number>();
    const items = new Map<string, number>();
    for (const [key, { entity, record }] of [...this.puts]) {
      if (definitionOf(entity).kind !== 'transaction') continue;
      const before = postingsOf(entity, this.company.get(entity, key.slice(entity.length + 1)), ledger);
      const after = postingsOf(entity, record, ledger);
      difference(customers, before.customers, after.customers);
      difference(accounts, before.accounts, after.accounts);
      difference(items, before.items, after.items);
    }
    for (const [id, delta] of customers) this.postCustomer(id, delta);
    for (const [id, delta] of accounts) this.postAccount(id, delta);
    for (const [id, delta] of items) this.postItem(id, delta);
  }

  private postCustomer(id: string, delta: number): void {
    let customer = this.get('Customer', id);
    if (!customer) return;
    const both = {
      Balance: plus(customer, 'Balance', delta),
      BalanceWithJobs: plus(customer, 'BalanceWithJobs', delta),
    };
    this.derive('Customer', { ...customer, ...both }, { bump: false });
    for (let depth = 0; depth < 5; depth++) {
      const parent: string | undefined = customer && refId(customer, 'ParentRef');
      customer = parent === undefined ? undefined : this.get('Customer', parent);
      if (!customer) return;
      this.derive(
        'Customer',
        { ...customer, BalanceWithJobs: plus(customer, 'BalanceWithJobs', delta) },
        { bump: false },
      );
    }
  }

  private postAccount(id: string, delta: number): void {
    const account = this.get('Account', id);
    if (!account) return;
    const CurrentBalance = plus(account, 'CurrentBalance', delta);
    const CurrentBalanceWithSubAccounts = plus(account, 'CurrentBalanceWithSubAccounts', delta);
    this.derive('Account', { ...account, CurrentBalance, CurrentBalanceWithSubAccounts }, { bump: false });
  }

  private postItem(id: string, delta: number): void {
    const item = this.get('Item', id);
    if (item?.['Type'] !== 'Inventory' || item['TrackQtyOnHand'] !== true) return;
    const QtyOnHand = Math.round((amount(item, 'QtyOnHand') + delta) * 1e5) / 1e5;
    this.derive('Item', { ...item, QtyOnHand }, { bump: this.switches.inventorySaleBumpsItem });
  }
}

export const nextToken = (record: QboRecord): string => String(Number(record['SyncToken'] ?? 0) + 1);

const plus = (record: QboRecord, key: string, delta: number): number =>
  fromCents(cents(amount(record, key)) + delta);

const indexedText = (record: QboRecord, property: IndexedProperty): string | undefined => {
  const value = property === 'CustomerRef' ? refId(record, property) : record[property];
  return typeof value === 'string' ? indexKey(value) : undefined;
};

function difference(
  into: Map<string, number>,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): void {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const delta = (after.get(key) ?? 0) - (before.get(key) ?? 0);
    if (delta !== 0) into.set(key, (into.get(key) ?? 0) + delta);
  }
}

const findAccount = (company: Company, property: string, value: string): string | undefined => {
  const found = company
    .store('Account')
    .byId()
    .find(({ record }) => record[property] === value && record['Active'] !== false);
  return found && idOf(found.record);
};

/** The first active account of a type (`Accounts Receivable`). */
export const accountOfType = (company: Company, type: string): string | undefined =>
  findAccount(company, 'AccountType', type);

/** The first active account of a subtype (`UndepositedFunds`). */
export const accountOfSubType = (company: Company, subType: string): string | undefined =>
  findAccount(company, 'AccountSubType', subType);

/** The lines that link to other transactions, with the ids they name. */
export const linksOf = (line: QboRecord): readonly { readonly id: string; readonly type: string }[] =>
  list(line, 'LinkedTxn').map((link) => ({ id: String(link['TxnId']), type: String(link['TxnType']) }));
