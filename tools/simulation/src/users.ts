import { centsToText, type BproRecord } from '@bpro-qbo-sync/sync-domain';
import { seeded } from './random.js';
import { REALM, TENANT, type World } from './world.js';

/**
 * People at work in BPro: edits, new customers, payments, voids. What BPro refuses is not done. Answers what they
 * changed, as `customer/12`.
 */
export function playChanges(world: World, seed: number, count: number): Set<string> {
  const versions = new Map(world.bpro.dump(TENANT).map((r) => [nameOf(r), r.version]));
  play(world, seed, count);
  const changed = world.bpro.dump(TENANT).filter((r) => versions.get(nameOf(r)) !== r.version);
  return new Set(changed.map(nameOf));
}

const nameOf = ({ type, id }: BproRecord): string => `${type}/${id}`;

function play(world: World, seed: number, count: number): void {
  const random = seeded(seed * 31 + 7);
  const user = world.bpro.user(TENANT);
  const some = (type: BproRecord['type']): BproRecord | undefined => {
    const all = world.bpro.dump(TENANT).filter((r) => r.type === type && r.state === 'active');
    return all[Math.floor(random() * all.length)];
  };
  for (let i = 0; i < count; i++) {
    const draw = random();
    try {
      if (draw < 0.3) {
        const customer = some('customer');
        if (customer) user.update('customer', customer.id, { phone: `555-01${String(10 + i)}` });
      } else if (draw < 0.45) {
        user.create('customer', {
          ...plainCustomer,
          displayName: `New Customer ${String(seed)}-${String(i)}`,
        });
      } else if (draw < 0.75) {
        const invoice = some('invoice');
        if (invoice) newPayment(world, invoice, i);
      } else if (draw < 0.9) {
        const invoice = some('invoice');
        if (invoice) user.update('invoice', invoice.id, { memo: `changed ${String(i)}` });
      } else {
        const payment = some('payment');
        if (payment) user.void('payment', payment.id);
      }
    } catch {
      continue;
    }
  }
}

const plainCustomer = {
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
};

function newPayment(world: World, invoice: BproRecord, i: number): void {
  world.bpro.user(TENANT).create('payment', {
    customerId: invoice.data['customerId'],
    invoiceId: invoice.id,
    methodId: null,
    date: '2026-01-05',
    amount: centsToText(100 + i),
    tip: '0.00',
    reference: `sim-${String(i)}`,
    note: null,
  });
}

type Records = Readonly<Record<string, readonly object[]>>;

/** What QuickBooks users keep in fields that the sync does not own. */
const OWN_FIELDS: Readonly<Record<string, object>> = {
  Customer: { Notes: 'Prefers to be called in the morning', WebAddr: { URI: 'http://customer.example.com' } },
  Item: { PurchaseDesc: 'Order by the dozen' },
  Invoice: { PrivateNote: 'Handed over in person', TrackingNum: 'T-100' },
};

/** A company whose users have filled in fields of their own (invariant I6). */
export const withOwnFields = (company: Records): Records =>
  Object.fromEntries(
    Object.entries(company).map(([entity, records]) => [
      entity,
      records.map((record) => ({ ...(isCategory(record) ? {} : OWN_FIELDS[entity]), ...record })),
    ]),
  );

const isCategory = (record: object): boolean => 'Type' in record && record.Type === 'Category';

/**
 * People at work in QuickBooks meanwhile: phones and memos change, a customer is made, another is put away. Answers
 * what they made or changed, as `qbo/customer/12`.
 */
export function editInQuickBooks(world: World, seed: number, count: number): Set<string> {
  const changed = new Set<string>();
  const random = seeded(seed * 17 + 3);
  const user = world.qbo.user(REALM);
  for (let i = 0; i < count; i++) {
    const draw = random();
    const entity = draw < 0.6 ? 'Customer' : 'Invoice';
    const all = world.qbo.dump(REALM)[entity];
    const id = String(all[Math.floor(random() * all.length)]?.['Id']);
    try {
      if (draw < 0.4)
        user.edit('Customer', id, { PrimaryPhone: { FreeFormNumber: `555-02${String(10 + i)}` } });
      else if (draw < 0.5) user.inactivate('Customer', id);
      else if (draw < 0.6) {
        const made = user.create('Customer', { DisplayName: `Walk-in ${String(i)}` });
        changed.add(`qbo/customer/${String(made['Id'])}`);
        continue;
      } else user.edit('Invoice', id, { CustomerMemo: { value: `seen ${String(i)}` } });
      changed.add(`qbo/${entity.toLowerCase()}/${id}`);
    } catch {
      continue;
    }
  }
  return changed;
}
