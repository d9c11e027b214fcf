import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  centsToText,
  MAPPINGS,
  otherSide,
  type Fields,
  type MappingContext,
  type RecordType,
  type Settings,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import { COMPANY_FACTS, plainContext, type CompanyFacts } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';

/** Where people find a record; undefined: no link is shown. */
export interface RecordLinks {
  /** `https://app.qbo.intuit.com/app` */
  readonly qboApp?: string | undefined;
  /** With `{tenant}`, `{type}` and `{id}` in it. */
  readonly bproRecord?: string | undefined;
}

/** One side of a record as a person recognises it; from the mirror, never from events (rule H1). */
export interface ShownRecord {
  readonly side: Side;
  readonly id: string;
  readonly name: string | null;
  /** Whose document it is. */
  readonly customer: string | null;
  /** Two decimals. */
  readonly amount: string | null;
  readonly date: string | null;
  readonly state: string;
  readonly url: string | null;
}

export interface SideName {
  readonly side: Side;
  readonly type: RecordType;
  readonly id: string;
}

export const sideKey = ({ side, type, id }: SideName): string => `${side}/${type}/${id}`;

const SIDES: Readonly<Record<string, Side>> = { 'b.': 'bpro', 'q.': 'qbo' };

/** The side on which a record was found first, and its id there: its own id says so (`derivedRecordId`). */
export function originOf(type: RecordType, recordId: string): SideName | undefined {
  const side = SIDES[recordId.slice(0, 2)];
  return side && { side, type, id: recordId.slice(2) };
}

/** Who a record may be the same as: candidates are of the other side (rule F2). */
export function candidatesOf(type: RecordType, recordId: string, ids: readonly string[]): SideName[] {
  const side = otherSide(originOf(type, recordId)?.side ?? 'bpro');
  return ids.map((id) => ({ side, type, id }));
}

function linkTo(links: RecordLinks, tenant: string, { side, type, id }: SideName): string | null {
  if (side === 'bpro')
    return (
      links.bproRecord
        ?.replace('{tenant}', encodeURIComponent(tenant))
        .replace('{type}', type)
        .replace('{id}', encodeURIComponent(id)) ?? null
    );
  const page = MAPPINGS[type].qboPage;
  if (links.qboApp === undefined || page === undefined) return null;
  return `${links.qboApp}/${page}${encodeURIComponent(id.split('/', 1)[0] ?? id)}`;
}

/** Shows records by name, from the mirror. One that is not there (any more) is missing in the answer. */
export async function showRecords(
  ports: Ports,
  scope: Scope,
  settings: Settings,
  links: RecordLinks,
  wanted: Iterable<SideName>,
): Promise<Map<string, ShownRecord>> {
  const facts = (await ports.records.facts.get(scope, COMPANY_FACTS)) as CompanyFacts | undefined;
  const shown = new Map<string, ShownRecord>();
  if (!facts) return shown;
  const context = plainContext(facts, settings);
  const rows = await rowsOf(ports, scope, wanted);
  const owners = new Map(rows.map((row) => [sideKey(row), ownerOf(row, context)]));
  const customers = await rowsOf(
    ports,
    scope,
    [...owners.values()].filter((owner) => owner !== undefined),
  );
  const names = new Map(customers.map((row) => [sideKey(row), nameOf(fieldsOf(row, context))]));
  for (const row of rows) {
    const owner = owners.get(sideKey(row));
    shown.set(sideKey(row), {
      side: row.side,
      id: row.id,
      ...textsOf(fieldsOf(row, context)),
      customer: owner ? (names.get(sideKey(owner)) ?? null) : null,
      state: row.state,
      url: linkTo(links, scope.tenant, row),
    });
  }
  return shown;
}

/** A record that could not be read is in no mirror. */
export const byIdAlone = (links: RecordLinks, tenant: string, name: SideName): ShownRecord => ({
  side: name.side,
  id: name.id,
  name: null,
  customer: null,
  amount: null,
  date: null,
  state: 'unknown',
  url: linkTo(links, tenant, name),
});

async function rowsOf(ports: Ports, scope: Scope, wanted: Iterable<SideName>): Promise<MirrorRow[]> {
  const groups = new Map<string, { side: Side; type: RecordType; ids: Set<string> }>();
  for (const { side, type, id } of wanted) {
    const group = groups.get(`${side}/${type}`) ?? { side, type, ids: new Set() };
    groups.set(`${side}/${type}`, group);
    group.ids.add(id);
  }
  const rows = await Promise.all(
    [...groups.values()].map(({ side, type, ids }) => ports.records.mirror.get(scope, side, type, [...ids])),
  );
  return rows.flat();
}

/** A record that cannot be read is shown by its id alone. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const fieldsOf = ({ side, type, content }: MirrorRow, context: MappingContext): Fields =>
  orNothing(() =>
    side === 'bpro' ? MAPPINGS[type].fromBpro(content, context) : MAPPINGS[type].fromQbo(content, context),
  ) ?? {};

function ownerOf({ side, type, content }: MirrorRow, context: MappingContext): SideName | undefined {
  const mapping = MAPPINGS[type];
  const references = orNothing(() =>
    side === 'bpro' ? mapping.bproReferences(content, context) : mapping.qboReferences(content, context),
  );
  const owner = references?.find((reference) => reference.type === 'customer');
  return owner && { side, type: 'customer', id: owner.sideId };
}

const nameOf = (fields: Fields): string | null => {
  const name = fields['displayName'] ?? fields['name'] ?? fields['number'] ?? fields['reference'];
  return typeof name === 'string' && name !== '' ? name : null;
};

const textsOf = (fields: Fields): Pick<ShownRecord, 'name' | 'amount' | 'date'> => {
  const amount = fields['total'] ?? fields['amount'];
  const date = fields['date'];
  return {
    name: nameOf(fields),
    amount: typeof amount === 'number' ? centsToText(amount) : null,
    date: typeof date === 'string' ? date : null,
  };
};
