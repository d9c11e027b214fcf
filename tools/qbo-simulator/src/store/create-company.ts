import type { QboRecord } from '../model/record.js';
import type { EntityName } from '../schema/entity-names.js';
import { Company, counterAbove, NUMBERED, type Profile } from './company.js';
import { FIRST_NEW_ACCOUNT } from './stock-accounts.js';
import { type CompanyOptions, stockRecords } from './stock-records.js';

/** A company to make. */
export interface CompanySpec {
  readonly realmId: string;
  readonly name: string;
  readonly profile: Profile;
  readonly options?: CompanyOptions;
}

const COUNTERS = [
  'name',
  'transaction',
  'item',
  'account',
  'payment-method',
  'term',
  'tax-rate',
  'tax-code',
  'tax-agency',
  'list',
] as const;

/**
 * A company with QuickBooks' stock records. Records given in `loaded` replace the stock of their type; a type that
 * is missing there keeps its stock.
 */
export function buildCompany(
  spec: CompanySpec,
  now: number,
  loaded: ReadonlyMap<EntityName, readonly QboRecord[]> = new Map<EntityName, readonly QboRecord[]>(),
): Company {
  const company = new Company(spec.realmId, spec.profile);
  const stock = stockRecords(spec.profile, { name: spec.name, now, options: spec.options ?? {} }).filter(
    ([entity]) => !loaded.has(entity),
  );
  const own = [...loaded].flatMap(([entity, records]) => records.map((record) => [entity, record] as const));
  company.apply({ puts: [...stock, ...own], removed: [], counters: { account: FIRST_NEW_ACCOUNT } });
  const counters: Record<string, number> = {};
  for (const [sequence, entities] of Object.entries(NUMBERED))
    counters[sequence] = nextNumber(company, entities);
  for (const counter of COUNTERS) counters[counter] = counterAbove(company, counter);
  company.apply({ puts: [], removed: [], counters });
  return company;
}

/** One above the highest plain number on the forms, 1001 at least. */
function nextNumber(company: Company, entities: readonly EntityName[]): number {
  let next = 1001;
  for (const entity of entities)
    for (const { record } of company.store(entity).byId()) {
      const number = record['DocNumber'];
      if (typeof number === 'string' && /^\d{1,9}$/.test(number)) next = Math.max(next, Number(number) + 1);
    }
  return next;
}
