import { BproMalformed, BproNotFound } from '@bpro-qbo-sync/bpro-adapter';
import {
  isSetAside,
  MAPPINGS,
  RECORD_TYPES,
  type EntityMapping,
  type Match,
  type RecordState,
  type RecordType,
  type Reference,
} from '@bpro-qbo-sync/sync-domain';
import { noteMalformed } from '../full-sync/malformed.js';
import type { Ports } from '../ports.js';
import { decideWork } from '../reconcile/decide-page.js';
import { learnReferences, loadPage, referencesOf, type Seed, type Work } from '../reconcile/load-page.js';
import { matchPage } from '../reconcile/match-page.js';
import { bproRow } from '../reconcile/mirror-rows.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { reconcilePage } from '../reconcile/reconcile-page.js';
import { orNotNow } from '../reconcile/send.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { waitingFor } from '../reconcile/waiting-for.js';

const READS_AT_ONCE = 8;

/**
 * Brings BPro records of one type to QuickBooks as they are now: what they need first (rules C3, F5), then they
 * themselves, then what waited for one of them (rule H2). Different records go side by side within QuickBooks' limits;
 * one that cannot be read gets its note and holds up no other (rule F9); one that is set aside stays so.
 */
export async function bringAcross(
  ports: Ports,
  tc: TenantContext,
  type: RecordType,
  ids: readonly string[],
  needed = false,
): Promise<void> {
  const mapping = MAPPINGS[type];
  const readable = await readIntoMirror(ports, tc, mapping, ids);
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(type, 'bpro', readable);
  const seeds = readable.map((id): Seed => ({
    recordId: hood.recordId(type, 'bpro', id),
    bproId: id,
    needed,
  }));
  const { works } = await loadPage(ports, tc, mapping, seeds, hood);
  const known = works.filter(
    ({ bpro, handle: { state } }) => (bpro || state.qboId !== undefined) && !isSetAside(state),
  );
  await bringNeeded(ports, tc, mapping, known, hood);

  const free = known.filter(({ bpro, handle: { state } }) => bpro && !(state.bproId && state.qboId));
  const matches = await matchPage(ports, tc, mapping, 'bpro', free, hood);
  const matchOf = (recordId: string): Match => matches.get(recordId) ?? { kind: 'none' };
  const recordIds = new Set(known.map(({ handle }) => handle.recordId));
  const found = seeds
    .filter(({ recordId }) => recordIds.has(recordId))
    .map((seed): Seed => {
      const match = matchOf(seed.recordId);
      return match.kind === 'matched' ? { ...seed, qboId: match.id } : seed;
    });
  const results = await reconcilePage(ports, tc, mapping, found, ({ handle }) => ({
    match: matchOf(handle.recordId),
  }));
  const settled = known.filter(
    ({ handle: { recordId, state } }) => state.note && !results.get(recordId)?.performed.handle.state.note,
  );
  if (settled.length > 0)
    await release(ports, tc, new Set(settled.map(({ handle }) => `${type}/${handle.recordId}`)));
}

/** Answers the ids whose records are in the mirror now as BPro has them, or are gone from it as from BPro. */
async function readIntoMirror(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  ids: readonly string[],
): Promise<string[]> {
  const { mirror } = ports.records;
  const { type } = mapping;
  const malformed = new Map<string, string>();
  const queue = [...ids];
  const reader = async (): Promise<void> => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift())
      try {
        const record = await orNotNow(ports.bpro.read(tc.scope.tenant, type, id));
        if (record.state === 'deleted') await mirror.remove(tc.scope, 'bpro', type, [id]);
        else await mirror.put(tc.scope, [bproRow(mapping, record)]);
      } catch (error) {
        if (error instanceof BproMalformed) malformed.set(id, error.path);
        else if (error instanceof BproNotFound) await mirror.remove(tc.scope, 'bpro', type, [id]);
        else throw error;
      }
  };
  await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, ids.length) }, reader));
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(type, 'bpro', malformed.keys());
  for (const [id, path] of malformed)
    await noteMalformed(ports, tc, { type, recordId: hood.recordId(type, 'bpro', id), bproId: id }, [path]);
  return ids.filter((id) => !malformed.has(id));
}

/**
 * What these records need and QuickBooks does not have yet goes before them: documents first, with what they need in
 * their turn, so that nothing is brought for a record that then does not sync itself (rule C3).
 */
async function bringNeeded(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  works: readonly Work[],
  known: Neighbourhood,
): Promise<void> {
  let hood = known;
  let standing = works.filter((work) => mayCross(tc, mapping, work, hood));
  for (const type of [...RECORD_TYPES].reverse()) {
    const missing = (work: Work): Reference[] =>
      (work.bpro ? referencesOf(mapping, work.bpro, hood.mappingContext()) : []).filter(
        (reference) => reference.type === type && !isThere(hood, reference),
      );
    const ids = [...new Set(standing.flatMap(missing).map(({ sideId }) => sideId))];
    if (ids.length === 0) continue;
    // One by one where a record may lie in another of the same type.
    if (type === mapping.type) for (const id of ids) await bringAcross(ports, tc, type, [id], true);
    else await bringAcross(ports, tc, type, ids, true);
    hood = new Neighbourhood(ports, tc);
    await learnReferences(
      hood,
      mapping,
      standing.map(({ bpro }) => bpro),
    );
    standing = standing.filter((work) => !missing(work).some(({ required }) => required));
  }
}

const isThere = (hood: Neighbourhood, { type, sideId }: Reference): boolean =>
  hood.outcome(type, hood.recordId(type, 'bpro', sideId), 'qbo').status === 'ok';

/** False: the settings leave the record itself out, whatever it refers to. */
function mayCross(tc: TenantContext, mapping: EntityMapping, work: Work, hood: Neighbourhood): boolean {
  const { action, reason } = decideWork(tc, mapping, work, { kind: 'none' }, hood);
  return action !== 'ignored' && (action !== 'left-out' || reason.startsWith('F5:'));
}

/** What was held because of records that have no note any more (rule H2; `type/recordId`), in dependency order. */
export async function release(ports: Ports, tc: TenantContext, causes: ReadonlySet<string>): Promise<void> {
  const held = new Map<RecordType, string[]>();
  for (const { type, state } of await waitingFor(ports, tc, causes)) {
    const { bproId } = state as unknown as RecordState;
    if (bproId !== undefined) held.set(type, [...(held.get(type) ?? []), bproId]);
  }
  for (const [type, ids] of held) await bringAcross(ports, tc, type, ids);
}
