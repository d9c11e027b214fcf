import { defaultAccounts, type CompanyProfile } from '../company.js';
import { isBlank, type Fields } from '../fields.js';
import type { MappingContext, Problem, QboContent } from '../mapping.js';

/** The accounts of a product that the sync creates, its own items for refunds included (rule C7). */
export function accountsFor({ settings, company }: Pick<MappingContext, 'settings' | 'company'>): {
  incomeId: string | undefined;
  expenseId: string | undefined;
  assetId: string | undefined;
} {
  const found = defaultAccounts(company);
  return {
    incomeId: settings.accounts.incomeId ?? found.incomeId,
    expenseId: settings.accounts.expenseId ?? found.expenseId,
    assetId: settings.accounts.assetId ?? found.assetId,
  };
}

/** QuickBooks takes only these subtypes for inventory (6430; qbo API, Item). */
const INVENTORY_SUBTYPES = {
  incomeId: 'SalesOfProductIncome',
  expenseId: 'SuppliesMaterialsCogs',
  assetId: 'Inventory',
} as const;

/** What a new product lacks in the company (rules C7, F6). */
export function creationProblems(fields: Fields, context: MappingContext): Problem[] {
  const accounts = accountsFor(context);
  const { company } = context;
  if (fields['type'] === 'Inventory') {
    if (!company.inventory) return [{ code: 'inventory-unavailable', field: 'type', effect: 'block' }];
    const fits = ([key, subType]: [string, string]): boolean =>
      company.accounts.some((a) => a.id === accounts[key as keyof typeof accounts] && a.subType === subType);
    return Object.entries(INVENTORY_SUBTYPES).every(fits)
      ? []
      : [{ code: 'account-missing', effect: 'block' }];
  }
  const missing = !accounts.incomeId || (!isBlank(fields['cost']) && !accounts.expenseId);
  return missing ? [{ code: 'account-missing', effect: 'block' }] : [];
}

const DAY_MS = 86_400_000;
const dayFrom = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * Before the earliest document that can be posted, else QuickBooks refuses the document (6270); after the
 * closed books, in which nothing can be posted (6210) (rule F6).
 */
function inventoryStart({ earliestDocumentDay, bookCloseDate }: CompanyProfile): string {
  const before = earliestDocumentDay === undefined ? '2000-01-01' : dayFrom(earliestDocumentDay, -1);
  const open = bookCloseDate === undefined ? before : dayFrom(bookCloseDate, 1);
  return open > before ? open : before;
}

/** The properties that only a new product is sent: its accounts, and how its stock begins. */
export function openingOf(fields: Fields, context: MappingContext): QboContent {
  const { incomeId, expenseId, assetId } = accountsFor(context);
  const inventory = fields['type'] === 'Inventory';
  const bought = inventory || !isBlank(fields['cost']);
  return {
    ...(incomeId ? { IncomeAccountRef: { value: incomeId } } : {}),
    ...(bought && expenseId ? { ExpenseAccountRef: { value: expenseId } } : {}),
    ...(inventory && assetId ? { AssetAccountRef: { value: assetId } } : {}),
    ...(inventory
      ? { TrackQtyOnHand: true, QtyOnHand: 0, InvStartDate: inventoryStart(context.company) }
      : {}),
  };
}
