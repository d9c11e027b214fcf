import { BOOKS_FORMAT, type BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import type { BproState, RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Profile } from './profiles.js';
import { moneyText } from './world/money.js';
import { amountOf, totalOf } from './world/taxation.js';
import { utcText } from './world/time.js';
import { bproFields, type Entity, type Kind, type Kinds } from './world/entities.js';
import type { World } from './world/world.js';

type FileRecord = BproBooks['records'][number];

const idOf = (entity: Entity<unknown> | null): string | null => entity?.bproId ?? null;

type Shaper<K extends Kind> = (fields: Kinds[K]) => FileRecord['data'];

const term: Shaper<'term'> = ({ name, dueDays, discountPercent, discountDays }) => ({
  name,
  dueDays,
  discountPercent,
  discountDays,
});

const method: Shaper<'method'> = ({ name, card }) => ({ name, kind: card ? 'card' : 'other' });

const tax: Shaper<'tax'> = ({ name, rates }) => ({ name, rates });

const category: Shaper<'category'> = ({ name, parent }) => ({ name, parentId: idOf(parent) });

const product: Shaper<'product'> = (f) => ({
  name: f.name,
  number: f.number,
  description: f.description,
  kind: f.kind,
  tracksInventory: f.tracked,
  cost: f.cost,
  price: f.price,
  categoryId: idOf(f.category),
  taxable: f.taxable,
});

const customer: Shaper<'customer'> = (f) => ({
  displayName: f.displayName,
  givenName: f.givenName,
  familyName: f.familyName,
  companyName: f.companyName,
  email: f.email,
  phone: f.phone,
  billingAddress: f.billing,
  shippingAddress: f.shipping,
  salesTermId: idOf(f.term),
  taxExempt: f.taxExempt,
});

const invoice: Shaper<'invoice'> = (f) => ({
  number: f.number,
  customerId: f.customer.bproId,
  date: f.date,
  dueDate: f.dueDate,
  salesTermId: idOf(f.term),
  taxGroupId: idOf(f.taxGroup),
  lines: f.lines.map((line, i) => ({
    id: String(i + 1),
    productId: line.product.bproId,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    amount: moneyText(amountOf(line)),
    taxable: line.taxable,
  })),
  discount: moneyText(f.discount),
  taxTotal: moneyText(f.tax),
  total: moneyText(totalOf(f)),
  memo: f.memo,
});

const payment: Shaper<'payment'> = (f) => ({
  customerId: f.customer.bproId,
  invoiceId: idOf(f.invoice),
  methodId: idOf(f.method),
  date: f.date,
  amount: moneyText(f.amount),
  tip: moneyText(f.tip),
  reference: f.reference,
  note: f.note,
});

const refund: Shaper<'refund'> = (f) => ({
  customerId: f.customer.bproId,
  invoiceId: idOf(f.invoice),
  paymentId: idOf(f.payment),
  methodId: idOf(f.method),
  date: f.date,
  amount: moneyText(f.amount),
  reference: f.reference,
  note: f.note,
});

/** BPro's side of the world as a file of the BPro simulator. */
export function toBproBooks(world: World, profile: Profile): BproBooks {
  const records: FileRecord[] = [];
  const shape = <K extends Kind>(kind: K, type: RecordType, shaper: Shaper<K>): void => {
    for (const entity of world.inBpro(kind))
      records.push(fileRecord(type, entity, shaper(bproFields(entity))));
  };
  shape('term', 'sales-term', term);
  shape('method', 'payment-method', method);
  shape('tax', 'tax', tax);
  shape('category', 'product-category', category);
  shape('product', 'product', product);
  shape('customer', 'customer', customer);
  shape('invoice', 'invoice', invoice);
  shape('payment', 'payment', payment);
  shape('refund', 'refund', refund);
  return { format: BOOKS_FORMAT, settings: profile.settings, records };
}

const fileRecord = (type: RecordType, entity: Entity<unknown>, data: FileRecord['data']): FileRecord => {
  const state: BproState = entity.bproState;
  const edited = entity.bproEdited ?? entity.created;
  const edits = (entity.bproEdited === undefined ? 0 : 1) + (state === 'active' ? 0 : 1);
  return {
    type,
    id: entity.bproId,
    version: 1 + edits,
    createdAt: utcText(entity.created),
    updatedAt: utcText(edited),
    state,
    origin: 'bpro',
    data,
  };
};
