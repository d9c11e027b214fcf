import type { Comparison } from './compare.js';
import type { Fields, KeyedHash } from './fields.js';
import type { EntityMapping, MappingContext, Problem, QboContent } from './mapping.js';
import type { Match } from './match.js';
import { NOTES, type NoteCode } from './notes.js';
import { isLinked, type RecordState } from './record-state.js';
import type { Side } from './record-types.js';

/** A record of one side, as the decision sees it. */
export interface SideView {
  readonly id: string;
  readonly version: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly state: 'active' | 'inactive' | 'voided' | 'deleted';
  readonly content: QboContent;
}

/** The record at the root of a chain of records that need each other (rule F5), and what is the matter with it. */
export interface RootCause {
  readonly type: string;
  readonly recordId: string;
  readonly code: string;
}

/** What became of a record that this one needs. */
export type RefOutcome =
  | { readonly status: 'ok' }
  | {
      readonly status: 'left-out' | 'ignored' | 'blocked';
      readonly code: string;
      readonly root?: RootCause;
    };

export interface ReferenceView {
  readonly field: string;
  readonly type: string;
  readonly recordId: string;
  readonly required: boolean;
  /** Whether it exists, or will, on the side that is written. */
  readonly outcome: RefOutcome;
}

export interface DecideInput {
  readonly mapping: EntityMapping;
  readonly context: MappingContext;
  readonly bpro: SideView | undefined;
  readonly qbo: SideView | undefined;
  readonly record: RecordState;
  /** For a record that is not linked. */
  readonly match: Match;
  /** References of the record as the writing side must resolve them. */
  references(from: Side): readonly ReferenceView[];
  /** A record that does sync needs this one (rule C3). */
  readonly needed: boolean;
  /**
   * Per side, a record of this type that could not be read there, is not linked, and so may be this one: nothing is
   * created there as long as it cannot be told apart.
   */
  readonly unread?: Readonly<Partial<Record<Side, RootCause>>>;
  /** `replay`: a new BPro record is sent whatever C1 says (rules C1, G1). */
  readonly door: 'full-sync' | 'replay';
  readonly hash: KeyedHash;
}

export type Action =
  | 'link'
  | 'create-qbo'
  | 'create-bpro'
  | 'update-qbo'
  | 'update-bpro'
  | 'update-both'
  | 'remove-qbo'
  | 'reactivate-qbo'
  | 'unchanged'
  | 'left-out'
  | 'ignored'
  | 'blocked'
  | 'ambiguous';

/** What the sync will do with one record, and why. `reason` begins with the rule's id. */
export interface Decision {
  readonly action: Action;
  readonly reason: string;
  /** A link is made as well. */
  readonly linkTo?: string;
  readonly linkKey?: string;
  /** What both sides shall hold. */
  readonly fields?: Fields;
  readonly comparison?: Comparison;
  /** The note that stands on the record afterwards; none: a former note is cleared. */
  readonly note?: {
    readonly code: NoteCode;
    readonly fields?: readonly string[];
    readonly candidates?: readonly string[];
    readonly root?: RootCause;
    /** QuickBooks' refusal of something that the record cannot do without (rule F9). */
    readonly qboCode?: string;
    readonly intuitTid?: string;
  };
}

export const leave = (action: Action, reason: string): Decision => ({ action, reason });

/** Linked before: both sides' ids are known. */
export const isPaired = ({ record }: DecideInput): boolean => isLinked(record);

export const fieldsOf = ({ mapping, context }: DecideInput, side: Side, view: SideView): Fields =>
  side === 'bpro' ? mapping.fromBpro(view.content, context) : mapping.fromQbo(view.content, context);

export const noteOfProblem = ({ code, field }: Problem): NonNullable<Decision['note']> => ({
  code,
  ...(field === undefined ? {} : { fields: [field] }),
});

/** Foreseen as refused: nothing is asked of the other side (rules F6, F10 and the note's own). */
export const blockedByProblem = (problem: Problem): Decision => ({
  action: 'blocked',
  reason: `${NOTES[problem.code].rule}:${problem.code}`,
  note: noteOfProblem(problem),
});
