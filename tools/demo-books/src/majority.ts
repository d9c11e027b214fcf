import type { StoreBuilder } from './store-builder.js';
import { MINUTE } from './world/time.js';
import { totalOf } from './world/taxation.js';
import type {
  CustomerFields,
  Entity,
  InvoiceFields,
  PaymentFields,
  Presence,
  ProductFields,
} from './world/entities.js';

type Pools<F> = Readonly<Record<Presence, Entity<F>[]>>;

const PRESENCES = ['both', 'bpro', 'qbo'] as const;

/** How many per side in the mix; half of each side is shared. */
const MIX = { product: 0.05, customer: 0.2, invoice: 0.4, payment: 0.33, refund: 0.02 } as const;

const split = (perSide: number): Readonly<Record<Presence, number>> => {
  const both = Math.max(1, Math.round(perSide / 2));
  const own = Math.max(1, Math.round(perSide) - both);
  return { both, bpro: own, qbo: own };
};

const pools = <F>(make: (presence: Presence) => Entity<F>[]): Pools<F> => ({
  both: make('both'),
  bpro: make('bpro'),
  qbo: make('qbo'),
});

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The plain records: where both sides have one, they agree. */
export function addMajority(store: StoreBuilder, size: number): void {
  const productCounts = split(size * MIX.product);
  const products = pools((presence) =>
    times(productCounts[presence], () => store.product(presence, store.openingHour(0))),
  );
  const customerCounts = split(size * MIX.customer);
  const customers = pools((presence) =>
    times(customerCounts[presence], (i) =>
      store.customer(presence, store.openingHour((i / customerCounts[presence]) * 0.97)),
    ),
  );
  const invoices = addInvoices(store, split(size * MIX.invoice), customers, products);
  const payments = addPayments(store, split(size * MIX.payment), invoices, customers);
  addRefunds(store, split(size * MIX.refund), payments);
}

const addInvoices = (
  store: StoreBuilder,
  counts: Readonly<Record<Presence, number>>,
  customers: Pools<CustomerFields>,
  products: Pools<ProductFields>,
): Pools<InvoiceFields> => {
  const { random } = store;
  const made: Pools<InvoiceFields> = { both: [], bpro: [], qbo: [] };
  const planned = PRESENCES.flatMap((presence) =>
    times(counts[presence], (i) => ({ presence, fraction: 0.03 + (0.95 * (i + 1)) / counts[presence] })),
  ).sort((a, b) => a.fraction - b.fraction);
  for (const { presence, fraction } of planned) {
    const from = random.chance(0.7) ? 'both' : presence;
    const known = Math.max(1, Math.floor(customers[from].length * (fraction - 0.03)));
    const sold = times(random.int(1, 4), () => random.pick(products[random.chance(0.7) ? 'both' : presence]));
    const customer = customers[from][random.int(0, known - 1)];
    if (customer) made[presence].push(store.invoice(presence, store.openingHour(fraction), customer, sold));
  }
  return made;
};

const addPayments = (
  store: StoreBuilder,
  counts: Readonly<Record<Presence, number>>,
  invoices: Pools<InvoiceFields>,
  customers: Pools<CustomerFields>,
): Pools<PaymentFields> =>
  pools((presence) => {
    const made: Entity<PaymentFields>[] = [];
    const wanted = counts[presence];
    for (const invoice of invoices[presence]) {
      for (const [part, amount] of parts(store, totalOf(invoice.fields)).entries())
        if (made.length < wanted) {
          const days = part === 0 && store.random.chance(0.6) ? 0 : store.random.int(1, 20) + part * 21;
          const paid = Math.min(invoice.created + (10 + days * 1440) * MINUTE, store.period.to);
          made.push(store.payment(presence, paid, invoice, amount));
        }
    }
    while (made.length < wanted) made.push(depositOnAccount(store, presence, customers));
    return made;
  });

/** What an order is paid in: a quarter is open, some come in two parts, the rest at once. */
const parts = (store: StoreBuilder, total: number): number[] => {
  const draw = store.random.next();
  if (draw < 0.25 || total === 0) return [];
  if (draw > 0.92 && total > 200) {
    const first = Math.floor(total / 3);
    return [first, total - first];
  }
  return [total];
};

/** Money taken without an order. */
const depositOnAccount = (
  store: StoreBuilder,
  presence: Presence,
  customers: Pools<CustomerFields>,
): Entity<PaymentFields> => {
  const customer = store.random.pick(customers[presence]);
  const created = Math.min(customer.created + store.random.int(1, 60) * 1440 * MINUTE, store.period.to);
  const method = store.random.pick(store.lists.methods.slice(1));
  const deposit = store.world.add('payment', presence, created, {
    customer,
    invoice: null,
    method,
    date: store.day(created),
    amount: store.random.int(10, 200) * 100,
    tip: 0,
    reference: store.numbering.payment(method),
    note: null,
    group: null,
  });
  store.world.tag('depositWithoutInvoice', deposit);
  return deposit;
};

const addRefunds = (
  store: StoreBuilder,
  counts: Readonly<Record<Presence, number>>,
  payments: Pools<PaymentFields>,
): void => {
  for (const presence of PRESENCES) {
    const refundable = payments[presence].filter((p) => p.fields.invoice !== null && p.fields.amount >= 500);
    const step = Math.max(1, Math.floor(refundable.length / counts[presence]));
    for (let i = 0; i < counts[presence] && i * step < refundable.length; i++) {
      const payment = refundable[i * step];
      if (!payment) continue;
      const { amount } = payment.fields;
      const refunded = Math.min(payment.created + store.random.int(1, 10) * 1440 * MINUTE, store.period.to);
      store.refund(
        presence,
        refunded,
        payment,
        store.random.chance(0.4) ? amount : Math.max(100, Math.floor(amount / 4)),
      );
    }
  }
};
