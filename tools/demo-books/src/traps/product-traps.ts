import type { CategoryFields, Entity, Presence } from '../world/entities.js';
import type { TrapKit } from './trap-kit.js';

export function addProductTraps(kit: TrapKit): void {
  const { store } = kit;
  const opening = store.openingHour(0);
  const path = (presence: Presence, ...names: readonly string[]): Entity<CategoryFields> | null =>
    names.reduce<Entity<CategoryFields> | null>(
      (parent, name) => store.world.add('category', presence, opening, { name, parent }),
      null,
    );

  const chains = path('both', 'Wear parts', 'Drive', 'Chains');
  const deep = path('bpro', 'Archive', 'By year', '2019', 'Spring', 'Week 14', 'Tuesday');
  if (chains) kit.tag('nestedCategory', chains);
  if (deep) kit.tag('categoryTooDeepForQuickBooks', deep);
  store.world.add('category', 'qbo', opening, { name: 'Workshop extras', parent: null });

  kit.each((_, i) => {
    const n = String(i + 1);
    const at = opening;
    const product = store.product.bind(store);
    kit.tag('productInNestedCategory', product('both', at, { category: chains }));
    kit.tag('productInDeepCategory', product('bpro', at, { category: deep }));
    kit.tag('sameSkuOtherName', product('both', at, {}, { onQbo: { name: `Old catalogue name ${n}` } }));
    const original = product('both', at);
    const number = original.fields.number ?? '';
    kit.tag('skuTwiceInQuickBooks', original, product('qbo', at, { number }));
    kit.tag('matchedByNameOnly', product('both', at, { number: null }));
    kit.tag('productNameWithColon', product('bpro', at, { name: `Size chart ${n}: frames` }));
    kit.tag(
      'productNameTooLong',
      product('bpro', at, { name: `${'Limited anniversary '.repeat(6)}edition ${n}` }),
    );
    kit.tag('productWithoutPrices', product('both', at, { cost: null, price: null, description: null }));
    kit.tag(
      'giftCard',
      product(i % 2 === 0 ? 'both' : 'bpro', at, {
        name: `Gift card ${n}`,
        number: `GIFT-${n}`,
        kind: 'retail',
        tracked: false,
        taxable: false,
        cost: null,
        price: '50.00',
      }),
    );
    const rental = { kind: 'rental', tracked: true, name: `Demo fleet bike ${n}` } as const;
    kit.tag(
      'trackingSwitchedOffInBpro',
      product('both', at, rental, { onBpro: { tracked: false }, bproEdited: kit.recently(0) }),
    );
    kit.tag(
      'inactiveProductInBpro',
      product('both', at, {}, { bproState: 'inactive', bproEdited: kit.recently(0) }),
    );
    kit.tag(
      'inactiveProductInQuickBooks',
      product('both', at, {}, { qboState: 'inactive', qboEdited: kit.recently(0) }),
    );
    kit.tag(
      'priceChangedInBpro',
      product('both', at, { price: '19.50' }, { onBpro: { price: '21.00' }, bproEdited: kit.recently(0) }),
    );
    kit.tag(
      'priceChangedInQuickBooks',
      product('both', at, { price: '19.50' }, { onQbo: { price: '18.25' }, qboEdited: kit.recently(0) }),
    );
    const parts = [product('both', at), product('qbo', at)];
    const bundle = parts.map((part) => ({ product: part, quantity: 1 }));
    kit.tag(
      'bundle',
      product('qbo', at, { name: `Starter set ${n}`, number: null, cost: null, price: null, bundle }),
      ...parts,
    );
  });
}
