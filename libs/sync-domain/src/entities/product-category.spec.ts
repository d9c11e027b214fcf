import { describe, expect, it } from '@jest/globals';
import { firstCandidates } from '../match.js';
import type { QboContent } from '../mapping.js';
import { mappingContext } from '../testing/mapping-context.js';
import { pretendQuickBooksStores } from '../testing/pretend-quickbooks.js';
import { productCategoryMapping as category } from './product-category.js';

const context = mappingContext();
const qbo = (Name: string, parent?: string): QboContent =>
  pretendQuickBooksStores('Item', {
    Name,
    Type: 'Category',
    ...(parent === undefined ? {} : { SubItem: true, ParentRef: { value: parent } }),
  });

describe('product category', () => {
  it('F1 is recognised by its full path: the own name and the category that it lies in', () => {
    const bikes = { name: 'Red', parentId: 'bikes' };
    const candidate = (id: string, raw: QboContent) => ({
      id,
      keys: category.qboKeys(raw),
      fields: category.fromQbo(raw, context),
    });
    const mine = { id: 'a', keys: category.bproKeys(bikes), fields: category.fromBpro(bikes, context) };
    const others = [
      candidate('1', qbo('RED', 'Q-cars')),
      candidate('2', qbo('red', 'Q-bikes')),
      candidate('3', qbo('Red')),
    ];
    const found = firstCandidates(
      (level, o) => category.identifies(level, mine.fields, o.fields),
      mine,
      others,
    );
    expect(found?.found.map((f) => f.id)).toEqual(['2']);
  });

  it('F5 needs the category that it lies in', () => {
    const reference = { field: 'parent', type: 'product-category', required: true };
    expect(category.bproReferences({ name: 'Red', parentId: 'bikes' }, context)).toEqual([
      { ...reference, sideId: 'bikes' },
    ]);
    expect(category.qboReferences(qbo('Red', 'Q-bikes'), context)).toEqual([
      { ...reference, sideId: 'Q-bikes' },
    ]);
    expect(category.qboReferences(qbo('Red'), context)).toEqual([]);
    const alone = mappingContext({ alone: ['rec-bikes'] });
    const fields = category.fromBpro({ name: 'Red', parentId: 'bikes' }, context);
    expect(() => category.toQbo(fields, [], undefined, alone)).toThrow('F5');
    expect(() => category.toBpro(fields, [], undefined, alone)).toThrow('F5');
  });

  it('F15 is an item of type Category, and no other item is one', () => {
    expect(category.units(qbo('Red'))).toHaveLength(1);
    expect(category.units({ ...qbo('Red'), Type: 'Service' })).toEqual([]);
    const fields = category.fromBpro({ name: 'Red', parentId: 'bikes' }, context);
    expect(category.toQbo(fields, [], undefined, context)).toEqual({
      entity: 'Item',
      body: { Type: 'Category', Name: 'Red', SubItem: true, ParentRef: { value: 'Q-bikes' } },
    });
  });

  it('F3 is moved to the top by an update', () => {
    const fields = category.fromBpro({ name: 'Red', parentId: null }, context);
    const { body } = category.toQbo(fields, ['parent'], qbo('Red', 'Q-bikes'), context);
    expect(body).toEqual({ SubItem: false, ParentRef: { value: '' } });
    expect(category.fromQbo(pretendQuickBooksStores('Item', body, qbo('Red', 'Q-bikes')), context)).toEqual(
      fields,
    );
    expect(category.toBpro(fields, ['parent'], { name: 'Red', parentId: 'bikes' }, context)).toEqual({
      parentId: null,
    });
  });

  const path = (length: number): Record<string, QboContent> =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `product-category/bpro/rec-${String(i + 1)}`,
        { name: 'x', parentId: i === 0 ? null : String(i) },
      ]),
    );

  it.each([
    [3, []],
    [4, [{ code: 'category-too-deep', field: 'parent', effect: 'block' }]],
    [9, [{ code: 'category-too-deep', field: 'parent', effect: 'block' }]],
  ])('F10 a category below %i others is said to be as deep as it is', (above, expected) => {
    const deep = mappingContext({ contents: path(above) });
    const fields = category.fromBpro({ name: 'Red', parentId: String(above) }, deep);
    expect(category.problems('qbo', fields, deep, undefined)).toEqual(expected);
  });

  it('F10 categories that lie in each other are said to be too deep', () => {
    const circle = mappingContext({
      contents: { 'product-category/bpro/rec-1': { name: 'x', parentId: '1' } },
    });
    const fields = category.fromBpro({ name: 'Red', parentId: '1' }, circle);
    expect(category.problems('qbo', fields, circle, undefined)).toHaveLength(1);
  });

  it('C9 is blocked where the company has no categories', () => {
    const off = mappingContext({ company: { categories: false } });
    const fields = category.fromBpro({ name: 'Red', parentId: null }, off);
    expect(category.problems('qbo', fields, off, undefined)).toEqual([
      { code: 'categories-unavailable', effect: 'block' },
    ]);
  });

  it('F8 cannot be removed in QuickBooks', () => {
    expect(category.qboRemoval).toBe('none');
  });
});
