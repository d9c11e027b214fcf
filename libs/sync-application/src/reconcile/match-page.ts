import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  matchBpro,
  matchQbo,
  otherSide,
  type EntityMapping,
  type Match,
  type MatchCandidate,
  type RecordState,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { learnReferences, type Work } from './load-page.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

/**
 * Finds the counterparts of unlinked records of one side, a page at a time (rule F1): candidates come from the
 * mirror by key, the decision is the domain's.
 */
export async function matchPage(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  side: Side,
  works: readonly Work[],
  hood: Neighbourhood,
): Promise<Map<string, Match>> {
  const other = otherSide(side);
  const rows = works.flatMap((w) => (side === 'bpro' ? w.bpro : w.qbo) ?? []);
  const candidates = await unlinked(ports, tc, mapping, other, rows);
  const rivals = await unlinked(ports, tc, mapping, side, candidates);
  await learnReferences(hood, mapping, [...candidates, ...rivals]);

  const context = hood.mappingContext();
  const candidateOf = (row: MirrorRow): MatchCandidate => ({
    id: row.id,
    keys: row.keys,
    fields:
      row.side === 'bpro' ? mapping.fromBpro(row.content, context) : mapping.fromQbo(row.content, context),
  });
  const there = index(candidates.map(candidateOf));
  const here = index(rivals.map(candidateOf));
  const result = new Map<string, Match>();
  for (const work of works) {
    const row = side === 'bpro' ? work.bpro : work.qbo;
    if (!row) continue;
    const chosen = work.handle.state.choice;
    if (side === 'bpro' && chosen) {
      const taken = chosen.qboId !== null && candidates.some((c) => c.id === chosen.qboId);
      result.set(
        work.handle.recordId,
        taken && chosen.qboId !== null ? { kind: 'matched', id: chosen.qboId, level: 9 } : { kind: 'none' },
      );
      continue;
    }
    const own = candidateOf(row);
    const mine = there.sharing(own);
    const back = here.sharing(...mine);
    result.set(
      work.handle.recordId,
      side === 'bpro' ? matchBpro(mapping, own, mine, back) : matchQbo(mapping, own, mine, back),
    );
  }
  const undecided = works.filter(({ handle }) => result.get(handle.recordId)?.kind === 'none');
  for (const [recordId, match] of await stillAmbiguous(ports, tc, mapping, other, undecided))
    result.set(recordId, match);
  return result;
}

/**
 * A person was asked which record it is (rule F2): an edit that takes away the keys does not answer the question as
 * long as a candidate is free. Otherwise what is one record could become two.
 */
async function stillAmbiguous(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  other: Side,
  works: readonly Work[],
): Promise<Map<string, Match>> {
  const asked = works.flatMap(({ handle: { recordId, state } }) => {
    const candidates = state.choice === undefined ? state.note?.candidates : undefined;
    return candidates ? [{ recordId, candidates }] : [];
  });
  const ids = [...new Set(asked.flatMap(({ candidates }) => candidates))];
  if (ids.length === 0) return new Map();
  const rows = await ports.records.mirror.get(tc.scope, other, mapping.type, ids);
  const left = new Set((await freeOf(ports, tc, mapping, other, rows)).map(({ id }) => id));
  return new Map(
    asked.flatMap(({ recordId, candidates }) => {
      const found = candidates.filter((id) => left.has(id));
      return found.length === 0 ? [] : [[recordId, { kind: 'ambiguous', candidates: found, level: 0 }]];
    }),
  );
}

/** Rows of a side that share a key with the given ones and are free. */
async function unlinked(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  side: Side,
  sharing: readonly MirrorRow[],
): Promise<MirrorRow[]> {
  const keys = [...new Set(sharing.flatMap((row) => row.keys))];
  if (keys.length === 0) return [];
  return freeOf(
    ports,
    tc,
    mapping,
    side,
    await ports.records.mirror.byKeys(tc.scope, side, mapping.type, keys),
  );
}

/** Of these rows those that are not linked, not settled otherwise and not ended. */
async function freeOf(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  side: Side,
  found: readonly MirrorRow[],
): Promise<MirrorRow[]> {
  const links = await ports.records.links.bySide(
    tc.scope,
    mapping.type,
    side,
    found.map((row) => row.id),
  );
  const taken = new Set(
    links.flatMap((link) => {
      const state = link.state as unknown as RecordState;
      const isTaken = (link.bproId !== undefined && link.qboId !== undefined) || state.choice !== undefined;
      return isTaken ? [side === 'bpro' ? link.bproId : link.qboId] : [];
    }),
  );
  return found.filter((row) => !taken.has(row.id) && (row.state === 'active' || row.state === 'inactive'));
}

/** Candidates by key, so that a page is matched in linear time. */
function index(candidates: readonly MatchCandidate[]): {
  sharing(...records: readonly MatchCandidate[]): MatchCandidate[];
} {
  const byKey = new Map<string, MatchCandidate[]>();
  for (const candidate of candidates)
    for (const key of candidate.keys) byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  return {
    sharing: (...records) => [
      ...new Set(records.flatMap((r) => r.keys.flatMap((key) => byKey.get(key) ?? []))),
    ],
  };
}
