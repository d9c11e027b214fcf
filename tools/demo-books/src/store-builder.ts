import { Numbering } from './numbering.js';
import type { Profile } from './profiles.js';
import type { StoreLists } from './store-lists.js';
import { BRANDS, GRADES, PRODUCT_LINES } from './words/products.js';
import { anAddress, filledPattern } from './words/addresses.js';
import { businessName, personName, plainLetters } from './words/names.js';
import { moneyText } from './world/money.js';
import type { Random } from './world/random.js';
import { addDays, DAY, dayOf, MINUTE } from './world/time.js';
import { subtotalOf, taxRoundedOnce, taxRoundedPerRate } from './world/taxation.js';
import type {
  CustomerFields,
  Entity,
  EntityOptions,
  InvoiceFields,
  LineFields,
  PaymentFields,
  Presence,
  ProductFields,
  RefundFields,
} from './world/entities.js';
import type { World } from './world/world.js';

type Customer = Entity<CustomerFields>;
type Product = Entity<ProductFields>;
type Invoice = Entity<InvoiceFields>;

/** Span of the books, epoch milliseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Makes believable records one by one; every record is new and agrees with itself. */
export class StoreBuilder {
  private people = 0;
  private businesses = 0;
  private products = 0;
  readonly numbering = new Numbering();

  constructor(
    readonly world: World,
    readonly random: Random,
    readonly profile: Profile,
    readonly lists: StoreLists,
    readonly period: Period,
  ) {}

  /** An instant in opening hours, `fraction` (0 to 1) of the way through the period. */
  openingHour(fraction: number): number {
    const day = Math.floor((this.period.from + (this.period.to - this.period.from) * fraction) / DAY) * DAY;
    const hour = (9 - this.profile.offsetHours) * 60 * MINUTE;
    return Math.min(day + hour + Math.floor(this.random.next() * 8 * 3600) * 1000, this.period.to);
  }

  day(instant: number): string {
    return dayOf(instant, this.profile.offsetHours);
  }

  customer(
    presence: Presence,
    created: number,
    more: Partial<CustomerFields> = {},
    options: EntityOptions<CustomerFields> = {},
  ): Customer {
    const { random } = this;
    const business = random.chance(0.15) ? businessName(this.businesses++) : null;
    const person = personName(this.profile.names, this.people++);
    const mailbox = `${plainLetters(person.given)}.${plainLetters(person.family)}${String(this.people)}`;
    const billing = random.chance(0.85) ? anAddress(random, this.profile) : null;
    return this.world.add(
      'customer',
      presence,
      created,
      {
        displayName: business ?? person.full,
        givenName: person.given,
        familyName: person.family,
        companyName: business,
        email: random.chance(0.9) ? `${mailbox}@example.com` : null,
        phone: random.chance(0.8) ? filledPattern(random, this.profile.phone) : null,
        billing,
        shipping: billing && random.chance(0.2) ? anAddress(random, this.profile) : null,
        term: business === null ? null : random.pick(this.lists.terms),
        taxExempt: business !== null && random.chance(0.05),
        parent: null,
        ...more,
      },
      options,
    );
  }

  product(
    presence: Presence,
    created: number,
    more: Partial<ProductFields> = {},
    options: EntityOptions<ProductFields> = {},
  ): Product {
    const n = this.products++;
    const line = PRODUCT_LINES[n % PRODUCT_LINES.length];
    if (!line) throw new RangeError('no product lines');
    const k = Math.floor(n / PRODUCT_LINES.length);
    const noun = line.nouns[k % line.nouns.length] ?? '';
    const brand = BRANDS[(k * 7) % BRANDS.length] ?? '';
    const grade = GRADES[Math.floor(k / BRANDS.length) % GRADES.length] ?? '';
    const series = Math.floor(k / (BRANDS.length * GRADES.length));
    const name = `${brand} ${grade} ${noun}${series === 0 ? '' : ` Mk ${String(series + 1)}`}`;
    const cents = this.random.int(line.price[0] * 2, line.price[1] * 2) * 50 - 1;
    return this.world.add(
      'product',
      presence,
      created,
      {
        name,
        number: `${line.sku}-${String(n + 1).padStart(5, '0')}`,
        description: `${name}, ${line.kind === 'service' ? 'per job' : line.kind}`,
        kind: line.kind,
        tracked: line.tracked,
        cost: moneyText(Math.floor(cents * 0.6)),
        price: moneyText(cents),
        category: this.lists.categoryOf(line.category),
        taxable: line.taxable,
        ...more,
      },
      options,
    );
  }

  line(product: Product, customer: Customer, more: Partial<LineFields> = {}): LineFields {
    const { fields } = product;
    const halves = fields.kind === 'service' && this.random.chance(0.3);
    return {
      product,
      description: fields.description ?? fields.name,
      quantity: halves ? `${String(this.random.int(0, 3))}.5` : String(this.random.int(1, 3)),
      unitPrice: fields.price ?? '10.00',
      taxable: fields.taxable && !customer.fields.taxExempt,
      ...more,
    };
  }

  /** An order of `products`; its tax is rounded as the side does where it was made. */
  invoice(
    presence: Presence,
    created: number,
    customer: Customer,
    products: readonly Product[],
    more: Partial<InvoiceFields> = {},
    options: EntityOptions<InvoiceFields> = {},
  ): Invoice {
    const { random } = this;
    const lines = more.lines ?? products.map((product) => this.line(product, customer));
    const discount = random.chance(0.08) ? Math.floor((subtotalOf(lines) * random.int(5, 15)) / 100) : 0;
    const date = this.day(created);
    const { term } = customer.fields;
    const priced = {
      lines,
      discount: more.discount ?? discount,
      taxGroup: more.taxGroup === undefined ? random.pick(this.lists.taxGroups) : more.taxGroup,
    };
    return this.world.add(
      'invoice',
      presence,
      created,
      {
        number: this.numbering.invoice(presence),
        customer,
        date,
        dueDate: addDays(date, term?.fields.dueDays ?? 0),
        term,
        tax: presence === 'qbo' ? taxRoundedPerRate(priced) : taxRoundedOnce(priced),
        memo: random.chance(0.1) ? 'Thank you for riding with us.' : null,
        ...priced,
        ...more,
      },
      options,
    );
  }

  payment(
    presence: Presence,
    created: number,
    invoice: Invoice,
    amount: number,
    more: Partial<PaymentFields> = {},
    options: EntityOptions<PaymentFields> = {},
  ): Entity<PaymentFields> {
    const method = more.method === undefined ? this.random.pick(this.lists.methods) : more.method;
    return this.world.add(
      'payment',
      presence,
      created,
      {
        customer: invoice.fields.customer,
        invoice,
        method,
        date: this.day(created),
        amount,
        tip: 0,
        reference: this.numbering.payment(method),
        note: null,
        group: null,
        ...more,
      },
      options,
    );
  }

  refund(
    presence: Presence,
    created: number,
    payment: Entity<PaymentFields>,
    amount: number,
    more: Partial<RefundFields> = {},
    options: EntityOptions<RefundFields> = {},
  ): Entity<RefundFields> {
    const { customer, invoice, method } = payment.fields;
    return this.world.add(
      'refund',
      presence,
      created,
      {
        customer,
        invoice,
        payment,
        method,
        date: this.day(created),
        amount,
        reference: this.numbering.refund(),
        note: invoice ? `Refund of order ${invoice.fields.number}` : 'Refund',
        ...more,
      },
      options,
    );
  }
}
