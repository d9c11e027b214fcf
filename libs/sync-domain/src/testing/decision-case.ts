import { createHmac } from 'node:crypto';
import type { CompanyProfile } from '../company.js';
import { decide } from '../decide.js';
import type { DecideInput, Decision, ReferenceView, RefOutcome, SideView } from '../decision.js';
import { MAPPINGS } from '../entities/registry.js';
import { agreementOf, type Fields, type KeyedHash } from '../fields.js';
import type { ComposeContext, QboContent } from '../mapping.js';
import type { Match } from '../match.js';
import { initialRecordState, type RecordState } from '../record-state.js';
import type { RecordType, Side } from '../record-types.js';
import type { Settings } from '../settings.js';
import { mappingContext } from './mapping-context.js';

export const hash: KeyedHash = (text) => createHmac('sha256', 'a tenant’s key').update(text).digest('hex');

/** A record of one side, created on New Year's Day and last edited on the day given, at noon UTC. */
export const view = (
  id: string,
  content: QboContent,
  { edited = '2026-01-01', ...more }: Partial<SideView> & { readonly edited?: string } = {},
): SideView => ({
  id,
  version: '1',
  createdAt: '2026-01-01T12:00:00.000Z',
  updatedAt: `${edited}T12:00:00.000Z`,
  state: 'active',
  content,
  ...more,
});

/** One record and what is around it. What is not said is empty, active, there, and set to its default. */
export interface Given {
  readonly type?: RecordType;
  readonly bpro?: SideView | undefined;
  readonly qbo?: SideView | undefined;
  readonly record?: Partial<RecordState>;
  readonly match?: Match;
  readonly settings?: Partial<Settings>;
  readonly company?: Partial<CompanyProfile>;
  readonly contents?: Readonly<Record<string, QboContent>>;
  /** What became of the records that it refers to, by field. */
  readonly outcomes?: Readonly<Record<string, RefOutcome>>;
  readonly unread?: DecideInput['unread'];
  readonly needed?: boolean;
  readonly door?: 'full-sync' | 'replay';
}

export const contextOf = ({ settings = {}, company = {}, contents = {} }: Given): ComposeContext =>
  mappingContext({ settings, company, contents });

const contentOf = ({ bpro, qbo }: Given, side: Side): QboContent | undefined =>
  (side === 'bpro' ? bpro : qbo)?.content;

function referencesOf(given: Given, from: Side): ReferenceView[] {
  const mapping = MAPPINGS[given.type ?? 'customer'];
  const content = contentOf(given, from);
  if (!content) return [];
  const context = contextOf(given);
  const references =
    from === 'bpro' ? mapping.bproReferences(content, context) : mapping.qboReferences(content, context);
  return references.map(({ field, type, sideId, required }) => ({
    field,
    type,
    recordId: context.recordId(type, from, sideId),
    required,
    outcome: given.outcomes?.[field] ?? { status: 'ok' },
  }));
}

/** Decides with the real mapping of the record's type. */
export const decideGiven = (given: Given): Decision =>
  decide({
    mapping: MAPPINGS[given.type ?? 'customer'],
    context: contextOf(given),
    bpro: given.bpro,
    qbo: given.qbo,
    record: { ...initialRecordState, ...given.record },
    match: given.match ?? { kind: 'none' },
    references: (from) => referencesOf(given, from),
    needed: given.needed ?? false,
    door: given.door ?? 'full-sync',
    ...(given.unread ? { unread: given.unread } : {}),
    hash,
  });

/** The state of two records that were linked when they held these contents. */
export function linkedWhen(given: Given & { bpro: SideView; qbo: SideView }): Partial<RecordState> {
  const mapping = MAPPINGS[given.type ?? 'customer'];
  const context = contextOf(given);
  return {
    bproId: given.bpro.id,
    qboId: given.qbo.id,
    createdAt: given.bpro.createdAt,
    versions: { bpro: given.bpro.version, qbo: given.qbo.version },
    agreed: agreementOf(
      hash,
      mapping.fromBpro(given.bpro.content, context),
      mapping.fromQbo(given.qbo.content, context),
    ),
  };
}

/** A decision in one line: action, reason and the note that stands afterwards. */
export const summary = ({ action, reason, note }: Decision): string =>
  [action, reason, ...(note ? [`note ${note.code}`] : [])].join(', ');

/** The values of the fields named, as the decision wants both sides to hold them. */
export const wanted = ({ fields = {} }: Decision, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
