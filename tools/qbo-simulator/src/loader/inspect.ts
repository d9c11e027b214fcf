import { SHIPPING_ITEM } from '../entities/references.js';
import { targetOf } from '../entities/reference-targets.js';
import { isObject, type QboRecord } from '../model/record.js';
import { definitionOf } from '../schema/definitions.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import type { Fields } from '../schema/field.js';
import type { Company } from '../store/company.js';

/** A reference, or a link between transactions, to a record that the company does not have. */
export interface DanglingReference {
  readonly entity: EntityName;
  readonly id: string;
  /** `Line.SalesItemLineDetail.ItemRef`, `Line.LinkedTxn` */
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

/** Ids that stand for no record: QuickBooks' pseudo codes and its shipping item. */
const PSEUDO = ['', 'TAX', 'NON', SHIPPING_ITEM];

export function danglingReferences(company: Company): DanglingReference[] {
  const found: DanglingReference[] = [];
  for (const entity of ENTITY_NAMES)
    for (const { record } of company.store(entity).byId())
      for (const { to, value, field } of pointers(entity, record, ''))
        if (!PSEUDO.includes(value) && !company.get(to, value))
          found.push({ entity, id: String(record['Id']), field, to, value });
  return found;
}

interface Pointer {
  readonly to: EntityName;
  readonly value: string;
  readonly field: string;
}

function* pointers(entity: EntityName, content: QboRecord, path: string): Generator<Pointer> {
  for (const [key, value] of Object.entries(content)) {
    const field = `${path}${key}`;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of items) {
      if (!isObject(item)) continue;
      const pointer = key === 'LinkedTxn' ? linked(item) : referred(targetOf(entity, key), item);
      if (pointer) yield { ...pointer, field };
      else yield* pointers(entity, item, `${field}.`);
    }
  }
}

const referred = (to: EntityName | undefined, item: QboRecord): Omit<Pointer, 'field'> | undefined =>
  to !== undefined && typeof item['value'] === 'string' ? { to, value: item['value'] } : undefined;

/** Links to types that the simulator does not hold (`Check`, `Expense`) cannot be followed. */
const linked = (link: QboRecord): Omit<Pointer, 'field'> | undefined => {
  const to = ENTITY_NAMES.find((name) => name === link['TxnType']);
  return to && { to, value: String(link['TxnId']) };
};

export function unknownFields(company: Company): UnknownField[] {
  const counts = new Map<string, UnknownField>();
  for (const entity of ENTITY_NAMES) {
    const { fields } = definitionOf(entity);
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
