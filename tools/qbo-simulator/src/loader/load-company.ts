import { amount, child, isObject, type QboRecord, refId, text } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import type { Company, Profile } from '../store/company.js';
import { buildCompany } from '../store/create-company.js';
import { accountOfType } from '../store/unit-of-work.js';
import { checkRecords } from './company-files.js';
import { inferProfile } from './infer-profile.js';
import { type DanglingReference, danglingReferences, type UnknownField, unknownFields } from './inspect.js';

/** A company that was exported, as records by type. */
export interface LoadedRecords {
  readonly realmId: string;
  /** Default: CompanyInfo.CompanyName, else the realm. */
  readonly name?: string;
  /** Default: inferred from CompanyInfo, Preferences and the tax codes. */
  readonly profile?: Profile;
  readonly records: Partial<Readonly<Record<EntityName, readonly QboRecord[]>>>;
}

/** What was loaded, and what about it is odd. */
export interface LoadReport {
  readonly realmId: string;
  readonly name: string;
  readonly profile: Profile;
  /** Records per type that came from the files. */
  readonly loaded: Partial<Readonly<Record<EntityName, number>>>;
  /** Types that no file held, which got QuickBooks' stock records. */
  readonly stock: readonly EntityName[];
  readonly danglingReferences: readonly DanglingReference[];
  readonly unknownFields: readonly UnknownField[];
}

/** Builds the company: ids, tokens and dates are kept, counters go on above them. */
export function loadCompany(source: LoadedRecords, now: number): { company: Company; report: LoadReport } {
  const time = pacificTime(now);
  const given = new Map<EntityName, readonly QboRecord[]>();
  for (const entity of ENTITY_NAMES) {
    const records = source.records[entity];
    if (records)
      given.set(
        entity,
        checkRecords(entity, records, entity).map((record) => completed(record, time)),
      );
  }
  const profile = source.profile ?? inferProfile(given);
  const info = given.get('CompanyInfo')?.[0];
  const name = source.name ?? (info && text(info, 'CompanyName')) ?? source.realmId;
  const company = buildCompany({ realmId: source.realmId, name, profile }, now, given);
  fitStock(company, given);
  const loaded = Object.fromEntries([...given].map(([entity, records]) => [entity, records.length]));
  const stock = ENTITY_NAMES.filter((entity) => !given.has(entity) && company.store(entity).size > 0);
  return {
    company,
    report: {
      realmId: source.realmId,
      name,
      profile,
      loaded,
      stock,
      danglingReferences: danglingReferences(company),
      unknownFields: unknownFields(company),
    },
  };
}

/** What every record needs to take part: a SyncToken and times. */
function completed(record: QboRecord, time: string): QboRecord {
  const meta = child(record, 'MetaData');
  const CreateTime = text(meta, 'CreateTime') ?? text(meta, 'LastUpdatedTime') ?? time;
  const LastUpdatedTime = text(meta, 'LastUpdatedTime') ?? CreateTime;
  return {
    domain: 'QBO',
    sparse: false,
    ...record,
    SyncToken: String(record['SyncToken'] ?? '0'),
    MetaData: { ...meta, CreateTime, LastUpdatedTime },
  };
}

/** Stock records that refer to records of a type that was loaded get references that exist. */
function fitStock(company: Company, given: ReadonlyMap<EntityName, readonly QboRecord[]>): void {
  const puts: (readonly [EntityName, QboRecord])[] = [];
  const income = accountOfType(company, 'Income');
  if (given.has('Account') && !given.has('Item') && income !== undefined)
    for (const { record } of company.store('Item').byId())
      puts.push(['Item', { ...record, IncomeAccountRef: { value: income } }]);
  if (given.has('Term') && !given.has('Preferences')) {
    const net30 = (given.get('Term') ?? []).find((term) => amount(term, 'DueDays') === 30);
    const preferences = company.single('Preferences');
    const sales = { ...child(preferences, 'SalesFormsPrefs') };
    if (!company.get('Term', refId(sales, 'DefaultTerms') ?? '')) {
      const DefaultTerms = net30 ? { value: String(net30['Id']) } : undefined;
      puts.push(['Preferences', { ...preferences, SalesFormsPrefs: { ...sales, DefaultTerms } }]);
    }
  }
  if (given.has('TaxAgency') || given.has('TaxRate')) dropOrphanedTaxes(company, given, puts);
  company.apply({ puts, removed: [], counters: {} });
}

/** Stock tax rates and codes cannot stand beside a loaded part of the tax set-up. */
function dropOrphanedTaxes(
  company: Company,
  given: ReadonlyMap<EntityName, readonly QboRecord[]>,
  puts: (readonly [EntityName, QboRecord])[],
): void {
  if (given.has('TaxCode')) return;
  for (const { record } of company.store('TaxCode').byId())
    if (isObject(record['SalesTaxRateList']))
      puts.push(['TaxCode', { ...record, SalesTaxRateList: { TaxRateDetail: [] }, Active: false }]);
}
