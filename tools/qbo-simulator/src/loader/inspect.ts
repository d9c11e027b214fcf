import { referencesOf } from '../entities/references.js';
import { isObject, type QboRecord } from '../model/record.js';
import { definitionOf } from '../schema/definitions.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import type { Fields } from '../schema/field.js';
import type { Company } from '../store/company.js';

/** A reference to a record that the company does not have. */
export interface DanglingReference {
  readonly entity: EntityName;
  readonly id: string;
  /** `Line.SalesItemLineDetail.ItemRef` */
  readonly field: string;
  readonly to: EntityName;
  readonly value: string;
}

/** A property that the simulator's tables do not know; it is kept and returned. */
export interface UnknownField {
  readonly entity: EntityName;
  readonly field: string;
  readonly records: number;
}

export function danglingReferences(company: Company): DanglingReference[] {
  const found: DanglingReference[] = [];
  for (const entity of ENTITY_NAMES) {
    const { fields } = definitionOf(entity);
    if (!fields) continue;
    for (const { record } of company.store(entity).byId())
      for (const { to, id: value, element: field } of referencesOf(fields, record))
        if (value !== '' && !company.get(to, value) && value !== 'SHIPPING_ITEM_ID')
          found.push({ entity, id: String(record['Id']), field, to, value });
  }
  return found;
}

export function unknownFields(company: Company): UnknownField[] {
  const counts = new Map<string, UnknownField>();
  for (const entity of ENTITY_NAMES) {
    const { fields } = definitionOf(entity);
    if (!fields) continue;
    for (const { record } of company.store(entity).byId())
      for (const field of unknownIn(fields, record, '')) {
        const key = `${entity}.${field}`;
        const records = (counts.get(key)?.records ?? 0) + 1;
        counts.set(key, { entity, field, records });
      }
  }
  return [...counts.values()];
}

function unknownIn(fields: Fields, record: QboRecord, path: string): Set<string> {
  const found = new Set<string>();
  for (const [key, value] of Object.entries(record)) {
    const field = fields[key];
    const place = `${path}${key}`;
    if (!field) found.add(place);
    else if (field.kind === 'object' && isObject(value))
      for (const each of unknownIn(field.fields, value, `${place}.`)) found.add(each);
    else if (field.kind === 'list' && Array.isArray(value))
      for (const item of value)
        if (isObject(item)) for (const each of unknownIn(field.of, item, `${place}.`)) found.add(each);
  }
  return found;
}
