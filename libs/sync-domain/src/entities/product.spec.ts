import { describe, expect, it } from '@jest/globals';
import type { QboContent } from '../mapping.js';
import { mappingContext, type ContextOptions } from '../testing/mapping-context.js';
import { pretendQuickBooksStores } from '../testing/pretend-quickbooks.js';
import { productMapping as product, type BproProduct } from './product.js';

const bpro = (changes: Partial<BproProduct> = {}): BproProduct => ({
  name: 'Road bike',
  number: 'RB-1',
  description: 'Steel',
  kind: 'retail',
  tracksInventory: true,
  cost: '120.00',
  price: '199.90',
  categoryId: 'bikes',
  taxable: true,
  ...changes,
});

const qbo = (changes: QboContent = {}): QboContent => ({
  Id: '11',
  SyncToken: '0',
  MetaData: { CreateTime: '2026-01-05T09:00:00-08:00', LastUpdatedTime: '2026-02-01T10:00:00-08:00' },
  Active: true,
  Name: 'Road bike',
  FullyQualifiedName: 'Bikes:Road bike',
  Type: 'Inventory',
  Sku: 'RB-1',
  Description: 'Steel',
  UnitPrice: 199.9,
  PurchaseCost: 120,
  Taxable: true,
  SubItem: true,
  ParentRef: { value: 'Q-bikes', name: 'Bikes' },
  QtyOnHand: 4,
  ExpenseAccountRef: { value: '80' },
  ...changes,
});

const context = mappingContext();
const fieldsOf = (data: BproProduct, options: ContextOptions = {}) =>
  product.fromBpro(data, mappingContext(options));
const problemsOf = (data: BproProduct, options: ContextOptions = {}) =>
  product
    .problems('qbo', fieldsOf(data, options), mappingContext(options), undefined)
    .map((p) => `${p.effect} ${p.code}${p.field === undefined ? '' : ` ${p.field}`}`);

