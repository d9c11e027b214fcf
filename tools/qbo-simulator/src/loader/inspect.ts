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
      followPointers(entity, record, '', ({ to, value }, field) => {
        if (!PSEUDO.includes(value) && !company.get(to, value))
          found.push({ entity, id: String(record['Id']), field, to, value });
      });
  return found;
}

interface Pointer {
  readonly to: EntityName;
  readonly value: string;
}

function followPointers(
  entity: EntityName,
  content: QboRecord,
  path: string,
  follow: (pointer: Pointer, field: string) => void,
): void {
  const visit = (key: string, item: unknown): void => {
    if (!isObject(item)) return;
    const pointer = key === 'LinkedTxn' ? linked(item) : referred(targetOf(entity, key), item);
    const field = `${path}${key}`;
    if (pointer) follow(pointer, field);
    else followPointers(entity, item, `${field}.`, follow);
  };
  for (const key of Object.keys(content)) {
    const value = content[key];
    if (Array.isArray(value)) for (const item of value) visit(key, item);
    else visit(key, value);
  }
}

const referred = (to: EntityName | undefined, item: QboRecord): Pointer | undefined =>
  to !== undefined && typeof item['value'] === 'string' ? { to, value: item['value'] } : undefined;

/** Links to types that the simulator does not hold (`Check`, `Expense`) cannot be followed. */
const linked = (link: QboRecord): Pointer | undefined => {
  const to = ENTITY_NAMES.find((name) => name === link['TxnType']);
  return to && { to, value: String(link['TxnId']) };
};

export function unknownFields(company: Company): UnknownField[] {
  const counts = new Map<string, UnknownField>();
  for (const entity of ENTITY_NAMES) {
    const { fields } = definitionOf(entity);
    for (const { record } of company.store(entity).byId()) {
      const unknown = new Set<string>();
      findUnknown(fields, record, '', unknown);
      for (const field of unknown) {
        const key = `${entity}.${field}`;
        const records = (counts.get(key)?.records ?? 0) + 1;
        counts.set(key, { entity, field, records });
      }
    }
  }
  return [...counts.values()];
}

function findUnknown(fields: Fields, record: QboRecord, path: string, into: Set<string>): void {
  for (const key of Object.keys(record)) {
    const field = fields[key];
    const value = record[key];
    if (!field) into.add(`${path}${key}`);
    else if (field.kind === 'object' && isObject(value))
      findUnknown(field.fields, value, `${path}${key}.`, into);
    else if (field.kind === 'list' && Array.isArray(value))
      for (const item of value) if (isObject(item)) findUnknown(field.of, item, `${path}${key}.`, into);
  }
}
