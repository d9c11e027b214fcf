import { refuse } from '../api/service-fault.js';
import { amount, type Draft, isActive, type QboRecord, refId, text } from '../model/record.js';
import { ancestors, fullName, nameForActivity, renameChildren, requireFreeName } from './names.js';
import type { EntityRules, WriteContext } from './rules.js';

/** Four levels of categories, an item as the fifth. */
const MAX_CATEGORY_LEVEL = 4;

/** Products, services and categories. A name is free when its full path is (the reference leaves this open). */
export const itemRules: EntityRules = {
  complete(context, draft) {
    const { stored } = context;
    const type = text(draft, 'Type') ?? (stored ? text(stored, 'Type') : undefined) ?? 'Service';
    if (type === 'Group' || type === 'Bundle') {
      if (stored) return { ...stored, ...draft };
      throw refuse.unsupportedOperation('CREATE GROUP');
    }
    const name = nameForActivity(context, draft, 'Name');
    if (name === '') throw refuse.missing('Name');
    const parents = parentsOf(context, draft, type);
    const path = fullName(parents[0], name, 'Name');
    if (!stored || text(stored, 'FullyQualifiedName') !== path)
      requireFreeName(context, 'FullyQualifiedName', path);
    if (context.work.switches.itemNames === 'anywhere') requireFreeName(context, 'Name', name);
    const common: Draft = {
      ...draft,
      Name: name,
      Active: draft['Active'] !== false,
      Type: type,
      FullyQualifiedName: path,
      ...(parents.length > 0
        ? { SubItem: true, Level: parents.length }
        : { SubItem: undefined, ParentRef: undefined, Level: undefined }),
    };
    return type === 'Category' ? completeCategory(context, common) : completeProduct(context, common, type);
  },
  follow(context, record) {
    if (context.stored && context.stored['FullyQualifiedName'] !== record['FullyQualifiedName'])
      renameChildren(context.work, 'Item', record, 'Name');
  },
};

function parentsOf(context: WriteContext, draft: Draft, type: string): QboRecord[] {
  const { work } = context;
  if (draft['SubItem'] === false || refId(draft, 'ParentRef') === undefined) return [];
  const parents = ancestors(work, 'Item', draft, context.id);
  const parent = parents[0];
  if (work.company.settings.categories && parent && parent['Type'] !== 'Category')
    throw refuse.business('An item can only be a sub-item of a category.');
  const limit = type === 'Category' ? MAX_CATEGORY_LEVEL - 1 : MAX_CATEGORY_LEVEL;
  if (parents.length > limit) throw refuse.tooDeep();
  return parents;
}

function completeCategory(context: WriteContext, draft: Draft): Draft {
  const { stored, work } = context;
  if (!work.company.settings.categories) {
    throw refuse.unsupportedOperation(stored ? 'UPDATE CATEGORY' : 'CREATE CATEGORY');
  }
  if (stored && isActive(stored) && draft['Active'] === false)
    throw refuse.unsupportedOperation('DELETE CATEGORY');
  for (const property of ['IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef', 'Sku'])
    if (property in context.sent) throw refuse.unsupportedProperty(property);
  return draft;
}

function completeProduct(context: WriteContext, draft: Draft, type: string): Draft {
  const { stored } = context;
  if (stored?.['Type'] === 'Inventory' && type !== 'Inventory')
    throw refuse.business('You cannot change the type of an inventory item.');
  if (type === 'Inventory') return completeInventory(context, draft);
  if (draft['TrackQtyOnHand'] === true)
    throw refuse.business('Only items of type Inventory can track quantity on hand.');
  const bought = type !== 'Service' && refId(draft, 'ExpenseAccountRef') !== undefined;
  if (refId(draft, 'IncomeAccountRef') === undefined && !bought && !hadNoIncome(stored))
    throw refuse.missing('IncomeAccountRef');
  requireAccount(context, draft, 'IncomeAccountRef', (account) =>
    /Income$|^Other Current Liability$/.test(text(account, 'AccountType') ?? ''),
  );
  return { Taxable: false, UnitPrice: 0, PurchaseCost: 0, ...draft, TrackQtyOnHand: false };
}

/** A loaded item may lack the account; an edit of something else need not supply it. */
const hadNoIncome = (stored: QboRecord | undefined): boolean =>
  stored !== undefined && refId(stored, 'IncomeAccountRef') === undefined;

function completeInventory(context: WriteContext, draft: Draft): Draft {
  const { stored, work } = context;
  if (!work.company.settings.inventory || draft['TrackQtyOnHand'] === false)
    throw refuse.business(
      'When you create an item, if Track quantity on hand is turned off, the item cannot be of type Inventory.',
    );
  const required = ['IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef', 'InvStartDate'];
  for (const property of stored ? required : [...required, 'TrackQtyOnHand', 'QtyOnHand'])
    if (draft[property] === undefined) throw refuse.missing(property);
  const subType = (wanted: string) => (account: QboRecord) => account['AccountSubType'] === wanted;
  requireAccount(context, draft, 'IncomeAccountRef', subType('SalesOfProductIncome'));
  requireAccount(context, draft, 'ExpenseAccountRef', subType('SuppliesMaterialsCogs'));
  requireAccount(context, draft, 'AssetAccountRef', subType('Inventory'));
  const quantity =
    stored && !('InvStartDate' in context.sent) ? amount(stored, 'QtyOnHand') : amount(draft, 'QtyOnHand');
  return {
    Taxable: false,
    UnitPrice: 0,
    PurchaseCost: 0,
    ...draft,
    TrackQtyOnHand: true,
    QtyOnHand: quantity,
  };
}

/** Refuses an account of the wrong type (6430); one that the item already has is not checked again. */
function requireAccount(
  context: WriteContext,
  draft: Draft,
  property: string,
  fits: (account: QboRecord) => boolean,
): void {
  const id = refId(draft, property);
  if (id === undefined || (context.stored && refId(context.stored, property) === id)) return;
  const account = context.work.get('Account', id);
  if (account && !fits(account)) throw refuse.accountType();
}
