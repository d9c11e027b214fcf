import { createHash } from 'node:crypto';
import { ENTITY_NAMES, targetOf, type EntityName } from '@bpro-qbo-sync/qbo-simulator';
import type { Books } from '@bpro-qbo-sync/simulation';

type Content = Readonly<Record<string, unknown>>;

/**
 * What tells two runs over the same books apart without meaning anything: ids, versions, instants, and from which day
 * on a tax rate holds, which is the day on which it was made.
 */
const MEANINGLESS = new Set([
  'Id',
  'SyncToken',
  'MetaData',
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'EffectiveDate',
  'sparse',
  'domain',
  'LineEx',
]);

/** Names by which records are told apart where ids are not. */
const NAMES = [
  'DisplayName',
  'FullyQualifiedName',
  'Name',
  'DocNumber',
  'displayName',
  'name',
  'number',
] as const;

/** A digest of what both systems hold, but for ids and times: whatever order the records were made in. */
export function endStateOf({ bpro, qbo }: Books): string {
  const names = new Map<string, string>();
  for (const record of bpro) names.set(record.id, nameOf(record.data));
  for (const [entity, records] of Object.entries(qbo))
    for (const record of records) names.set(`${entity}/${String(record['Id'])}`, nameOf(record));
  const sides = [
    ...bpro.map((record) => JSON.stringify([record.type, without(record, undefined, names)])),
    ...Object.entries(qbo).flatMap(([entity, records]) =>
      records.map((record) => JSON.stringify([entity, without(record, entityNamed(entity), names)])),
    ),
  ];
  return createHash('sha256').update(sides.sort().join('\n')).digest('hex');
}

const entityNamed = (name: string): EntityName | undefined => ENTITY_NAMES.find((each) => each === name);

const nameOf = (content: Content): string => {
  const name = NAMES.find((key) => typeof content[key] === 'string');
  return name === undefined ? '' : String(content[name]);
};

/** The value with ids replaced by names, without what is meaningless, and its keys in order. */
function without(
  value: unknown,
  entity: EntityName | undefined,
  names: ReadonlyMap<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, entity, names));
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  const content = value as Content;
  if (typeof content['TxnId'] === 'string')
    return `${String(content['TxnType'])} ${names.get(`${String(content['TxnType'])}/${content['TxnId']}`) ?? ''}`;
  return Object.fromEntries(
    Object.entries(content)
      .filter(([key]) => !MEANINGLESS.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, referred(key, each, entity, names) ?? without(each, entity, names)]),
  );
}

/** The name of the record that a reference of QuickBooks leads to; its own `name` is not in every answer. */
function referred(
  key: string,
  reference: unknown,
  entity: EntityName | undefined,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const { value, name } = Object(reference) as Content;
  const target = entity && targetOf(entity, key);
  if (target === undefined || typeof value !== 'string') return undefined;
  return names.get(`${target}/${value}`) ?? (typeof name === 'string' ? name : value);
}
