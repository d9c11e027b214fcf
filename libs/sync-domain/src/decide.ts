import { compare, type Comparison } from './compare.js';
import { dayIn } from './calendar-day.js';
import {
  blockedByProblem,
  leave,
  type Action,
  type DecideInput,
  type Decision,
  type ReferenceView,
  type SideView,
} from './decision.js';
import { endedInBpro, oneSideGone } from './end-of-life.js';
import type { Fields } from './fields.js';
import type { Problem } from './mapping.js';
import type { NoteCode } from './notes.js';
import { DATED_TYPES, type Side } from './record-types.js';

const CLOCK_SKEW_MS = 2_000;

/** What one record needs: a pure function of both sides, the link, the settings and what it refers to. */
export function decide(input: DecideInput): Decision {
  return withoutRecord(input) ?? leftOut(input) ?? unsettled(input) ?? bothSides(input) ?? oneSide(input);
}

function withoutRecord({ bpro, qbo }: DecideInput): Decision | undefined {
  return bpro || qbo ? undefined : leave('unchanged', 'F8:gone-on-both-sides');
}

/** What the settings or the company leave out, linked or not (rules C2, C5, F12, F15). */
function leftOut(input: DecideInput): Decision | undefined {
  const { mapping, context, bpro, qbo, record } = input;
  for (const [side, view] of [
    ['bpro', bpro],
    ['qbo', qbo],
  ] as const) {
    if (!view || !mapping.leftOut) continue;
    const reason = mapping.leftOut(fieldsOf(input, side, view), side, view.content, context);
    if (reason) return leave('left-out', reason);
  }
  const from = context.settings.fromDate;
  if (from !== null && DATED_TYPES.has(mapping.type) && !input.needed) {
    const instants = [bpro?.createdAt, qbo?.createdAt, record.createdAt].filter((i) => i !== undefined);
    const created = instants.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
    if (dayIn(created, context.timeZone) < from) return leave('left-out', 'C2:before-date');
  }
  return undefined;
}

/** A match that a person has to settle (rule F2). */
function unsettled(input: DecideInput): Decision | undefined {
  if (input.match.kind !== 'ambiguous' || linked(input)) return undefined;
  return {
    action: 'ambiguous',
    reason: 'F2:several-candidates',
    note: { code: 'ambiguous-match', candidates: input.match.candidates },
  };
}

const linked = ({ record }: DecideInput): boolean =>
  record.bproId !== undefined && record.qboId !== undefined;

function bothSides(input: DecideInput): Decision | undefined {
  const { bpro, qbo, record, mapping, context } = input;
  if (linked(input)) {
    const gone = oneSideGone(input);
    if (gone) return gone;
  }
  if (!bpro || !qbo) return undefined;
  const first = !linked(input);
  const ended = first ? undefined : endedInBpro(input);
  if (ended) return ended;

  const link =
    first && input.match.kind === 'matched' ? { linkTo: qbo.id, linkKey: String(input.match.level) } : {};
  if (qbo.state === 'voided' && bpro.state === 'active') return noted('F8:voided-in-qbo', 'qbo-voided', link);
  if (qbo.state === 'inactive' && bpro.state === 'active')
    return noted('F8:inactive-in-qbo', 'qbo-inactive', link);
  if (bpro.state !== 'active') return { ...leave(first ? 'link' : 'unchanged', 'F8:inactive'), ...link };

  const b = mapping.fromBpro(bpro.content, context);
  const q = mapping.fromQbo(qbo.content, context);
  const newer: Side = Date.parse(qbo.updatedAt) > Date.parse(bpro.updatedAt) ? 'qbo' : 'bpro';
  const comparison = compare({
    bpro: b,
    qbo: q,
    agreed: first ? undefined : record.agreed,
    newer,
    neverSent: mapping.neverSent ?? {},
    hash: input.hash,
  });
  const standing = problemsOfUpdate(input, comparison);
  if (standing) return { ...standing, ...link, ...(first ? { fields: comparison.merged, comparison } : {}) };
  const action = actionOf(comparison, first);
  const note = noteOfUpdate(comparison, first, bpro, qbo);
  return {
    action,
    reason: action === 'unchanged' ? 'F3:equal' : first ? `F1:matched-${linkKeyOf(input)}` : 'F3:changed',
    ...link,
    fields: comparison.merged,
    comparison,
    ...(note ? { note } : {}),
  };
}

const linkKeyOf = ({ match }: DecideInput): string =>
  match.kind === 'matched' ? String(match.level) : 'linked';

