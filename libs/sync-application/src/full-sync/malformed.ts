import { BproMalformed, BproNotFound } from '@bpro-qbo-sync/bpro-adapter';
import type { PlanRow, Scope } from '@bpro-qbo-sync/record-store';
import {
  derivedRecordId,
  type EntityMapping,
  RECORD_TYPES,
  type RecordType,
  type RootCause,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { noteEvents } from '../reconcile/outcomes.js';
import { bproRow, qboRows } from '../reconcile/mirror-rows.js';
import { appendToRecord, handleOf } from '../reconcile/record-journal.js';
import { orNotNow } from '../reconcile/send.js';
import type { TenantContext } from '../reconcile/tenant-context.js';

/** A record that could not be read: which, and at which field. No values. */
export interface Malformed {
  readonly id: string;
  readonly path: string;
}

const SIDES = ['bpro', 'qbo'] as const;
const MALFORMED_FACT = 'malformed';
const keyOf = (side: Side, type: RecordType): string => `${side}/${type}`;

/** What the last reading could not understand, by side and type. */
async function knownMalformed(
  ports: Ports,
  scope: Scope,
): Promise<Readonly<Record<string, readonly Malformed[]>>> {
  return ((await ports.records.facts.get(scope, MALFORMED_FACT)) ?? {}) as Record<string, Malformed[]>;
}

/**
 * Remembers what a read could not understand. What was known of such a record before stays in the mirror: it is not
 * gone, and nothing may be removed on its account.
 */
export async function keepMalformed(
  ports: Ports,
  scope: Scope,
  side: Side,
  type: RecordType,
  readId: string,
  malformed: readonly Malformed[],
): Promise<void> {
  const known = await knownMalformed(ports, scope);
  await ports.records.facts.put(scope, MALFORMED_FACT, { ...known, [keyOf(side, type)]: malformed });
  if (malformed.length === 0) return;
  const rows = await ports.records.mirror.get(
    scope,
    side,
    type,
    malformed.map((m) => m.id),
  );
  await ports.records.mirror.put(scope, rows, readId);
}

/** The same after only some of QuickBooks' records were read: what is known of the others stays. */
export async function keepMalformedAmong(
  ports: Ports,
  scope: Scope,
  type: RecordType,
  read: readonly string[],
  malformed: readonly Malformed[],
): Promise<void> {
  const known = await knownMalformed(ports, scope);
  const key = keyOf('qbo', type);
  const others = (known[key] ?? []).filter(({ id }) => !read.includes(id));
  await ports.records.facts.put(scope, MALFORMED_FACT, { ...known, [key]: [...others, ...malformed] });
}

/** Per side and type, a record that could not be read and is not linked: it may be one that the other side has. */
export async function unreadOf(ports: Ports, scope: Scope): Promise<Map<string, RootCause>> {
  const known = await knownMalformed(ports, scope);
  const unread = new Map<string, RootCause>();
  for (const side of SIDES)
    for (const type of RECORD_TYPES) {
      const ids = (known[keyOf(side, type)] ?? []).map((m) => m.id);
      if (ids.length === 0) continue;
      const links = await ports.records.links.bySide(scope, type, side, ids);
      const linked = new Set(links.map((row) => (side === 'bpro' ? row.bproId : row.qboId)));
      const id = ids.find((one) => !linked.has(one));
      if (id !== undefined)
        unread.set(keyOf(side, type), { type, recordId: derivedRecordId(side, id), code: 'malformed' });
    }
  return unread;
}

export const MALFORMED = 'F9:malformed';

/** Plan rows for what could not be read: a note, nothing else. */
export async function malformedRows(ports: Ports, tc: TenantContext, type: RecordType): Promise<PlanRow[]> {
  const known = await knownMalformed(ports, tc.scope);
  const rows: PlanRow[] = [];
  for (const side of SIDES) {
    const malformed = known[keyOf(side, type)] ?? [];
    const hood = new Neighbourhood(ports, tc);
    await hood.learn(
      type,
      side,
      malformed.map((m) => m.id),
    );
    for (const { id, path } of malformed) {
      const recordId = hood.recordId(type, side, id);
      const counted = { bpro: side === 'bpro', qbo: side === 'qbo' };
      rows.push({
        type,
        recordId,
        bproId: side === 'bpro' ? id : hood.sideId(type, 'bpro', recordId),
        qboId: side === 'qbo' ? id : hood.sideId(type, 'qbo', recordId),
        action: 'blocked',
        reason: MALFORMED,
        detail: { counted, note: 'malformed', fields: [path] },
      });
    }
  }
  return rows;
}

/** Raises the note of a record that could not be read, at the fields named. */
export async function noteMalformed(
  ports: Ports,
  tc: TenantContext,
  { type, recordId, bproId }: Pick<PlanRow, 'type' | 'recordId' | 'bproId'>,
  fields: readonly string[],
): Promise<void> {
  const [link] = await ports.records.links.get(tc.scope, type, [recordId]);
  const handle = handleOf(type, recordId, link);
  const note = { code: 'malformed', fields, rule: 'F9' } as const;
  await appendToRecord(ports, tc, handle, noteEvents(handle, note, bproId));
}

/** Reads both sides of a record again, into the mirror. False: it still cannot be read. */
export async function readAnew(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  recordId: string,
): Promise<boolean> {
  const { type } = mapping;
  const [link] = await ports.records.links.get(tc.scope, type, [recordId]);
  const bproId = link?.bproId ?? (recordId.startsWith('b.') ? recordId.slice(2) : undefined);
  const qboId = link?.qboId ?? (recordId.startsWith('q.') ? recordId.slice(2) : undefined);
  if (bproId !== undefined)
    try {
      const record = await orNotNow(ports.bpro.read(tc.scope.tenant, type, bproId));
      await ports.records.mirror.put(tc.scope, [bproRow(mapping, record)]);
    } catch (error) {
      if (error instanceof BproMalformed) return false;
      if (!(error instanceof BproNotFound)) throw error;
    }
  if (qboId === undefined) return true;
  const [record] = await orNotNow(
    ports.qbo.query(tc.connection, {
      entity: mapping.qboEntity,
      where: [{ property: 'Id', operator: '=', value: qboId.split('/')[0] ?? qboId }, ...mapping.qboWhere],
    }),
  );
  if (!record) return true;
  const { rows, malformed } = qboRows(mapping, record);
  await ports.records.mirror.put(tc.scope, rows);
  return malformed === undefined;
}
