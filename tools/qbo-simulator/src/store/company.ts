import { child, list, type QboRecord, refId, text } from '../model/record.js';
import { type Counter, definitionOf } from '../schema/definitions.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import { EntityStore } from './entity-store.js';
import { SortedList } from './sorted-list.js';

/**
 * Which books: a US company with automated sales tax, one of before November 2017 with rates kept by hand, a
 * Canadian and a British one.
 */
export const PROFILES = ['us-automated', 'us-manual', 'ca', 'uk'] as const;
export type Profile = (typeof PROFILES)[number];

/** A record that was deleted, as change data capture reports it. */
export interface Tombstone {
  readonly entity: EntityName;
  readonly id: string;
  readonly deletedAt: number;
}

/** What one write does to a company: the unit of the journal. */
export interface Commit {
  readonly puts: readonly (readonly [EntityName, QboRecord])[];
  readonly removed: readonly Tombstone[];
  readonly counters: Readonly<Record<string, number>>;
}

/** The preferences that change what a write does, read from the Preferences record. */
export interface CompanySettings {
  readonly customNumbers: boolean;
  readonly autoApplyCredit: boolean;
  readonly categories: boolean;
  readonly inventory: boolean;
  readonly subscriptionEnded: boolean;
  /** Classes and locations: from the plan Plus on. */
  readonly tracking: boolean;
  readonly bookCloseDate: string | undefined;
  readonly multicurrency: boolean;
  readonly homeCurrency: string;
  readonly allowDiscount: boolean;
  readonly allowShipping: boolean;
  readonly defaultTerm: string | undefined;
}

/** Plans without inventory, classes and locations. */
const LOWER_PLANS = /Simple Start|Essentials/;

/** The sequences of automatic document numbers: the sales forms share one, the others have their own (recorded). */
export const NUMBERED = {
  'sales-number': ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'],
  'estimate-number': ['Estimate'],
  'order-number': ['PurchaseOrder'],
} as const satisfies Readonly<Record<string, readonly EntityName[]>>;
export type NumberSequence = keyof typeof NUMBERED;

/** One QuickBooks company: its records, counters and deletions. Changed by `apply` only. */
export class Company {
  private readonly tombstones: Tombstone[] = [];
  private readonly tombstonesOf = new Map<EntityName, SortedList<Tombstone>>();
  private readonly stores = new Map<EntityName, EntityStore>();
  private readonly counters = new Map<string, number>();
  private readonly removedIds = new Set<string>();
  private sequence = 0;
  private cachedSettings: CompanySettings | undefined;

  constructor(
    readonly realmId: string,
    readonly profile: Profile,
  ) {
    for (const entity of ENTITY_NAMES) this.stores.set(entity, new EntityStore());
  }

  get isUs(): boolean {
    return this.profile === 'us-automated' || this.profile === 'us-manual';
  }

  get name(): string {
    const info = this.single('CompanyInfo');
    return text(info, 'CompanyName') ?? this.realmId;
  }

  store(entity: EntityName): EntityStore {
    const store = this.stores.get(entity);
    if (!store) throw new Error(`No store of ${entity}`);
    return store;
  }

  get(entity: EntityName, id: string): QboRecord | undefined {
    return this.store(entity).get(id);
  }

  /** CompanyInfo or Preferences. */
  single(entity: 'CompanyInfo' | 'Preferences'): QboRecord {
    return this.store(entity).byId().at(0)?.record ?? {};
  }

  wasDeleted(entity: EntityName, id: string): boolean {
    return this.removedIds.has(`${entity}/${id}`);
  }

  /** What was deleted of a type, newest first. */
  deletions(entity: EntityName): SortedList<Tombstone> {
    let deletions = this.tombstonesOf.get(entity);
    if (!deletions) {
      deletions = new SortedList<Tombstone>((a, b) => b.deletedAt - a.deletedAt);
      this.tombstonesOf.set(entity, deletions);
    }
    return deletions;
  }

  counter(counter: Counter | NumberSequence): number {
    return this.counters.get(counter) ?? 1;
  }

  counterValues(): Record<string, number> {
    return Object.fromEntries(this.counters);
  }

  apply(commit: Commit): void {
    for (const [entity, record] of commit.puts) {
      this.store(entity).put(record, ++this.sequence);
      if (entity === 'Preferences' || entity === 'CompanyInfo') this.cachedSettings = undefined;
    }
    for (const tombstone of commit.removed) {
      this.store(tombstone.entity).remove(tombstone.id);
      this.tombstones.push(tombstone);
      this.deletions(tombstone.entity).add(tombstone);
      this.removedIds.add(`${tombstone.entity}/${tombstone.id}`);
    }
    for (const [counter, value] of Object.entries(commit.counters)) this.counters.set(counter, value);
  }

  /** The whole company as one commit: a snapshot for the journal. */
  snapshot(): Commit {
    const puts = ENTITY_NAMES.flatMap((entity) =>
      [...this.store(entity).byId()].map((entry) => ({ entity, entry })),
    )
      .sort((a, b) => a.entry.sequence - b.entry.sequence)
      .map(({ entity, entry }) => [entity, entry.record] as const);
    return { puts, removed: this.tombstones, counters: this.counterValues() };
  }

  get settings(): CompanySettings {
    return (this.cachedSettings ??= this.readSettings());
  }

  private readSettings(): CompanySettings {
    const preferences = this.single('Preferences');
    const sales = child(preferences, 'SalesFormsPrefs');
    const currency = child(preferences, 'CurrencyPrefs');
    const features = list(this.single('CompanyInfo'), 'NameValue');
    const feature = (name: string): unknown => features.find((each) => each['Name'] === name)?.['Value'];
    return {
      customNumbers: sales['CustomTxnNumbers'] === true,
      autoApplyCredit: sales['AutoApplyCredit'] === true,
      categories: feature('ItemCategoriesFeature') === 'true',
      inventory: child(preferences, 'ProductAndServicesPrefs')['QuantityOnHand'] === true,
      subscriptionEnded: feature('SubscriptionStatus') === 'EXPIRED',
      tracking: !LOWER_PLANS.test(String(feature('OfferingSku') ?? '')),
      bookCloseDate: text(child(preferences, 'AccountingInfoPrefs'), 'BookCloseDate'),
      multicurrency: currency['MultiCurrencyEnabled'] === true,
      homeCurrency: refId(currency, 'HomeCurrency') ?? 'USD',
      allowDiscount: sales['AllowDiscount'] === true,
      allowShipping: sales['AllowShipping'] === true,
      defaultTerm: refId(sales, 'DefaultTerms'),
    };
  }
}

/** The next counter value that is above every numeric id of the record types that share the counter. */
export function counterAbove(company: Company, counter: Counter): number {
  let next = company.counter(counter);
  for (const entity of ENTITY_NAMES) {
    if (definitionOf(entity).counter !== counter) continue;
    for (const { record } of company.store(entity).byId()) {
      const id = Number(record['Id']);
      if (Number.isInteger(id) && id >= next) next = id + 1;
    }
  }
  return next;
}