const noted = (reason: string, code: NoteCode, link: { linkTo?: string; linkKey?: string }): Decision => ({
  action: link.linkTo === undefined ? 'unchanged' : 'link',
  reason,
  ...link,
  note: { code },
});

function actionOf({ toQbo, toBpro }: Comparison, first: boolean): Action {
  if (toQbo.length > 0 && toBpro.length > 0) return 'update-both';
  if (toQbo.length > 0) return 'update-qbo';
  if (toBpro.length > 0) return 'update-bpro';
  return first ? 'link' : 'unchanged';
}

function noteOfUpdate(c: Comparison, first: boolean, bpro: SideView, qbo: SideView): Decision['note'] {
  if (c.overwritten.length === 0) return undefined;
  const fields = c.overwritten.map((o) => o.field);
  if (Math.abs(Date.parse(bpro.updatedAt) - Date.parse(qbo.updatedAt)) < CLOCK_SKEW_MS)
    return { code: 'close-times', fields };
  return { code: first ? 'overwritten-at-first-meeting' : 'both-changed', fields };
}

function problemsOfUpdate(input: DecideInput, c: Comparison): Decision | undefined {
  const { mapping, context, bpro, qbo } = input;
  for (const [side, names, exists] of [
    ['qbo', c.toQbo, qbo],
    ['bpro', c.toBpro, bpro],
  ] as const) {
    if (names.length === 0) continue;
    const from: Side = side === 'qbo' ? 'bpro' : 'qbo';
    const chain = blockedBy(input.references(from).filter((r) => names.includes(r.field)));
    if (chain) return chain;
    const problem = mapping
      .problems(side, c.merged, context, exists?.content)
      .find((p) => p.effect === 'block' && concerns(p, names));
    if (problem) return blockedByProblem(problem);
  }
  return undefined;
}

const concerns = (problem: Problem, names: readonly string[]): boolean =>
  problem.field === undefined || names.includes(problem.field);

/** The first required reference that is not there (rule F5), with the chain's root. */
function blockedBy(references: readonly ReferenceView[]): Decision | undefined {
  const missing = references.find((r) => r.required && r.outcome.status !== 'ok');
  if (!missing || missing.outcome.status === 'ok') return undefined;
  const { status, code, root } = missing.outcome;
  const cause = root ?? { type: missing.type, recordId: missing.recordId, code };
  if (status === 'left-out') return leave('left-out', `F5:${missing.field}-left-out`);
  if (status === 'ignored') return leave('ignored', `F5:${missing.field}-ignored`);
  return {
    action: 'blocked',
    reason: `F5:${missing.field}-blocked`,
    note: { code: 'dependency-blocked', root: cause },
  };
}

/** Only one side has it: C1 decides between create and ignore (rule F4). */
function oneSide(input: DecideInput): Decision {
  const { mapping, context, bpro, qbo, record } = input;
  const from: Side = bpro ? 'bpro' : 'qbo';
  const view = bpro ?? qbo;
  if (!view) return leave('unchanged', 'F8:gone-on-both-sides');
  if (view.state !== 'active' && !(input.needed && view.state === 'inactive'))
    return leave('left-out', `F15:${view.state}`);
  if (from === 'qbo' && !mapping.bproCreates) return leave('left-out', 'D3:bpro-has-no-place');

  const chosen = record.choice?.qboId === null;
  const wanted = from === 'bpro' ? context.settings.onlyInBpro : context.settings.onlyInQbo;
  const isNew = input.door === 'replay' && from === 'bpro';
  if (wanted === 'ignore' && !isNew && !chosen) return leave('ignored', `C1:only-in-${from}`);

  const chain = blockedBy(input.references(from));
  if (chain) return chain;
  const fields = fieldsOf(input, from, view);
  const to: Side = from === 'bpro' ? 'qbo' : 'bpro';
  const problems = mapping.problems(to, fields, context, undefined);
  const block = problems.find((p) => p.effect === 'block');
  if (block) return blockedByProblem(block);
  const [said] = problems;
  return {
    action: to === 'qbo' ? 'create-qbo' : 'create-bpro',
    reason: `F4:only-in-${from}`,
    fields,
    ...(said
      ? {
          note: {
            code: said.code as NoteCode,
            ...(said.field === undefined ? {} : { fields: [said.field] }),
          },
        }
      : {}),
  };
}

const fieldsOf = ({ mapping, context }: DecideInput, side: Side, view: SideView): Fields =>
  side === 'bpro' ? mapping.fromBpro(view.content, context) : mapping.fromQbo(view.content, context);
