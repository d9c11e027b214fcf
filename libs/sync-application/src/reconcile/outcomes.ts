import {
  noteForFault,
  noteFingerprint,
  sameValue,
  type BproRecord,
  type EntityMapping,
  type Fields,
  type NoteCode,
  type QboContent,
  type RecordEvent,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { agreementAfter, unsentReferences } from './agreement.js';
import type { Intent } from './intents.js';
import { referencesOf } from './load-page.js';
import { mirrorAnswer } from './mirror-answer.js';
import { bproRow } from './mirror-rows.js';
import type { Neighbourhood } from './neighbourhood.js';
import { appendToRecord, type RecordHandle } from './record-journal.js';
import type { TenantContext } from './tenant-context.js';
import type { Decision } from '@bpro-qbo-sync/sync-domain';

/** What a note says besides its text. */
export type NoteDraft = NonNullable<Decision['note']> & {
  readonly rule: string;
};

/** The events that make `note` the record's current note: none when it says nothing new. */
export function noteEvents(
  handle: RecordHandle,
  note: NoteDraft | undefined,
  bproId: string | undefined,
): RecordEvent[] {
  const current = handle.state.note;
  if (!note) return current ? [{ type: 'NoteCleared', data: { code: current.code } }] : [];
  const { code, rule, fields, candidates, root, qboCode, intuitTid } = note;
  const data = {
    code,
    rule,
    ...(fields ? { fields } : {}),
    ...(candidates ? { candidates } : {}),
    ...(root ? { cause: root } : {}),
    ...(qboCode === undefined ? {} : { qboCode }),
    ...(intuitTid === undefined ? {} : { intuitTid }),
    ...(bproId === undefined ? {} : { bproId }),
  };
  return current?.fingerprint === noteFingerprint(data) ? [] : [{ type: 'NoteRaised', data }];
}

/** QuickBooks did it: the answer is kept, the link is claimed, the outcome is an event. */
export async function confirmQbo(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  intent: Intent,
  decision: Decision,
  answer: { readonly record: QboContent; readonly intuitTid: string | undefined; readonly adopted?: boolean },
  hood: Neighbourhood,
): Promise<RecordHandle> {
  const { draft, work, handle } = intent;
  const removed =
    draft.operation === 'void' || draft.operation === 'delete' || draft.operation === 'inactivate';
  const row =
    removed && draft.operation === 'delete'
      ? undefined
      : await mirrorAnswer(ports, tc, mapping, draft.targetId, answer.record, hood);
  const sideId = row?.id ?? draft.targetId ?? String(answer.record['Id']);
  await claimAnew(ports, tc, handle, 'qbo', draft.targetId, sideId);
  const qbo: Fields = row ? mapping.fromQbo(row.content, hood.mappingContext()) : {};
  const bpro: Fields = work.bpro ? mapping.fromBpro(work.bpro.content, hood.mappingContext()) : {};
  const sides = { bpro, qbo: { ...qbo, ...unsentReferences(mapping, draft.fields, work, hood) } };
  // A record that is used again was sent nothing else: what changed meanwhile is decided next.
  const isAsItWas = removed || draft.operation === 'reactivate';
  const agreed = isAsItWas ? draft.agreed : agreementAfter(tc, work, decision, sides, ['qbo']);
  const held = removed || !decision.fields ? [] : heldFields(mapping, intent, decision.fields, qbo, hood);
  const note: NoteDraft | undefined =
    held.length > 0
      ? {
          code: held.includes('total') || held.includes('taxTotal') ? 'total-mismatch' : 'held-after-write',
          fields: held,
          rule: 'F7',
        }
      : decision.note && { ...decision.note, rule: decision.reason.split(':')[0] ?? '' };
  return appendToRecord(ports, tc, handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'qbo',
        requestId: intent.requestId,
        sideId,
        version: row?.version ?? '',
        agreed,
        versions: { ...(work.bpro ? { bpro: work.bpro.version } : {}), ...(row ? { qbo: row.version } : {}) },
        ...(answer.intuitTid === undefined ? {} : { intuitTid: answer.intuitTid }),
        ...(answer.adopted ? { adopted: true } : {}),
        ...(removed ? { removed: true } : {}),
      },
    },
    ...noteEvents(handle, note, work.bpro?.id),
  ]);
}

/**
 * Fields in which QuickBooks stored something else than was sent (rule F7). A reference that has no counterpart was
 * left out on purpose (rule F5); a payment for an invoice with nothing open stays on account (rule F13).
 */
