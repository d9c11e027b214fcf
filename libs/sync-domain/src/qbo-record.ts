import { z } from 'zod';
import type { CompanyProfile } from './company.js';
import type { BusinessKey, ComposeContext, EntityMapping, QboContent, QboUnit } from './mapping.js';
import type { RecordType } from './record-types.js';

/** A reference as QuickBooks writes it; `name` is the server's and never owned. */
export const qboRef = z.looseObject({ value: z.string() });

/** What every QuickBooks record has (qbo API, "Conventions"): strings for Id and SyncToken. */
export const qboRecord = z.looseObject({
  Id: z.string().min(1),
  SyncToken: z.string(),
  Active: z.boolean().optional(),
  MetaData: z.looseObject({
    CreateTime: z.iso.datetime({ offset: true }),
    LastUpdatedTime: z.iso.datetime({ offset: true }).optional(),
  }),
});

/** QuickBooks answers in Pacific time; the sync keeps UTC instants. */
const utc = (instant: string): string => new Date(instant).toISOString();

/**
 * The unit of a record that is one record for us. SyncToken 0: nobody ever edited it, so postings that moved
 * LastUpdatedTime do not count (rule F3).
 */
export function wholeUnit(raw: QboContent, state?: QboUnit['state']): QboUnit {
  const { Id, SyncToken, Active, MetaData } = qboRecord.parse(raw);
  const edited = SyncToken === '0' ? undefined : MetaData.LastUpdatedTime;
  return {
    id: Id,
    version: SyncToken,
    createdAt: utc(MetaData.CreateTime),
    updatedAt: utc(edited ?? MetaData.CreateTime),
    state: state ?? (Active === false ? 'inactive' : 'active'),
    content: raw,
  };
}

/** QuickBooks hides inactive list records from a query that does not ask for both. */
export const WHETHER_ACTIVE_OR_NOT = { property: 'Active', operator: 'IN', value: [true, false] } as const;

/** Whether a record of QuickBooks is among those that a mapping asks for; a property that it lacks speaks against nothing. */
export const isAskedFor = ({ qboWhere }: Pick<EntityMapping, 'qboWhere'>, raw: QboContent): boolean =>
  qboWhere.every(({ property, value }) => {
    const has = raw[property];
    return has === undefined || [value].flat().includes(has as string | boolean);
  });

/**
 * Only US companies flag customers and items as taxable; elsewhere the code on each line says it, and QuickBooks
 * answers `Taxable: false` for everything.
 */
export const flagsTaxable = ({ taxRegime }: CompanyProfile): boolean =>
  taxRegime === 'manual' || taxRegime === 'automated';

/** Clears a reference in a sparse update; a JSON null is ignored (qbo API, "Update semantics"). */
export const NO_REFERENCE = { value: '' } as const;

/**
 * A reference to one of our records as QuickBooks names it; undefined: it has no counterpart, so what QuickBooks
 * has stays as it is (rule F5).
 */
export function qboReference(
  context: ComposeContext,
  type: RecordType,
  recordId: string,
): { readonly value: string } | undefined {
  const value = context.sideId(type, 'qbo', recordId);
  return value === undefined ? undefined : { value };
}

/** The business key that is one property of the body, as `from` it is called there. */
export const keyInBody =
  (property: string, more: { readonly from?: string; readonly marked?: true } = {}) =>
  (body: QboContent): BusinessKey => {
    const { from = property, ...rest } = more;
    const value = body[from];
    return { property, value: typeof value === 'string' ? value : '', ...rest };
  };
