import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { centsToText, toCents, type BproRecord, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { TenantBooks } from './tenant-books.js';
import type { UserActions } from './user-actions.js';

/** What a store's people act upon. */
export interface Store {
  readonly books: TenantBooks;
  readonly user: UserActions;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
  /** Tells this day's records from those of other days: stands in names and numbers. */
  readonly mark: string;
  /** `2026-02-28`. */
  readonly today: () => string;
  /** Counts up. */
  readonly next: () => number;
}

/** One thing that people do: one commit. Throws `BproRefused` when there is nothing to do it to. */
export type StoreAction = (store: Store) => void;

const nothing = (): never => {
  throw new BproRefused('nothing-to-do', undefined, 'the store has no such record');
};

const active = ({ books }: Store, type: RecordType): BproRecord[] =>
  [...books.all(type)].filter(({ state }) => state === 'active');

const oneOf = <T>({ random }: Store, all: readonly T[]): T =>
  all[Math.floor(random() * all.length)] ?? nothing();

const some = (
  store: Store,
  type: RecordType,
  fits: (record: BproRecord) => boolean = () => true,
): BproRecord => oneOf(store, active(store, type).filter(fits));

const cents = (amount: unknown): number => toCents(String(amount));

const named = (store: Store, what: string): string => `${what} ${store.mark}-${String(store.next())}`;

/** Paid or refunded on an order, in cents. */
const sum = (store: Store, type: 'payment' | 'refund', field: string, id: string): number =>
  active(store, type)
    .filter(({ data }) => data[field] === id)
    .reduce((total, { data }) => total + cents(data['amount']) - cents(data['tip'] ?? '0.00'), 0);

const open = (store: Store, order: BproRecord): number =>
  cents(order.data['total']) - sum(store, 'payment', 'invoiceId', order.id);

const method = (store: Store): string | null => {
  const methods = active(store, 'payment-method');
  return methods.length === 0 ? null : oneOf(store, methods).id;
};

const payment = (store: Store, customerId: unknown, invoiceId: string | null, amount: number): void => {
  const tip = store.random() < 0.05 ? 300 : 0;
  store.user.create('payment', {
    customerId,
    invoiceId,
    methodId: method(store),
    date: store.today(),
    amount: centsToText(amount + tip),
    tip: centsToText(tip),
    reference: named(store, 'P'),
    note: null,
  });
};

const newCustomer: StoreAction = (store) => {
  const n = String(store.next());
  store.user.create('customer', {
    displayName: `Walk-in ${store.mark}-${n}`,
    givenName: 'Walk-in',
    familyName: `${store.mark}-${n}`,
    companyName: null,
    email: `walk-in.${store.mark}.${n}@example.com`,
    phone: null,
    billingAddress: null,
    shippingAddress: null,
    salesTermId: null,
    taxExempt: false,
  });
};

/** An order like one that the store had before, for another customer or the same. */
const newOrder: StoreAction = (store) => {
  const usable = new Set(active(store, 'product').map(({ id }) => id));
  const like = some(store, 'invoice', ({ data }) =>
    (data['lines'] as readonly { readonly productId: string }[]).every(({ productId }) =>
      usable.has(productId),
    ),
  );
  store.user.create('invoice', {
    ...like.data,
    customerId: some(
      store,
      'customer',
      ({ data }) => data['taxExempt'] === customerOf(store, like)?.data['taxExempt'],
    ).id,
    number: named(store, 'D').replace(' ', '-'),
    date: store.today(),
    dueDate: store.today(),
    salesTermId: null,
    memo: null,
  });
};

const customerOf = ({ books }: Store, { data }: BproRecord): BproRecord | undefined =>
  books.find('customer', String(data['customerId']));

const newPayment: StoreAction = (store) => {
  const order = some(store, 'invoice', (each) => open(store, each) > 0);
  const left = open(store, order);
  payment(store, order.data['customerId'], order.id, store.random() < 0.6 ? left : Math.ceil(left / 2));
};

const newDeposit: StoreAction = (store) => {
  payment(store, some(store, 'customer').id, null, 1_000 + Math.floor(store.random() * 9_000));
};

/** A deposit finds its order. */
const applyDeposit: StoreAction = (store) => {
  const deposit = some(store, 'payment', ({ data }) => data['invoiceId'] === null);
  const { customerId } = deposit.data;
  const order = some(
    store,
    'invoice',
    (each) => each.data['customerId'] === customerId && open(store, each) >= cents(deposit.data['amount']),
  );
  store.user.update('payment', deposit.id, { invoiceId: order.id });
};

const newRefund: StoreAction = (store) => {
  const paid = some(store, 'payment', ({ data }) => data['invoiceId'] !== null);
  const left =
    cents(paid.data['amount']) - cents(paid.data['tip']) - sum(store, 'refund', 'paymentId', paid.id);
  if (left < 2) return nothing();
  store.user.create('refund', {
    customerId: paid.data['customerId'],
    invoiceId: paid.data['invoiceId'],
    paymentId: paid.id,
    methodId: paid.data['methodId'],
    date: store.today(),
    amount: centsToText(Math.ceil(left / 2)),
    reference: named(store, 'R'),
    note: null,
  });
};

const newProduct: StoreAction = (store) => {
  const categories = active(store, 'product-category');
  store.user.create('product', {
    name: named(store, 'Fitting'),
    number: named(store, 'F').replace(' ', '-'),
    description: null,
    kind: 'service',
    tracksInventory: false,
    cost: null,
    price: '40.00',
    categoryId: categories.length > 0 && store.random() < 0.5 ? oneOf(store, categories).id : null,
    taxable: false,
  });
};

const newCategory: StoreAction = (store) => {
  store.user.create('product-category', { name: named(store, 'Season'), parentId: null });
};

const newMethod: StoreAction = (store) => {
  store.user.create('payment-method', { name: named(store, 'Voucher'), kind: 'other' });
};

const edit =
  (type: RecordType, changes: (store: Store) => BproRecord['data']): StoreAction =>
  (store) => {
    store.user.update(type, some(store, type).id, changes(store));
  };

const unused = (store: Store, type: RecordType): BproRecord =>
  some(store, type, ({ id }) => !store.books.isReferredTo(type, id));

/** Money that was not given back. */
const kept = (store: Store, type: 'payment' | 'invoice'): BproRecord =>
  some(store, type, ({ id }) => sum(store, 'refund', `${type}Id`, id) === 0);

/** What a day is made of: how often each happens, relative to the others. */
export const STORE_ACTIONS: readonly (readonly [weight: number, act: StoreAction])[] = [
  [9, newCustomer],
  [20, newOrder],
  [22, newPayment],
  [3, newDeposit],
  [2, applyDeposit],
  [5, newRefund],
  [2, newProduct],
  [1, newCategory],
  [1, newMethod],
  [12, edit('customer', (store) => ({ phone: `555-${String(1000 + store.next())}` }))],
  [8, edit('invoice', (store) => ({ memo: named(store, 'Collected by') }))],
  [4, edit('product', (store) => ({ description: named(store, 'In stock since') }))],
  [2, edit('payment', (store) => ({ reference: named(store, 'P') }))],
  [1, edit('product-category', (store) => ({ name: named(store, 'Season') }))],
  [2, (store) => void store.user.void('payment', kept(store, 'payment').id)],
  [2, (store) => void store.user.void('invoice', kept(store, 'invoice').id)],
  [1, (store) => void store.user.void('refund', some(store, 'refund').id)],
  [1, (store) => void store.user.remove('payment', unused(store, 'payment').id)],
  [1, (store) => void store.user.deactivate('customer', unused(store, 'customer').id)],
  [1, (store) => void store.user.deactivate('product', unused(store, 'product').id)],
  [1, (store) => void store.user.remove('customer', unused(store, 'customer').id)],
];
