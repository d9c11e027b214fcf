import { compare, type Comparison } from './compare.js';
import { missingReference } from './decide-dependencies.js';
import {
  blockedByProblem,
  fieldsOf,
  isPaired,
  leave,
  noteOfProblem,
  type Action,
  type DecideInput,
  type Decision,
  type SideView,
} from './decision.js';
import { endedInBpro, oneSideGone } from './end-of-life.js';
import type { Problem } from './mapping.js';
import type { NoteCode } from './notes.js';
import { otherSide, type Side } from './record-types.js';

const CLOCK_SKEW_MS = 2_000;

/** Both sides have the record, or had it when they were linked (rules F3, F8). */
export function bothSides(input: DecideInput): Decision | undefined {
  const { bpro, qbo } = input;
  const first = !isPaired(input);
  if (!bpro || !qbo) return first ? undefined : oneSideGone(input);
  const ended = first ? undefined : endedInBpro(input, bpro, qbo);
  if (ended) return ended;
  const linkKey = first ? linkKeyOf(input) : undefined;
  if (first && linkKey === undefined) return undefined;
  const waits = first ? onLeftOut(input) : undefined;
  if (waits) return waits;

  const comparison = compareViews(input, bpro, qbo, first);
  const tie = linkKey === undefined ? {} : { linkTo: qbo.id, linkKey };
  const asleep = inactiveSide(bpro, qbo, first);
  if (asleep) return { ...asleep, ...tie, ...(first ? { comparison: postponed(comparison) } : {}) };

  const withheld = withheldUpdate(input, comparison);
  if (withheld) return { ...withheld, ...tie, ...(first ? { fields: comparison.merged, comparison } : {}) };
  const action = actionOf(comparison, first);
  const note = noteOfOverwrites(comparison, first, bpro, qbo) ?? noteOfUpdate(input, comparison);
  return {
    action,
    reason: reasonOf(action, linkKey),
    ...tie,
    fields: comparison.merged,
    comparison,
    ...(note ? { note } : {}),
  };
}

/** Records that the date leaves out are not tied to, but for the customers that are pulled in (rule C3). */
const onLeftOut = (input: DecideInput): Decision | undefined =>
  missingReference(input.references('bpro').filter(({ outcome }) => outcome.status === 'left-out'))?.decision;

function compareViews(input: DecideInput, bpro: SideView, qbo: SideView, first: boolean): Comparison {
  const ours = fieldsOf(input, 'bpro', bpro);
  return compare({
    bpro: ours,
    qbo: fieldsOf(input, 'qbo', qbo),
    agreed: first ? undefined : input.record.agreed,
    newer: Date.parse(qbo.updatedAt) > Date.parse(bpro.updatedAt) ? 'qbo' : 'bpro',
    neverSent: input.mapping.neverSent ?? {},
    clearedByQbo: input.mapping.clearedByQbo ?? [],
    possibleNow: input.mapping.possibleNow?.(ours, qbo.content, input.context) ?? [],
    hash: input.hash,
  });
}

/** The level of the key that found the two (rule F1), or that a person chose (rule F2); none: they do not match. */
function linkKeyOf({ match, record }: DecideInput): string | undefined {
  if (match.kind !== 'matched') return undefined;
  return record.choice?.qboId === match.id ? 'chosen' : String(match.level);
}

function reasonOf(action: Action, linkKey: string | undefined): string {
  if (linkKey === undefined) return action === 'unchanged' ? 'F3:equal' : 'F3:changed';
  return linkKey === 'chosen' ? 'F2:chosen' : `F1:matched-${linkKey}`;
}

/** One side does not use the record any more: linked, and nothing is written (rule F8). */
function inactiveSide(bpro: SideView, qbo: SideView, first: boolean): Decision | undefined {
  const action = first ? 'link' : 'unchanged';
  const noted = (reason: string, code: NoteCode): Decision => ({ action, reason, note: { code } });
  if (bpro.state !== 'active') return leave(action, 'F8:inactive');
  if (qbo.state === 'voided') return noted('F8:voided-in-qbo', 'qbo-voided');
  if (qbo.state === 'inactive') return noted('F8:inactive-in-qbo', 'qbo-inactive');
  return undefined;
}

/** What differs is not agreed: it is settled when both sides use the record again. */
const postponed = (comparison: Comparison): Comparison => ({ ...comparison, overwritten: [] });

function actionOf({ toQbo, toBpro }: Comparison, first: boolean): Action {
  if (toQbo.length > 0 && toBpro.length > 0) return 'update-both';
  if (toQbo.length > 0) return 'update-qbo';
  if (toBpro.length > 0) return 'update-bpro';
  return first ? 'link' : 'unchanged';
}

function noteOfOverwrites(c: Comparison, first: boolean, bpro: SideView, qbo: SideView): Decision['note'] {
  if (c.overwritten.length === 0) return undefined;
  const fields = c.overwritten.map((o) => o.field);
  if (Math.abs(Date.parse(bpro.updatedAt) - Date.parse(qbo.updatedAt)) < CLOCK_SKEW_MS)
    return { code: 'close-times', fields };
  return { code: first ? 'overwritten-at-first-meeting' : 'both-changed', fields };
}

interface Update {
  readonly side: Side;
  readonly names: readonly string[];
  readonly exists: SideView | undefined;
}

/** What each side would be sent, with the record that is there. */
const updatesOf = ({ bpro, qbo }: DecideInput, { toQbo, toBpro }: Comparison): Update[] =>
  [
    { side: 'qbo' as const, names: toQbo, exists: qbo },
    { side: 'bpro' as const, names: toBpro, exists: bpro },
  ].filter(({ names }) => names.length > 0);

/** What stands in the way of an update: a reference that is not there (rule F5), or what would be refused (rule F10). */
function withheldUpdate(input: DecideInput, c: Comparison): Decision | undefined {
  for (const update of updatesOf(input, c)) {
    const references = input.references(otherSide(update.side));
    const missing = missingReference(references.filter((r) => update.names.includes(r.field)));
    if (missing) return { note: { code: 'dependency-ignored', root: missing.root }, ...missing.decision };
    const problem = problemOf(input, c, update, 'block');
    if (problem) return blockedByProblem(problem);
  }
  return undefined;
}

/** What is written, and said (rule F10). */
function noteOfUpdate(input: DecideInput, c: Comparison): Decision['note'] {
  for (const update of updatesOf(input, c)) {
    const problem = problemOf(input, c, update, 'note');
    if (problem) return noteOfProblem(problem);
  }
  return undefined;
}

const problemOf = (
  { mapping, context }: DecideInput,
  { merged }: Comparison,
  { side, names, exists }: Update,
  effect: Problem['effect'],
): Problem | undefined =>
  mapping
    .problems(side, merged, context, exists?.content)
    .find((p) => p.effect === effect && (p.field === undefined || names.includes(p.field)));
