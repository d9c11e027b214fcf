import { z } from 'zod';
import { bproDecimal, bproId } from '../bpro-record.js';
import { isBlank, type Fields, type FieldValue } from '../fields.js';
import { decimalOrNull, pick, textOf, textOrNull } from '../field-values.js';
import type { ComposeContext, EntityMapping, MappingContext, Problem, QboContent } from '../mapping.js';
import { decimalToNumber } from '../money.js';
import {
  flagsTaxable,
  keyInBody,
  NO_REFERENCE,
  qboRecord,
  qboRef,
  qboReference,
  WHETHER_ACTIVE_OR_NOT,
  wholeUnit,
} from '../qbo-record.js';
import { matchText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems, type TextLimit } from '../text-limits.js';
import { accountsFor, creationProblems, openingOf } from './product-opening.js';

export const bproProduct = z.object({
  name: z.string().min(1).max(200),
  /** The product number; QuickBooks calls it SKU. */
  number: z.string().max(100).nullable(),
  description: z.string().max(4000).nullable(),
  kind: z.enum(['retail', 'rental', 'service']),
  tracksInventory: z.boolean(),
  cost: bproDecimal.nullable(),
  /** Sale price of a retail product or a service, rental price of a rental product. */
  price: bproDecimal.nullable(),
  categoryId: bproId.nullable(),
  taxable: z.boolean(),
});
export type BproProduct = z.infer<typeof bproProduct>;

/** The item types that are products; categories are a type of their own, bundles are none (rule F15). */
export const PRODUCT_ITEM_TYPES = ['Inventory', 'NonInventory', 'Service'] as const;
type ItemType = (typeof PRODUCT_ITEM_TYPES)[number];

export const qboProduct = qboRecord.extend({
  Name: z.string(),
  Type: z.string(),
  Sku: z.string().optional(),
  Description: z.string().optional(),
  UnitPrice: z.number().optional(),
  PurchaseCost: z.number().optional(),
  Taxable: z.boolean().optional(),
  SubItem: z.boolean().optional(),
  ParentRef: qboRef.optional(),
  ExpenseAccountRef: qboRef.optional(),
});
export type QboProduct = z.infer<typeof qboProduct>;

/** Rule F6: rental and retail with inventory tracking are Inventory, without it NonInventory. */
const itemType = ({ kind, tracksInventory }: Pick<BproProduct, 'kind' | 'tracksInventory'>): ItemType =>
  kind === 'service' ? 'Service' : tracksInventory ? 'Inventory' : 'NonInventory';

function fromBpro(data: QboContent, { company, recordId }: MappingContext): Fields {
  const p = bproProduct.parse(data);
  const category = p.categoryId === null ? null : recordId('product-category', 'bpro', p.categoryId);
  return {
    name: textOrNull(p.name),
    sku: textOrNull(p.number),
    description: textOrNull(p.description),
    type: itemType(p),
    cost: decimalOrNull(p.cost),
    price: decimalOrNull(p.price),
    ...(company.categories ? { category } : {}),
    ...(flagsTaxable(company) ? { taxable: p.taxable } : {}),
  };
}

const qboName = (p: QboProduct): string => (p.Active === false ? withoutDeletedSuffix(p.Name) : p.Name);

const categoryId = (p: QboProduct): string | undefined =>
  (p.SubItem === true && p.ParentRef?.value) || undefined;

function fromQbo(content: QboContent, { company, recordId }: MappingContext): Fields {
  const p = qboProduct.parse(content);
  const parent = categoryId(p);
  return {
    name: textOrNull(qboName(p)),
    sku: textOrNull(p.Sku),
    description: textOrNull(p.Description),
    type: p.Type,
    cost: decimalOrNull(p.PurchaseCost),
    price: decimalOrNull(p.UnitPrice),
    ...(company.categories
      ? { category: parent === undefined ? null : recordId('product-category', 'qbo', parent) }
      : {}),
    ...(flagsTaxable(company) ? { taxable: p.Taxable === true } : {}),
  };
}

/** Rule F1: SKU, then name. */
const keys = (sku: string | null | undefined, name: string): string[] =>
  [`0:${matchText(sku ?? '')}`, `1:${matchText(name)}`].filter((key) => key.length > 2);

/** qbo API, "Names and lengths". */
const QBO_LIMITS: Readonly<Record<string, TextLimit>> = {
  name: { max: 100, name: true, required: true },
  sku: { max: 100 },
  description: { max: 4000 },
};
const BPRO_LIMITS = { ...QBO_LIMITS, name: { max: 200, required: true } };

function problems(
  side: 'bpro' | 'qbo',
  fields: Fields,
  context: MappingContext,
  exists: QboContent | undefined,
): Problem[] {
  if (side === 'bpro') {
    const unusable = ['cost', 'price'].filter(
      (f) => !isBlank(fields[f]) && !bproDecimal.safeParse(fields[f]).success,
    );
    return [
      ...textProblems(fields, BPRO_LIMITS),
      ...unusable.map((field) => ({ code: 'value-unsupported', field, effect: 'block' }) as const),
    ];
  }
  return [
    ...(exists ? [] : creationProblems(fields, context)),
    ...textProblems(fields, QBO_LIMITS),
    ...emojiProblems(fields),
  ];
}