function heldFields(
  mapping: EntityMapping,
  { draft, work }: Intent,
  wanted: Fields,
  stored: Fields,
  hood: Neighbourhood,
): string[] {
  const absent = new Set(
    (work.bpro ? referencesOf(mapping, work.bpro, hood.mappingContext()) : [])
      .filter((r) => hood.sideId(r.type, 'qbo', hood.recordId(r.type, 'bpro', r.sideId)) === undefined)
      .map((r) => r.field),
  );
  if (mapping.type === 'payment') absent.add('invoice');
  return draft.fields.filter(
    (f) => !absent.has(f) && mapping.neverSent?.qbo?.includes(f) !== true && !sameValue(stored[f], wanted[f]),
  );
}

/** BPro did it. */
export async function confirmBpro(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  intent: Intent,
  decision: Decision,
  record: BproRecord,
  hood: Neighbourhood,
): Promise<RecordHandle> {
  const { work, handle } = intent;
  const row = bproRow(mapping, record);
  await ports.records.mirror.put(tc.scope, [row]);
  await claimAnew(ports, tc, handle, 'bpro', work.bpro?.id, row.id);
  if (work.qbo) await claimAnew(ports, tc, handle, 'qbo', undefined, work.qbo.id);
  const context = hood.mappingContext();
  const sides = {
    bpro: mapping.fromBpro(record.data, context),
    qbo: work.qbo ? mapping.fromQbo(work.qbo.content, context) : {},
  };
  const note = decision.note && { ...decision.note, rule: decision.reason.split(':')[0] ?? '' };
  return appendToRecord(ports, tc, handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'bpro',
        requestId: intent.requestId,
        sideId: row.id,
        version: row.version,
        agreed: agreementAfter(tc, work, decision, sides, ['qbo', 'bpro']),
        versions: { bpro: row.version, ...(work.qbo ? { qbo: work.qbo.version } : {}) },
      },
    },
    ...noteEvents(handle, note, row.id),
  ]);
}

/** What BPro's refusals become; its codes stand in the HTTP contract. */
export const noteForBpro = (code: string): NoteCode =>
  code.startsWith('invoice-number-') ? 'invoice-number-unusable' : 'bpro-refused';

/** An import that did not come about gives its claim back, so that a BPro record may still match. */
export async function releaseImport(
  ports: Ports,
  tc: TenantContext,
  { type, recordId, state }: RecordHandle,
): Promise<void> {
  if (state.open?.side === 'bpro' && state.open.operation === 'create' && state.qboId !== undefined)
    await ports.records.links.release(tc.scope, type, 'qbo', state.qboId, recordId);
}

/** The other side said no: a note in plain words, and the run goes on (rule F9). */
export async function refuse(
  ports: Ports,
  tc: TenantContext,
  intent: Intent,
  refusal: {
    readonly code: string;
    readonly intuitTid?: string | undefined;
    readonly field?: string | undefined;
  },
): Promise<RecordHandle> {
  const { side } = intent.draft;
  const code = side === 'qbo' ? noteForFault(refusal.code) : noteForBpro(refusal.code);
  const tid = refusal.intuitTid === undefined ? {} : { intuitTid: refusal.intuitTid };
  const note: NoteDraft = {
    code,
    rule: 'F9',
    qboCode: refusal.code,
    ...(refusal.field === undefined ? {} : { fields: [refusal.field] }),
    ...tid,
  };
  await releaseImport(ports, tc, intent.handle);
  return appendToRecord(ports, tc, intent.handle, [
    { type: 'WriteRefused', data: { side, requestId: intent.requestId, code: refusal.code, ...tid } },
    ...noteEvents(intent.handle, note, intent.work.bpro?.id),
  ]);
}

export async function abandon(
  ports: Ports,
  tc: TenantContext,
  handle: RecordHandle,
  why: 'never-sent' | 'stale',
): Promise<RecordHandle> {
  const { open } = handle.state;
  if (!open) return handle;
  await releaseImport(ports, tc, handle);
  return appendToRecord(ports, tc, handle, [
    { type: 'WriteAbandoned', data: { side: open.side, requestId: open.requestId, why } },
  ]);
}

/** One record per side id (invariant I3). An id that changed (a payment that found its invoice) is given up first. */
async function claimAnew(
  ports: Ports,
  tc: TenantContext,
  { type, recordId }: RecordHandle,
  side: 'bpro' | 'qbo',
  formerId: string | undefined,
  sideId: string,
): Promise<void> {
  if (formerId !== undefined && formerId !== sideId)
    await ports.records.links.release(tc.scope, type, side, formerId, recordId);
  const owner = await ports.records.links.claim(tc.scope, type, side, sideId, recordId);
  if (owner !== recordId)
    throw new Error(`the ${side} record of ${type} ${recordId} belongs to ${owner} already`);
}
