import type { PlanRow } from '@bpro-qbo-sync/record-store';
import type { Action, Decision, EntityMapping, Match } from '@bpro-qbo-sync/sync-domain';
import type { Work } from '../reconcile/load-page.js';

/** What a plan row keeps of a decision besides its action and reason. */
export interface PlanDetail {
  readonly [name: string]: unknown;
  /** The decision when the row's own action is `settle`: nothing is written, a note comes or goes. */
  readonly was?: Action;
  /** The records will be linked. */
  readonly link?: string;
  readonly needed?: boolean;
  readonly toQbo?: readonly string[];
  readonly toBpro?: readonly string[];
  readonly overwritten?: readonly string[];
  readonly note?: string;
  readonly candidates?: readonly string[];
  readonly root?: { readonly type: string; readonly recordId: string; readonly code: string };
  /** Whether the record counts on a side (rule D1). */
  readonly counted: { readonly qbo: boolean; readonly bpro: boolean };
}

export const detailOf = (row: PlanRow): PlanDetail => row.detail as unknown as PlanDetail;

/** What the row says about the record, also where carrying it out only settles a note. */
export const plannedAction = (row: PlanRow): string => detailOf(row).was ?? row.action;

/** The settings' filters decide about counting; a record that waits for another still counts. */
const FILTERS = new Set(['C2', 'C5', 'F11', 'F12', 'F13', 'F15']);

const QUIET: ReadonlySet<Action> = new Set(['unchanged', 'left-out', 'ignored']);

export function planRow(mapping: EntityMapping, work: Work, decision: Decision): PlanRow {
  const { state } = work.handle;
  const linked = state.bproId !== undefined && state.qboId !== undefined;
  const filtered =
    decision.action === 'left-out' &&
    (FILTERS.has(ruleOf(decision)) || decision.reason.endsWith('-left-out'));
  const alive = work.bpro?.state === 'active' || work.qbo?.state === 'active';
  const paired = linked || decision.linkTo !== undefined;
  const counts = (side: 'bpro' | 'qbo'): boolean => {
    const row = work[side];
    return !filtered && row !== undefined && (paired ? alive : row.state === 'active');
  };
  const settles =
    QUIET.has(decision.action) &&
    (decision.note !== undefined || state.note !== undefined || decision.comparison?.agreedAnew === true);
  const detail: PlanDetail = {
    counted: { qbo: counts('qbo'), bpro: counts('bpro') },
    ...(settles ? { was: decision.action } : {}),
    ...(decision.linkTo === undefined ? {} : { link: decision.linkKey ?? '' }),
    ...(work.needed ? { needed: true } : {}),
    ...(decision.comparison
      ? {
          toQbo: decision.comparison.toQbo,
          toBpro: decision.comparison.toBpro,
          overwritten: decision.comparison.overwritten.map((o) => o.field),
        }
      : {}),
    ...(decision.note ? { note: decision.note.code } : {}),
    ...(decision.note?.candidates ? { candidates: decision.note.candidates } : {}),
    ...(decision.note?.root ? { root: decision.note.root } : {}),
  };
  return {
    type: mapping.type,
    recordId: work.handle.recordId,
    bproId: state.bproId ?? work.bpro?.id,
    qboId: state.qboId ?? work.qbo?.id,
    action: settles ? 'settle' : decision.action,
    reason: decision.reason,
    detail,
  };
}

const ruleOf = (decision: Decision): string => decision.reason.split(':')[0] ?? '';

/** The match that a plan row stands for. */
export function plannedMatch(row: PlanRow | undefined): Match {
  if (!row) return { kind: 'none' };
  const { link, candidates } = detailOf(row);
  if (link !== undefined && row.qboId !== undefined)
    return { kind: 'matched', id: row.qboId, level: Number(link) };
  return candidates ? { kind: 'ambiguous', candidates, level: 0 } : { kind: 'none' };
}