const amount = (value: FieldValue): number => (typeof value === 'string' ? decimalToNumber(value) : 0);

/** What QuickBooks is sent for a field; blank clears it (qbo API, "Update semantics"). */
const SENT: Readonly<Record<string, (value: FieldValue, context: ComposeContext) => QboContent>> = {
  name: (v) => ({ Name: v ?? '' }),
  sku: (v) => ({ Sku: v ?? '' }),
  description: (v) => ({ Description: v ?? '' }),
  type: (v) => ({ Type: v }),
  cost: (v) => ({ PurchaseCost: amount(v) }),
  price: (v) => ({ UnitPrice: amount(v) }),
  taxable: (v) => ({ Taxable: v === true }),
  category: (v, context) => {
    if (typeof v !== 'string') return { SubItem: false, ParentRef: NO_REFERENCE };
    const ParentRef = qboReference(context, 'product-category', v);
    return ParentRef ? { SubItem: true, ParentRef } : {};
  },
};

const send = (fields: Fields, context: ComposeContext): QboContent =>
  Object.assign({}, ...Object.entries(fields).map(([field, value]) => SENT[field]?.(value, context)));

/** Only what is not blank, and what only a new product is sent. */
const creation = (fields: Fields, context: ComposeContext): QboContent => ({
  ...send(
    pick(
      fields,
      Object.keys(fields).filter((f) => !isBlank(fields[f])),
    ),
    context,
  ),
  ...openingOf(fields, context),
});

/** A cost needs an account to be booked on; an item that was never bought has none. */
function update(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent,
  context: ComposeContext,
): QboContent {
  const { expenseId } = accountsFor(context);
  const unbought = changed.includes('cost') && !qboProduct.parse(exists).ExpenseAccountRef;
  return {
    ...send(pick(fields, changed), context),
    ...(unbought && expenseId ? { ExpenseAccountRef: { value: expenseId } } : {}),
  };
}

function toBpro(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const names = exists ? changed : [...Object.keys(fields), 'category'];
  const category = textOf(fields, 'category');
  const categoryId = category === '' ? null : context.sideId('product-category', 'bpro', category);
  const type = textOf(fields, 'type');
  return {
    ...(exists
      ? {}
      : {
          kind: type === 'Service' ? 'service' : 'retail',
          tracksInventory: type === 'Inventory',
          taxable: true,
        }),
    ...pick(
      fields,
      names.filter((n) => !['sku', 'type', 'category'].includes(n)),
    ),
    ...(names.includes('sku') ? { number: fields['sku'] ?? null } : {}),
    ...(names.includes('category') && (categoryId !== undefined || !exists)
      ? { categoryId: categoryId ?? null }
      : {}),
  };
}

/** The type is set when a product is created and never changed (rule F6). The quantity is not owned. */
export const productMapping: EntityMapping<typeof bproProduct> = {
  type: 'product',
  label: 'Products',
  qboPage: undefined,
  dated: false,
  nested: false,
  lookedInto: false,
  oneByOne: false,
  qboUnique: { level: 1, code: 'name-taken' },
  bproUnique: undefined,
  qboEntity: 'Item',
  qboWhere: [{ property: 'Type', operator: 'IN', value: PRODUCT_ITEM_TYPES }, WHETHER_ACTIVE_OR_NOT],
  neverSent: { bpro: ['type'], qbo: ['type'] },
  qboRemoval: 'inactivate',
  bproCreates: true,
  bproSchema: bproProduct,
  qboSchema: qboProduct,
  units: (raw) => ((PRODUCT_ITEM_TYPES as readonly unknown[]).includes(raw['Type']) ? [wholeUnit(raw)] : []),
  bproKeys: (data) => {
    const p = bproProduct.parse(data);
    return keys(p.number, p.name);
  },
  qboKeys: (content) => {
    const p = qboProduct.parse(content);
    return keys(p.Sku, qboName(p));
  },
  identifies: () => true,
  bproReferences: (data) => {
    const { categoryId } = bproProduct.parse(data);
    return categoryId === null
      ? []
      : [{ field: 'category', type: 'product-category', sideId: categoryId, required: false }];
  },
  qboReferences: (content, { company }) => {
    const parent = company.categories ? categoryId(qboProduct.parse(content)) : undefined;
    return parent === undefined
      ? []
      : [{ field: 'category', type: 'product-category', sideId: parent, required: false }];
  },
  fromBpro,
  fromQbo,
  problems,
  leftOut: (_fields, side, content, { company }) =>
    side === 'qbo' &&
    (content['Id'] === company.refundItemId || content['Id'] === company.depositRefundItemId)
      ? 'F11:refund-item'
      : undefined,
  businessKey: keyInBody('Name'),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'Item',
    body: exists ? update(fields, changed, exists, context) : creation(fields, context),
  }),
  toBpro,
};
