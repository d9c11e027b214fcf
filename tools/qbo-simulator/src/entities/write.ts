import { refuse } from '../api/service-fault.js';
import {
  child,
  compact,
  type Draft,
  idOf,
  isObject,
  type QboRecord,
  sameJson,
  text,
} from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { fitCharacters } from '../schema/characters.js';
import { checkShape } from '../schema/check-shape.js';
import type { EntityDefinition } from '../schema/definitions.js';
import { nextToken, type UnitOfWork } from '../store/unit-of-work.js';
import { checkReferences } from './references.js';
import { rulesOf } from './registry.js';
import type { WriteContext } from './rules.js';

export interface WriteOptions {
  readonly allowDuplicateNumber: boolean;
}

/** Creates a record: shape, required properties, references, the type's rules, then Id, SyncToken and times. */
export function createRecord(
  work: UnitOfWork,
  definition: EntityDefinition,
  body: QboRecord,
  options: WriteOptions,
): QboRecord {
  if (!definition.operations.includes('create'))
    throw refuse.unsupportedOperation(`CREATE ${definition.name.toUpperCase()}`);
  const sent = fitCharacters(checkShape(definition, body), work.switches.emoji);
  for (const required of definition.required) requirePresent(sent, required);
  checkReferences(definition.fields, sent, undefined, work);
  const id = String(work.next(definition.counter));
  const context: WriteContext = { work, definition, id, sent, stored: undefined, ...options };
  const rules = rulesOf(definition.name);
  const draft = rules.complete(context, withoutCleared(strip(sent)));
  const now = pacificTime(work.now);
  const record: QboRecord = {
    ...compact(draft),
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: '0',
    MetaData: { CreateTime: now, LastUpdatedTime: now },
  };
  work.put(definition.name, record);
  rules.follow?.(context, record);
  return work.get(definition.name, id) ?? record;
}

/** Updates a record, sparsely or in full. An update that changes nothing moves neither SyncToken nor time. */
export function updateRecord(
  work: UnitOfWork,
  definition: EntityDefinition,
  body: QboRecord,
  options: WriteOptions,
): QboRecord {
  if (!definition.operations.includes('update'))
    throw refuse.unsupportedOperation(`UPDATE ${definition.name.toUpperCase()}`);
  const stored = currentRecord(work, definition, body);
  const id = idOf(stored);
  const sent = fitCharacters(checkShape(definition, body, stored), work.switches.emoji);
  checkReferences(definition.fields, sent, stored, work);
  const sparse = body['sparse'] === true && definition.sparse;
  if (sparse) for (const repeated of definition.requiredInUpdates) requirePresent(sent, repeated);
  const draft = sparse
    ? { ...stored, ...strip(sent) }
    : { ...keptInFullUpdate(definition, stored), ...strip(sent) };
  for (const required of definition.required) requirePresent(draft, required);
  const context: WriteContext = { work, definition, id, sent, stored, ...options };
  const rules = rulesOf(definition.name);
  const completed = compact(rules.complete(context, withoutCleared(draft)));
  const record: QboRecord = {
    ...completed,
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: stored['SyncToken'],
    MetaData: stored['MetaData'],
  };
  if (sameJson(record, { domain: 'QBO', sparse: false, ...stored })) return stored;
  refuseWhenDeposited(stored);
  const changed = {
    ...record,
    SyncToken: nextToken(stored),
    MetaData: { ...child(stored, 'MetaData'), LastUpdatedTime: pacificTime(work.now) },
  };
  work.put(definition.name, changed);
  rules.follow?.(context, changed);
  return work.get(definition.name, id) ?? changed;
}

/** Deletes a transaction. */
export function deleteRecord(work: UnitOfWork, definition: EntityDefinition, body: QboRecord): QboRecord {
  if (!definition.operations.includes('delete'))
    throw refuse.unsupportedOperation(`DELETE ${definition.name.toUpperCase()}`);
  const stored = currentRecord(work, definition, body);
  refuseWhenDeposited(stored);
  const id = idOf(stored);
  rulesOf(definition.name).beforeDelete?.({ work, definition, id, stored });
  work.remove(definition.name, id);
  return { status: 'Deleted', domain: 'QBO', Id: id };
}

/** Voids a transaction: it stays, its amounts are zero. */
export function voidRecord(work: UnitOfWork, definition: EntityDefinition, body: QboRecord): QboRecord {
  const rules = rulesOf(definition.name);
  if (!definition.operations.includes('void') || !rules.void)
    throw refuse.unsupportedOperation(`VOID ${definition.name.toUpperCase()}`);
  const stored = currentRecord(work, definition, body);
  refuseWhenDeposited(stored);
  const id = idOf(stored);
  const voided = compact(rules.void({ work, definition, id, stored }));
  const record = {
    ...voided,
    SyncToken: nextToken(stored),
    MetaData: { ...child(stored, 'MetaData'), LastUpdatedTime: pacificTime(work.now) },
  };
  work.put(definition.name, record);
  return record;
}

/** The stored record that a body's Id and SyncToken name: 2020, 2030, 610 or 5010 otherwise. */
function currentRecord(work: UnitOfWork, definition: EntityDefinition, body: QboRecord): QboRecord {
  const id = body['Id'];
  if (definition.kind !== 'single') {
    if (id === undefined || id === null) throw refuse.missing('Id');
    if (!/^([0-9]+|TAX|NON)$/.test(String(id))) throw refuse.invalidId(String(id));
  }
  const token = body['SyncToken'];
  if (token === undefined || token === null || token === '') throw refuse.missing('SyncToken');
  const stored =
    definition.kind === 'single'
      ? work.company.store(definition.name).byId().at(0)?.record
      : work.get(definition.name, String(id));
  if (!stored) throw refuse.notFound();
  if (String(token) !== text(stored, 'SyncToken')) throw refuse.stale();
  return stored;
}

const requirePresent = (record: QboRecord, property: string): void => {
  const value = record[property];
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  const emptyReference = property.endsWith('Ref') && isObject(value) && (value['value'] ?? '') === '';
  if (empty || emptyReference) throw refuse.missing(property);
};

const strip = (sent: QboRecord): Draft => {
  const { Id, SyncToken, sparse, ...rest } = sent;
  void [Id, SyncToken, sparse];
  return rest;
};

/** `""`, `{}` and `{value: ""}` clear a property. */
function withoutCleared(draft: Draft): Draft {
  const result: Draft = {};
  for (const [key, value] of Object.entries(draft)) {
    if (value === '') continue;
    if (isObject(value) && (Object.keys(value).length === 0 || value['value'] === '')) continue;
    result[key] = value;
  }
  return result;
}

/** A full update clears what it does not send, except what is read-only or unknown to the table. */
function keptInFullUpdate(definition: EntityDefinition, stored: QboRecord): Draft {
  const fields = definition.fields;
  return Object.fromEntries(
    Object.entries(stored).filter(([key]) => {
      const field = fields[key];
      return !field || ('readOnly' in field && field.readOnly === true);
    }),
  );
}

/** A payment or receipt inside a deposit cannot change (6540). */
function refuseWhenDeposited(stored: QboRecord): void {
  const links = stored['LinkedTxn'];
  if (Array.isArray(links) && links.some((link) => isObject(link) && link['TxnType'] === 'Deposit'))
    throw refuse.deposited();
}