describe('product', () => {
  it('F3 has the same fields from both sides; the quantity is none of them', () => {
    expect(product.fromQbo(qbo(), context)).toEqual(fieldsOf(bpro()));
    expect(product.fromQbo(qbo({ QtyOnHand: 9 }), context)).toEqual(product.fromQbo(qbo(), context));
  });

  it.each([
    ['retail', true, 'Inventory'],
    ['retail', false, 'NonInventory'],
    ['rental', true, 'Inventory'],
    ['rental', false, 'NonInventory'],
    ['service', false, 'Service'],
    ['service', true, 'Service'],
  ] as const)('F6 %s, tracking %s, is created as %s', (kind, tracksInventory, type) => {
    const { body } = product.toQbo(fieldsOf(bpro({ kind, tracksInventory })), [], undefined, context);
    expect(body['Type']).toBe(type);
    expect(body['TrackQtyOnHand']).toBe(type === 'Inventory' ? true : undefined);
    expect(body['IncomeAccountRef']).toEqual({ value: '79' });
  });

  it.each([
    ['Inventory', { kind: 'retail', tracksInventory: true }],
    ['NonInventory', { kind: 'retail', tracksInventory: false }],
    ['Service', { kind: 'service', tracksInventory: false }],
  ])('F6 %s is imported as it is sold', (Type, expected) => {
    const data = product.toBpro(product.fromQbo(qbo({ Type }), context), [], undefined, context);
    expect(product.bproSchema.parse(data)).toMatchObject(expected);
  });

  it('F6 the type is never sent to an existing product, on either side', () => {
    expect(product.neverSent).toEqual({ bpro: ['type'], qbo: ['type'] });
  });

  it.each([
    [undefined, undefined, '2000-01-01'],
    ['2026-03-01', undefined, '2026-02-28'],
    ['2026-03-01', '2026-02-10', '2026-02-28'],
    ['2025-03-01', '2025-12-31', '2026-01-01'],
  ])(
    'F6 inventory starts at zero before the first document (%s) and after the closed books (%s)',
    (day, closed, start) => {
      const books = mappingContext({ company: { earliestDocumentDay: day, bookCloseDate: closed } });
      expect(product.toQbo(fieldsOf(bpro()), [], undefined, books).body).toMatchObject({
        QtyOnHand: 0,
        InvStartDate: start,
        AssetAccountRef: { value: '81' },
        ExpenseAccountRef: { value: '80' },
      });
    },
  );

  it.each([
    ['inventory off', bpro(), { company: { inventory: false } }, ['block inventory-unavailable type']],
    ['inventory off, not tracked', bpro({ tracksInventory: false }), { company: { inventory: false } }, []],
    ['no accounts', bpro({ kind: 'service' }), { company: { accounts: [] } }, ['block account-missing']],
    [
      'an income account that inventory cannot have',
      bpro(),
      { settings: { accounts: { incomeId: '35', expenseId: null, assetId: null } } },
      ['block account-missing'],
    ],
    ['a long name', bpro({ name: 'x'.repeat(101) }), {}, ['block value-too-long name']],
    ['a colon', bpro({ name: 'Bike: red' }), {}, ['block name-invalid name']],
    ['emoji', bpro({ description: '🚲' }), {}, ['note characters-unsupported description']],
    ['nothing', bpro(), {}, []],
  ])('F10 says what QuickBooks would refuse: %s', (_case, data, options, expected) => {
    expect(problemsOf(data, options)).toEqual(expected);
  });

  it('F10 a negative price of QuickBooks is nothing that BPro can hold', () => {
    const problems = product.problems(
      'bpro',
      product.fromQbo(qbo({ UnitPrice: -5 }), context),
      context,
      undefined,
    );
    expect(problems).toEqual([{ code: 'value-unsupported', field: 'price', effect: 'block' }]);
  });

  it('C7 uses the accounts that were chosen', () => {
    const chosen = mappingContext({
      settings: { accounts: { incomeId: '90', expenseId: '91', assetId: null } },
    });
    const { body } = product.toQbo(fieldsOf(bpro({ kind: 'service' })), [], undefined, chosen);
    expect(body).toMatchObject({ IncomeAccountRef: { value: '90' }, ExpenseAccountRef: { value: '91' } });
  });

  it('F1 is recognised by SKU, then by name', () => {
    expect(product.bproKeys(bpro({ number: ' rb-1 ' }))).toEqual(['0:rb-1', '1:road bike']);
    expect(product.qboKeys(qbo())).toEqual(['0:rb-1', '1:road bike']);
    expect(product.bproKeys(bpro({ number: null }))).toEqual(['1:road bike']);
  });

  it.each(['Category', 'Group', 'Fixed Asset', undefined])('F15 an item of type %s is no product', (Type) => {
    expect(product.units(qbo({ Type }))).toEqual([]);
  });

  it('F11 the item of refund lines is left out', () => {
    const withRefunds = mappingContext({ company: { refundItemId: '11' } });
    expect(product.leftOut?.({}, 'qbo', qbo(), withRefunds)).toBe('F11:refund-item');
    expect(product.leftOut?.({}, 'qbo', qbo({ Id: '12' }), withRefunds)).toBeUndefined();
    expect(product.leftOut?.({}, 'bpro', bpro(), withRefunds)).toBeUndefined();
  });

  it('F3 no price and a price of zero are the same', () => {
    expect(fieldsOf(bpro({ price: '0.00', cost: null }))).toMatchObject({ price: null, cost: null });
    expect(product.fromQbo(qbo({ UnitPrice: 0, PurchaseCost: undefined }), context)).toMatchObject({
      price: null,
      cost: null,
    });
  });

  it('F3 an update sends the changed fields only, and clears what became blank', () => {
    const fields = fieldsOf(bpro({ number: null, price: null, description: null, categoryId: null }));
    const { body } = product.toQbo(fields, ['sku', 'price', 'description', 'category'], qbo(), context);
    expect(body).toEqual({
      Sku: '',
      UnitPrice: 0,
      Description: '',
      SubItem: false,
      ParentRef: { value: '' },
    });
    expect(product.fromQbo(pretendQuickBooksStores('Item', body, qbo()), context)).toEqual(fields);
  });

  it('F3 a first cost comes with the account that it is booked on', () => {
    const unbought = qbo({ ExpenseAccountRef: undefined });
    const { body } = product.toQbo(fieldsOf(bpro()), ['cost'], unbought, context);
    expect(body).toEqual({ PurchaseCost: 120, ExpenseAccountRef: { value: '80' } });
    expect(product.toQbo(fieldsOf(bpro()), ['cost'], qbo(), context).body).toEqual({ PurchaseCost: 120 });
  });

  it('F5 a category without counterpart is left out', () => {
    const without = mappingContext({ alone: ['rec-bikes'] });
    const { body } = product.toQbo(fieldsOf(bpro()), [], undefined, without);
    expect(body).not.toHaveProperty('ParentRef');
    expect(product.toBpro(product.fromQbo(qbo(), without), ['category', 'name'], bpro(), without)).toEqual({
      name: 'Road bike',
    });
    expect(product.bproReferences(bpro(), context)).toEqual([
      { field: 'category', type: 'product-category', sideId: 'bikes', required: false },
    ]);
  });

  it('C9 without categories in the company a parent is no category', () => {
    const off = mappingContext({ company: { categories: false } });
    expect(product.fromQbo(qbo(), off)).not.toHaveProperty('category');
    expect(product.qboReferences(qbo(), off)).toEqual([]);
  });

  it('gives BPro a whole new product, or the changed fields', () => {
    const data = product.toBpro(product.fromQbo(qbo(), context), [], undefined, context);
    expect(product.bproSchema.parse(data)).toEqual(bpro({ cost: '120', price: '199.9' }));
    expect(
      product.toBpro(fieldsOf(bpro({ number: 'X', categoryId: null })), ['sku', 'category'], bpro(), context),
    ).toEqual({
      number: 'X',
      categoryId: null,
    });
  });
});
