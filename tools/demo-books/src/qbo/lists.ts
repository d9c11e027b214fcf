import { dayOf } from '../world/time.js';
import { type CategoryFields, type Entity, qboFields, type ProductFields } from '../world/entities.js';
import type { World } from '../world/world.js';
import { accountRef } from './accounts.js';
import { type CompanyContext, filled, framedEntity, type QboObject } from './frame.js';

const DELETED = ' (deleted)';

export const terms = (world: World): QboObject[] =>
  world.inQbo('term').map((term) => {
    const { name, dueDays, discountPercent, discountDays, dayOfMonthDue } = qboFields(term);
    return {
      ...framedEntity(term),
      Name: name,
      Active: true,
      ...(dayOfMonthDue === undefined
        ? { Type: 'STANDARD', DueDays: dueDays, DiscountPercent: Number(discountPercent ?? 0) }
        : { Type: 'DATE_DRIVEN', DayOfMonthDue: dayOfMonthDue, DueNextMonthDays: 0 }),
      ...(discountDays === null ? {} : { DiscountDays: discountDays }),
    };
  });

export const methods = (world: World): QboObject[] =>
  world.inQbo('method').map((method) => ({
    ...framedEntity(method),
    Name: qboFields(method).name,
    Active: method.qboState === 'active',
    Type: qboFields(method).card ? 'CREDIT_CARD' : 'NON_CREDIT_CARD',
  }));

export const qualifiedName = (category: Entity<CategoryFields>): string => {
  const { name, parent } = qboFields(category);
  return parent ? `${qualifiedName(parent)}:${name}` : name;
};

const levelOf = (category: Entity<CategoryFields> | null): number =>
  category ? 1 + levelOf(qboFields(category).parent) : -1;

/** Under which category something lies. */
const placed = (name: string, category: Entity<CategoryFields> | null): QboObject =>
  category
    ? {
        SubItem: true,
        ParentRef: { value: category.qboId, name: qualifiedName(category) },
        Level: levelOf(category) + 1,
        FullyQualifiedName: `${qualifiedName(category)}:${name}`,
      }
    : { FullyQualifiedName: name };

export const categories = (world: World): QboObject[] =>
  world.inQbo('category').map((category) => {
    const { name, parent } = qboFields(category);
    return { ...framedEntity(category), Name: name, Active: true, Type: 'Category', ...placed(name, parent) };
  });

const accountsOf = ({ kind, tracked }: ProductFields): QboObject => {
  if (kind === 'service') return { IncomeAccountRef: accountRef('services') };
  const income = { IncomeAccountRef: accountRef('sales'), ExpenseAccountRef: accountRef('cogs') };
  return tracked ? { ...income, AssetAccountRef: accountRef('inventory') } : income;
};

/** `sold`: when each product was last sold; that moves an item's time, not its SyncToken. */
export function products(
  world: World,
  context: CompanyContext,
  sold: ReadonlyMap<Entity<ProductFields>, number>,
): QboObject[] {
  return world.inQbo('product').map((product) => {
    const f = qboFields(product);
    const inactive = product.qboState === 'inactive';
    const name = inactive ? f.name + DELETED : f.name;
    const inventory = f.kind !== 'service' && f.tracked;
    const base = {
      ...framedEntity(product, (inventory && sold.get(product)) || 0),
      ...filled({ Sku: f.number, Description: f.description }),
      Name: name,
      Active: !inactive,
      Taxable: f.taxable,
      ...placed(name, f.category),
    };
    if (f.bundle)
      return { ...base, Type: 'Group', ItemGroupDetail: { ItemGroupLine: f.bundle.map(bundled) } };
    return {
      ...base,
      ...accountsOf(f),
      Type: itemType(f),
      UnitPrice: Number(f.price ?? 0),
      PurchaseCost: Number(f.cost ?? 0),
      TrackQtyOnHand: inventory,
      ...(inventory
        ? { QtyOnHand: 12, InvStartDate: dayOf(context.opened, context.profile.offsetHours) }
        : {}),
    };
  });
}

const bundled = ({ product, quantity }: NonNullable<ProductFields['bundle']>[number]): QboObject => ({
  ItemRef: { value: product.qboId, name: product.fields.name, type: itemType(qboFields(product)) },
  Qty: quantity,
});

/** Rule F6: rental and retail by whether stock is tracked. */
const itemType = ({ kind, tracked }: ProductFields): string => {
  if (kind === 'service') return 'Service';
  return tracked ? 'Inventory' : 'NonInventory';
};
