import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import {
  decide,
  type DecideInput,
  otherSide,
  type Decision,
  type EntityMapping,
  type Match,
  type ReferenceView,
  type Side,
} from '@bpro-qbo-sync/sync-domain';
import { referencesOf, type Work } from './load-page.js';
import { viewOf } from './mirror-rows.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

/** Decides one loaded record: the one place from which both doors reach the domain's decision (rule G4). */
export function decideWork(
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  match: Match,
  hood: Neighbourhood,
): Decision {
  const context = hood.mappingContext();
  const rowOf = (side: Side): MirrorRow | undefined => (side === 'bpro' ? work.bpro : work.qbo);
  return decide({
    mapping,
    context,
    bpro: work.bpro && viewOf(work.bpro),
    qbo: work.qbo && viewOf(work.qbo),
    record: work.handle.state,
    match,
    needed: work.needed,
    door: tc.phase === 'replay' && !staysIgnored(hood, mapping, work) ? 'replay' : 'full-sync',
    unread: unreadFor(tc, mapping),
    hash: tc.hash,
    references: (from): ReferenceView[] => {
      const row = rowOf(from);
      if (!row) return [];
      return referencesOf(mapping, row, context).map((reference) => {
        const recordId = hood.recordId(reference.type, from, reference.sideId);
        return {
          field: reference.field,
          type: reference.type,
          recordId,
          required: reference.required,
          outcome: hood.outcome(reference.type, recordId, otherSide(from)),
        };
      });
    },
  });
}

function unreadFor(tc: TenantContext, { type }: EntityMapping): NonNullable<DecideInput['unread']> {
  const [bpro, qbo] = [tc.unread.get(`bpro/${type}`), tc.unread.get(`qbo/${type}`)];
  return { ...(bpro && { bpro }), ...(qbo && { qbo }) };
}

/** What the last full sync ignored stays ignored, edits included, until a sync with another setting (rule C1). */
function staysIgnored(hood: Neighbourhood, mapping: EntityMapping, work: Work): boolean {
  const plan = hood.plan(mapping.type, work.handle.recordId);
  return (plan?.detail['was'] ?? plan?.action) === 'ignored';
}
