import { refuse } from '../api/service-fault.js';
import { type Draft, idOf, isActive, type QboRecord, refId, text } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import type { IndexedProperty } from '../store/entity-store.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { WriteContext } from './rules.js';

export const PERSON_ENTITIES = ['Customer', 'Vendor', 'Employee'] as const;

/** What 6240 calls a record of this type. */
const NOUNS: Partial<Record<EntityName, string>> = {
  Customer: 'customer',
  Vendor: 'vendor',
  Employee: 'employee',
  Item: 'product or service',
  Account: 'account',
  Class: 'class',
  Department: 'location',
  Term: 'term',
  PaymentMethod: 'payment method',
  TaxAgency: 'tax agency',
};

/** Whether another record of these types has the name; inactive ones carry their suffix and so do not count. */
function findByName(
  work: UnitOfWork,
  entities: readonly EntityName[],
  property: IndexedProperty,
  name: string,
  self: { readonly entity: EntityName; readonly id: string },
): { readonly entity: EntityName; readonly record: QboRecord } | undefined {
  for (const entity of entities)
    for (const record of work.where(entity, property, name))
      if (!(entity === self.entity && idOf(record) === self.id)) return { entity, record };
  return undefined;
}

/**
 * Refuses a name that another record has (6240), compared without case. Customers, vendors and employees share
 * one namespace. The texts of a create and an update differ (recorded).
 */
export function requireFreeName(context: WriteContext, property: IndexedProperty, name: string): void {
  const own = context.definition.name;
  const person = (PERSON_ENTITIES as readonly EntityName[]).includes(own);
  const self = { entity: own, id: context.id };
  const taken = findByName(context.work, person ? PERSON_ENTITIES : [own], property, name, self);
  if (!taken) return;
  if (person && !context.stored)
    throw refuse.duplicateName(
      'Another customer, vendor or employee is already using this \nname. Please use a different name.',
    );
  const noun = NOUNS[taken.entity] ?? 'record';
  throw refuse.duplicateName(`Another ${noun} is already using this name.  Please use a different name.`);
}

/**
 * The name as it is stored: an inactivated record gets the suffix, a reactivated one loses it (and then must be
 * free again).
 */
export function nameForActivity(
  context: WriteContext,
  draft: Draft,
  property: 'DisplayName' | 'Name',
): string {
  const name = (text(draft, property) ?? '').trim();
  const { stored, definition } = context;
  const wasActive = stored === undefined || isActive(stored);
  const active = draft['Active'] !== false;
  if (stored && wasActive && !active) return freeSuffix(context, property, name, definition.deletedSuffix);
  if (!wasActive && active) return name.replace(/ \(deleted( \d+)?\)$/i, '');
  return name;
}

function freeSuffix(context: WriteContext, property: IndexedProperty, name: string, suffix: string): string {
  const self = { entity: context.definition.name, id: context.id };
  const taken = (candidate: string): boolean =>
    findByName(context.work, [context.definition.name], property, candidate, self) !== undefined;
  if (!taken(name + suffix)) return name + suffix;
  for (let n = 1; ; n++) {
    const candidate = name + suffix.replace(')', ` ${String(n)})`);
    if (!taken(candidate)) return candidate;
  }
}

/** Parents from the record upwards. */
export function ancestors(work: UnitOfWork, entity: EntityName, record: QboRecord, own: string): QboRecord[] {
  const found: QboRecord[] = [];
  let parent = refId(record, 'ParentRef');
  while (parent !== undefined) {
    if (parent === own || found.length > 10) throw refuse.business('A record cannot be its own parent.');
    const next = work.get(entity, parent);
    if (!next) return found;
    found.push(next);
    parent = refId(next, 'ParentRef');
  }
  return found;
}

/** `Parent:Child`. */
export const fullName = (
  parent: QboRecord | undefined,
  name: string,
  nameField: 'DisplayName' | 'Name',
): string =>
  parent ? `${text(parent, 'FullyQualifiedName') ?? text(parent, nameField) ?? ''}:${name}` : name;

/** Five levels in all. */
const MAX_PARENTS = 4;

/** The name and place of a record in a list of up to five levels; its full path must be free. */
export function placeInTree(
  context: WriteContext,
  draft: Draft,
): {
  readonly Name: string;
  readonly FullyQualifiedName: string;
  readonly Active: boolean;
  readonly nested: boolean;
} {
  const { work, stored, definition } = context;
  const Name = nameForActivity(context, draft, 'Name');
  if (Name === '') throw refuse.missing('Name');
  const parents = ancestors(work, definition.name, draft, context.id);
  if (parents.length > MAX_PARENTS) throw refuse.tooDeep();
  const FullyQualifiedName = fullName(parents[0], Name, 'Name');
  if (!stored || text(stored, 'FullyQualifiedName') !== FullyQualifiedName)
    requireFreeName(context, 'FullyQualifiedName', FullyQualifiedName);
  return { Name, FullyQualifiedName, Active: draft['Active'] !== false, nested: parents.length > 0 };
}

/** Gives children their new FullyQualifiedName after a rename; their SyncTokens stay. */
export function renameChildren(
  work: UnitOfWork,
  entity: EntityName,
  parent: QboRecord,
  nameField: 'DisplayName' | 'Name',
): void {
  for (const child of work.where(entity, 'ParentRef', idOf(parent))) {
    const renamed = {
      ...child,
      FullyQualifiedName: fullName(parent, text(child, nameField) ?? '', nameField),
    };
    work.derive(entity, renamed, { bump: false });
    renameChildren(work, entity, renamed, nameField);
  }
}
