import type { StoreBuilder } from '../store-builder.js';
import { DAY } from '../world/time.js';
import type {
  CustomerFields,
  Entity,
  EntityOptions,
  InvoiceFields,
  Presence,
  ProductFields,
} from '../world/entities.js';

/** What the makers of traps share: the store, how many cases, and plain records to build on. */
export class TrapKit {
  private readonly sharedProducts: readonly Entity<ProductFields>[];

  constructor(
    readonly store: StoreBuilder,
    readonly cases: number,
  ) {
    this.sharedProducts = store.world.all('product').filter((p) => p.presence === 'both');
  }

  /** Runs a maker once per case; `at` is spread over the second half of the books. */
  each(make: (at: number, index: number) => void): void {
    for (let i = 0; i < this.cases; i++) make(this.store.openingHour(0.5 + (0.4 * i) / this.cases), i);
  }

  tag(trap: string, ...entities: readonly Entity<unknown>[]): void {
    this.store.world.tag(trap, ...entities);
  }

  product(): Entity<ProductFields> {
    return this.store.random.pick(this.sharedProducts);
  }

  /** A product that is taxed and sold by the piece. */
  taxedProduct(): Entity<ProductFields> {
    const taxed = this.sharedProducts.filter((p) => p.fields.taxable);
    return this.store.random.pick(taxed.length > 0 ? taxed : this.sharedProducts);
  }

  customer(
    presence: Presence,
    at: number,
    more: Partial<CustomerFields> = {},
    options: EntityOptions<CustomerFields> = {},
  ): Entity<CustomerFields> {
    return this.store.customer(presence, at - DAY, more, options);
  }

  invoice(
    presence: Presence,
    at: number,
    more: Partial<InvoiceFields> = {},
    options: EntityOptions<InvoiceFields> = {},
  ): Entity<InvoiceFields> {
    const customer = more.customer ?? this.customer(presence, at);
    return this.store.invoice(presence, at, customer, [this.taxedProduct(), this.product()], more, options);
  }

  /** Later on the same day, or `days` later; never after the books' end. */
  after(at: number, days = 0): number {
    return Math.min(at + 20 * 60_000 + days * DAY, this.store.period.to);
  }

  /** Near the books' end, in the order of the steps. */
  recently(step = 0): number {
    return this.store.period.to - (5 - step) * DAY;
  }
}
