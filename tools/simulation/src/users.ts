import { centsToText, type BproRecord } from '@bpro-qbo-sync/sync-domain';
import type { EntityName } from '@bpro-qbo-sync/qbo-simulator';
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

/** What people do in QuickBooks meanwhile, how often, and to what. */
const IN_QBO: readonly (readonly [kind: string, share: number, entity: EntityName])[] = [
  ['edited', 0.3, 'Customer'],
  ['edited', 0.25, 'Invoice'],
  ['inactivated', 0.1, 'Customer'],
  ['made', 0.1, 'Customer'],
  ['deleted', 0.08, 'Payment'],
  ['voided', 0.05, 'Payment'],
  ['voided', 0.04, 'Invoice'],
  ['merged', 0.08, 'Customer'],
];

/**
 * People at work in QuickBooks: phones and memos change, customers come, are put away or merged, documents end. What
 * QuickBooks refuses is not done. Answers what they made or changed, as `qbo/customer/12`; `tell` is told of each kind.
 */
export function editInQuickBooks(
  world: World,
  seed: number,
  count: number,
  tell: (kind: string) => void,
): Set<string> {
  const changed = new Set<string>();
  const random = seeded(seed * 17 + 3);
  for (let i = 0; i < count; i++) {
    let left = random();
    const [kind, , entity] = IN_QBO.find(([, share]) => (left -= share) < 0) ?? OTHERWISE;
    const all = world.qbo.dump(REALM)[entity];
    const some = (): string => String(all[Math.floor(random() * all.length)]?.['Id']);
    try {
      for (const id of does(world, kind, entity, [some(), some()], i))
        changed.add(`qbo/${entity.toLowerCase()}/${id}`);
      tell(`${kind}-in-qbo`);
    } catch {
      continue;
    }
  }
  return changed;
}
/** Shares are fractions, and may add up to a little less than 1. */
const OTHERWISE = ['edited', 0, 'Customer'] as const;

/** One thing that a person does. Answers the ids of what was made or changed; throws when QuickBooks refuses it. */
function does(
  world: World,
  kind: string,
  entity: EntityName,
  [id, other]: readonly [string, string],
  i: number,
): string[] {
  const user = world.qbo.user(REALM);
  const edit =
    entity === 'Customer'
      ? { PrimaryPhone: { FreeFormNumber: `555-02${String(10 + i)}` } }
      : { CustomerMemo: { value: `seen ${String(i)}` } };
  switch (kind) {
    case 'inactivated':
      user.inactivate(entity, id);
      return [id];
    case 'made':
      return [String(user.create(entity, { DisplayName: `Walk-in ${String(i)}` })['Id'])];
    case 'deleted':
      user.delete(entity, id);
      return [id];
    case 'voided':
      if (isVoided(world, entity, id)) return [];
      user.void(entity, id);
      return [id];
    case 'merged':
      if (id === other) return [];
      user.merge(entity, id, other);
      return [id, other];
    default:
      user.edit(entity, id, edit);
      return [id];
  }
}

/** QuickBooks says so in the private note. */
const isVoided = (world: World, entity: EntityName, id: string): boolean =>
  String(world.qbo.dump(REALM)[entity].find((record) => record['Id'] === id)?.['PrivateNote']).startsWith(
    'Voided',
  );
