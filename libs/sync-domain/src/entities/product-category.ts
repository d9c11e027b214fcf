import { z } from 'zod';
import { bproId } from '../bpro-record.js';
import type { Fields, FieldValue } from '../fields.js';
import { pick, textOf, textOrNull } from '../field-values.js';
import type {
  ComposeContext,
  EntityMapping,
  MappingContext,
  Problem,
  QboContent,
  Reference,
} from '../mapping.js';
import {
  keyInBody,
  NO_REFERENCE,
  qboRecord,
  qboRef,
  qboReference,
  WHETHER_ACTIVE_OR_NOT,
  wholeUnit,
} from '../qbo-record.js';
import type { Side } from '../record-types.js';
import { matchText, withoutDeletedSuffix } from '../text.js';
import { emojiProblems, textProblems } from '../text-limits.js';

export const bproProductCategory = z.object({
  name: z.string().min(1).max(200),
  /** The category that this one lies in. */
  parentId: bproId.nullable(),
});
export type BproProductCategory = z.infer<typeof bproProductCategory>;

export const qboProductCategory = qboRecord.extend({
  Name: z.string(),
  Type: z.literal('Category'),
  SubItem: z.boolean().optional(),
  ParentRef: qboRef.optional(),
});
export type QboProductCategory = z.infer<typeof qboProductCategory>;

function fromBpro(data: QboContent, { recordId }: MappingContext): Fields {
  const c = bproProductCategory.parse(data);
  return {
    name: textOrNull(c.name),
    parent: c.parentId === null ? null : recordId('product-category', 'bpro', c.parentId),
  };
}

const qboName = (c: QboProductCategory): string =>
  c.Active === false ? withoutDeletedSuffix(c.Name) : c.Name;

const parentId = (c: QboProductCategory): string | undefined =>
  (c.SubItem === true && c.ParentRef?.value) || undefined;

function fromQbo(content: QboContent, { recordId }: MappingContext): Fields {
  const c = qboProductCategory.parse(content);
  const parent = parentId(c);
  return {
    name: textOrNull(qboName(c)),
    parent: parent === undefined ? null : recordId('product-category', 'qbo', parent),
  };
}

const MOST_LEVELS = 4;

/** How many levels deep the category lies, itself included; more than allowed is not counted further. */
function levels(fields: Fields, context: MappingContext): number {
  let count = 1;
  for (let parent = textOf(fields, 'parent'); parent !== '' && count <= MOST_LEVELS; count++) {
    const bpro = context.content('product-category', 'bpro', parent);
    const qbo = context.content('product-category', 'qbo', parent);
    parent = textOf(bpro ? fromBpro(bpro, context) : qbo ? fromQbo(qbo, context) : {}, 'parent');
  }
  return count;
}

/** The categories that a category lies in, the nearest first, as far as they are known. */
function ancestors(
  side: Side,
  content: QboContent,
  parentOf: (content: QboContent) => string | undefined,
  context: MappingContext,
): Reference[] {
  const found: Reference[] = [];
  let sideId = parentOf(content);
  while (sideId !== undefined && found.length <= MOST_LEVELS) {
    found.push({ field: 'parent', type: 'product-category', sideId, required: true });
    const parent = context.content(
      'product-category',
      side,
      context.recordId('product-category', side, sideId),
    );
    sideId = parent && parentOf(parent);
  }
  return found;
}

function problems(side: 'bpro' | 'qbo', fields: Fields, context: MappingContext): Problem[] {
  if (side === 'bpro') return textProblems(fields, { name: { max: 200, required: true } });
  return [
    ...(context.company.categories ? [] : [{ code: 'categories-unavailable', effect: 'block' } as const]),
    ...textProblems(fields, { name: { max: 100, name: true, required: true } }),
    ...(levels(fields, context) > MOST_LEVELS
      ? [{ code: 'category-too-deep', field: 'parent', effect: 'block' } as const]
      : []),
    ...emojiProblems(fields),
  ];
}

function sentParent(parent: FieldValue | undefined, exists: boolean, context: ComposeContext): QboContent {
  if (typeof parent !== 'string') return exists ? { SubItem: false, ParentRef: NO_REFERENCE } : {};
  const ParentRef = qboReference(context, 'product-category', parent);
  if (!ParentRef) throw new Error('rule F5: a category was composed before the category that it lies in');
  return { SubItem: true, ParentRef };
}

function toQbo(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  return {
    ...(exists ? {} : { Type: 'Category' }),
    ...(!exists || changed.includes('name') ? { Name: textOf(fields, 'name') } : {}),
    ...(!exists || changed.includes('parent')
      ? sentParent(fields['parent'], exists !== undefined, context)
      : {}),
  };
}

function toBpro(
  fields: Fields,
  changed: readonly string[],
  exists: QboContent | undefined,
  context: ComposeContext,
): QboContent {
  const parent = textOf(fields, 'parent');
  const parentId = parent === '' ? null : context.sideId('product-category', 'bpro', parent);
  if (parentId === undefined)
    throw new Error('rule F5: a category was composed before the category that it lies in');
  const data = { name: fields['name'] ?? null, parentId };
  return exists
    ? pick(
        data,
        changed.map((f) => (f === 'parent' ? 'parentId' : f)),
      )
    : data;
}

/**
 * Categories are items of type Category. The key is the own name; that the whole path is the same (rule F1) says
 * the record of the category that they lie in, so parents are decided before their children.
 */
export const productCategoryMapping: EntityMapping<typeof bproProductCategory> = {
  type: 'product-category',
  label: 'Product categories',
  qboPage: undefined,
  dated: false,
  nested: true,
  lookedInto: true,
  oneByOne: false,
  qboUnique: undefined,
  bproUnique: undefined,
  qboEntity: 'Item',
  qboWhere: [{ property: 'Type', operator: '=', value: 'Category' }, WHETHER_ACTIVE_OR_NOT],
  qboRemoval: 'none',
  bproCreates: true,
  bproSchema: bproProductCategory,
  qboSchema: qboProductCategory,
  units: (raw) => (raw['Type'] === 'Category' ? [wholeUnit(raw)] : []),
  bproKeys: (data) => [`0:${matchText(bproProductCategory.parse(data).name)}`],
  qboKeys: (content) => [`0:${matchText(qboName(qboProductCategory.parse(content)))}`],
  identifies: (_level, bpro, qbo) => textOf(bpro, 'parent') === textOf(qbo, 'parent'),
  bproReferences: (data, context) =>
    ancestors('bpro', data, (c) => bproProductCategory.parse(c).parentId ?? undefined, context),
  qboReferences: (content, context) =>
    ancestors('qbo', content, (c) => parentId(qboProductCategory.parse(c)), context),
  fromBpro,
  fromQbo,
  problems,
  businessKey: keyInBody('Name'),
  toQbo: (fields, changed, exists, context) => ({
    entity: 'Item',
    body: toQbo(fields, changed, exists, context),
  }),
  toBpro,
};
