import type { QboCompany, QboObject } from '../qbo/frame.js';

export const objectAt = (record: QboObject, key: string): QboObject | undefined => {
  const value = record[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as QboObject)
    : undefined;
};

export const listAt = (record: QboObject, key: string): readonly QboObject[] => {
  const value = record[key];
  return Array.isArray(value) ? (value as QboObject[]) : [];
};

export const textAt = (record: QboObject, key: string): string => {
  const value = record[key];
  return typeof value === 'string' ? value : '';
};

/** An amount in cents; 0 when there is none. */
export const centsAt = (record: QboObject, key: string): number => {
  const value = record[key];
  return typeof value === 'number' ? Math.round(value * 100) : 0;
};

/** Id that a reference names; empty when there is none. */
export const refAt = (record: QboObject, key: string): string => {
  const ref = objectAt(record, key);
  return ref ? textAt(ref, 'value') : '';
};

export interface Linked {
  readonly id: string;
  readonly type: string;
}

export const linkedTo = (record: QboObject): Linked[] =>
  listAt(record, 'LinkedTxn').map((link) => ({ id: textAt(link, 'TxnId'), type: textAt(link, 'TxnType') }));

/** A company folder with its records by Id, and the problems found so far. */
export class CompanyView {
  private readonly index = new Map<string, Map<string, QboObject>>();
  readonly problems: string[] = [];

  constructor(private readonly company: QboCompany) {
    for (const [entity, records] of Object.entries(company))
      this.index.set(entity, new Map(records.map((record) => [textAt(record, 'Id'), record])));
  }

  all(entity: string): readonly QboObject[] {
    return this.company[entity] ?? [];
  }

  entities(): readonly string[] {
    return Object.keys(this.company);
  }

  find(entity: string, id: string): QboObject | undefined {
    return this.index.get(entity)?.get(id);
  }

  /** Notes a problem unless the statement holds. */
  expect(holds: boolean, entity: string, record: QboObject, problem: string): void {
    if (!holds) this.problems.push(`${entity} ${textAt(record, 'Id')}: ${problem}`);
  }

  /** Notes a problem when a reference names nothing; an absent reference is fine unless `required`. */
  expectRef(entity: string, record: QboObject, key: string, target: string, required = false): void {
    const id = refAt(record, key);
    this.expect(
      id === '' ? !required : this.find(target, id) !== undefined,
      entity,
      record,
      `${key} names no ${target}`,
    );
  }
}
