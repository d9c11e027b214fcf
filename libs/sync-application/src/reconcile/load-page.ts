import type { LinkRow, MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  assignedRecords,
  type EntityMapping,
  type RecordType,
  type Reference,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { Neighbourhood } from './neighbourhood.js';
import { handleOf, type RecordHandle } from './record-journal.js';
import type { TenantContext } from './tenant-context.js';

/** Which record to look at; ids that are known already. */
export interface Seed {
  readonly recordId: string;
  readonly bproId?: string | undefined;
  readonly qboId?: string | undefined;
  readonly needed?: boolean;
}

/** A record with both sides as the mirror has them. */
export interface Work {
  readonly handle: RecordHandle;
  readonly bpro: MirrorRow | undefined;
  readonly qbo: MirrorRow | undefined;
  readonly needed: boolean;
}

export const linkedIds = (work: Work): { bproId: string | undefined; qboId: string | undefined } => ({
  bproId: work.handle.state.bproId ?? work.bpro?.id,
  qboId: work.handle.state.qboId ?? work.qbo?.id,
});

/** Loads the links, both sides and the neighbours of a page of records of one type. */
export async function loadPage(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  seeds: readonly Seed[],
  hood = new Neighbourhood(ports, tc),
): Promise<{ works: Work[]; hood: Neighbourhood }> {
  const { links, mirror } = ports.records;
  const rows = new Map<string, LinkRow>();
  for (const row of await links.get(
    tc.scope,
    mapping.type,
    seeds.map((s) => s.recordId),
  ))
    rows.set(row.recordId, row);
  const idsOf = (side: Side): string[] =>
    seeds.flatMap((s) => {
      const row = rows.get(s.recordId);
      const id = side === 'bpro' ? (row?.bproId ?? s.bproId) : (row?.qboId ?? s.qboId);
      return id === undefined ? [] : [id];
    });
  const [bpro, qbo] = await Promise.all([
    mirror.get(tc.scope, 'bpro', mapping.type, idsOf('bpro')),
    mirror.get(tc.scope, 'qbo', mapping.type, idsOf('qbo')),
  ]);
  const byId = { bpro: new Map(bpro.map((r) => [r.id, r])), qbo: new Map(qbo.map((r) => [r.id, r])) };
  const works = seeds.map((seed): Work => {
    const row = rows.get(seed.recordId);
    if (row) hood.know(row);
    return {
      handle: handleOf(mapping.type, seed.recordId, row),
      bpro: byId.bpro.get(row?.bproId ?? seed.bproId ?? ''),
      qbo: byId.qbo.get(row?.qboId ?? seed.qboId ?? ''),
      needed: seed.needed ?? false,
    };
  });
  await learnReferences(
    hood,
    mapping,
    works.flatMap((w) => [w.bpro, w.qbo]),
  );
  return { works, hood };
}

const MAX_HOPS = 4;

/** Learns what records refer to, and what those contents make them refer to further (a refund: its invoice's tax). */
export async function learnReferences(
  hood: Neighbourhood,
  mapping: EntityMapping,
  rows: readonly (MirrorRow | undefined)[],
): Promise<void> {
  const context = hood.mappingContext();
  let known = -1;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const wanted = new Map<string, { type: RecordType; side: Side; ids: Set<string> }>();
    let count = 0;
    for (const row of rows)
      for (const reference of row ? referencesOf(mapping, row, context) : []) {
        const side = row?.side ?? 'bpro';
        const key = `${reference.type}/${side}`;
        const entry = wanted.get(key) ?? { type: reference.type, side, ids: new Set<string>() };
        entry.ids.add(reference.sideId);
        wanted.set(key, entry);
        count++;
      }
    for (const row of rows) await learnAssignment(hood, row);
    if (count === known) return;
    known = count;
    for (const { type, side, ids } of wanted.values()) await hood.learn(type, side, ids);
  }
}

/** A refund found in QuickBooks names what it was put onto by our own ids (rule F11). */
async function learnAssignment(hood: Neighbourhood, row: MirrorRow | undefined): Promise<void> {
  for (const { type, recordId } of row ? assignedRecords(row.content) : [])
    await hood.learn(type, recordId.startsWith('q.') ? 'qbo' : 'bpro', [recordId.slice(2)]);
}

export const referencesOf = (
  mapping: EntityMapping,
  row: MirrorRow,
  context: ReturnType<Neighbourhood['mappingContext']>,
): Reference[] =>
  row.side === 'bpro'
    ? mapping.bproReferences(row.content, context)
    : mapping.qboReferences(row.content, context);
