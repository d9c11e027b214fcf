import { child, type QboRecord, text } from '../model/record.js';
import { pacificTime } from '../model/time.js';
import { ENTITY_NAMES, type EntityName } from '../schema/entity-names.js';
import type { Company, Profile } from '../store/company.js';
import { buildCompany } from '../store/create-company.js';
import { checkRecords } from './check-records.js';
import type { CompanyFolder } from './company-files.js';
import { fitSingles, fitStock } from './fit-stock.js';
import { inferProfile } from './infer-profile.js';
import { type DanglingReference, danglingReferences, type UnknownField, unknownFields } from './inspect.js';

/** Which company exported records become. */
export interface LoadTarget {
  readonly realmId: string;
  /** When CompanyInfo gives none. Default: the realm. */
  readonly name?: string;
  /** Default: inferred from CompanyInfo, Preferences and the tax codes. */
  readonly profile?: Profile;
}

/** A company that was exported, as records by type. */
export interface LoadedRecords extends LoadTarget {
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
  /** Files that hold no record type that the simulator knows. */
  readonly ignoredFiles: readonly string[];
  readonly danglingReferences: readonly DanglingReference[];
  readonly unknownFields: readonly UnknownField[];
}

/** Builds the company: ids, tokens and dates are kept, counters go on above them. Throws `CompanyFileError`. */
export function loadCompany(
  target: LoadTarget,
  { files, ignored }: CompanyFolder,
  now: number,
): { company: Company; report: LoadReport } {
  const { realmId } = target;
  const time = pacificTime(now);
  const given = new Map<EntityName, readonly QboRecord[]>();
  for (const [entity, file] of files)
    given.set(
      entity,
      checkRecords(entity, file).map((record) => completed(record, time)),
    );
  const profile = target.profile ?? inferProfile(given);
  const spec = { realmId, name: target.name ?? realmId, profile };
  const company = buildCompany(spec, now, fitSingles(given, spec, now));
  fitStock(company, given);
  const loaded = Object.fromEntries([...given].map(([entity, records]) => [entity, records.length]));
  const report = {
    realmId,
    name: company.name,
    profile,
    loaded,
    stock: ENTITY_NAMES.filter((entity) => !given.has(entity) && company.store(entity).size > 0),
    ignoredFiles: ignored,
    danglingReferences: danglingReferences(company),
    unknownFields: unknownFields(company),
  };
  return { company, report };
}

/** What every record needs to take part: times, and the envelope's constants. */
function completed(record: QboRecord, time: string): QboRecord {
  const meta = child(record, 'MetaData');
  const CreateTime = text(meta, 'CreateTime') ?? text(meta, 'LastUpdatedTime') ?? time;
  const LastUpdatedTime = text(meta, 'LastUpdatedTime') ?? CreateTime;
  return { domain: 'QBO', sparse: false, ...record, MetaData: { ...meta, CreateTime, LastUpdatedTime } };
}
