import type { MirrorRow } from '@bpro-qbo-sync/record-store';
import type {
  Agreement,
  BproRecord,
  ComposeContext,
  Decision,
  EntityMapping,
  Fields,
  QboContent,
  Side,
  WriteOperation,
} from '@bpro-qbo-sync/sync-domain';
import type { QboOperation } from '@bpro-qbo-sync/qbo-client';
import { agreementAfter } from './agreement.js';
import type { Work } from './load-page.js';
import type { Neighbourhood } from './neighbourhood.js';
import type { TenantContext } from './tenant-context.js';

/** A write as it will be sent, ready to be kept before it is sent (rule 4 of the house). */
export interface Draft {
  readonly side: Side;
  readonly operation: WriteOperation;
  readonly fields: readonly string[];
  readonly targetId: string | undefined;
  readonly baseVersion: string | undefined;
  readonly body: StoredBody;
  readonly agreed: Agreement;
  readonly createdAt: string;
  /** The values that the write overwrites, for restoring (rule F3). */
  readonly overwrites: Fields | undefined;
}

/** What the content store keeps of a write: enough to send it again byte for byte. */
export type StoredBody =
  | {
      readonly side: 'qbo';
      readonly entity: string;
      readonly operation: QboOperation;
      readonly body: QboContent;
    }
  | {
      readonly side: 'bpro';
      readonly id: string | null;
      readonly version: number | null;
      readonly data: BproRecord['data'];
      readonly createdAt: string | null;
    };

export function composeContext(work: Work, hood: Neighbourhood): ComposeContext {
  return {
    ...hood.mappingContext(),
    sideId: (type, side, recordId) => hood.sideId(type, side, recordId),
    marker: `[BPro ${work.handle.recordId}]`,
  };
}

const sidesOf = (mapping: EntityMapping, work: Work, hood: Neighbourhood): { bpro: Fields; qbo: Fields } => ({
  bpro: work.bpro ? mapping.fromBpro(work.bpro.content, hood.mappingContext()) : {},
  qbo: work.qbo ? mapping.fromQbo(work.qbo.content, hood.mappingContext()) : {},
});

export const earlier = (a: string | undefined, b: string | undefined): string => {
  if (a === undefined || b === undefined) return a ?? b ?? '';
  return Date.parse(b) < Date.parse(a) ? b : a;
};

const createdAtOf = (work: Work): string =>
  earlier(work.handle.state.createdAt, earlier(work.bpro?.createdAt, work.qbo?.createdAt));

const pick = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

/** The write into QuickBooks that a decision asks for; undefined when it asks for none. */
export function composeQbo(
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  hood: Neighbourhood,
): Draft | undefined {
  const context = composeContext(work, hood);
  const sides = sidesOf(mapping, work, hood);
  const common = { side: 'qbo' as const, createdAt: createdAtOf(work) };
  if (decision.action === 'create-qbo' && decision.fields) {
    const names = Object.keys(decision.fields);
    const { entity, body } = mapping.toQbo(decision.fields, names, undefined, context);
    return {
      ...common,
      operation: 'create',
      fields: names,
      targetId: undefined,
      baseVersion: undefined,
      body: { side: 'qbo', entity, operation: 'create', body },
      agreed: agreementAfter(tc, work, decision, { bpro: sides.bpro, qbo: decision.fields }, ['qbo']),
      overwrites: undefined,
    };
  }
  const { qbo } = work;
  if (!qbo) return undefined;
  const identity = { Id: String(qbo.content['Id']), SyncToken: qbo.version };
  const target = { targetId: qbo.id, baseVersion: qbo.version };
  if (decision.action === 'remove-qbo' || decision.action === 'reactivate-qbo')
    return {
      ...common,
      ...target,
      ...removal(mapping, decision.action, identity),
      fields: [],
      agreed: work.handle.state.agreed,
      overwrites: undefined,
    };
  if (decision.action !== 'update-qbo' && decision.action !== 'update-both') return undefined;
  const changed = decision.comparison?.toQbo ?? [];
  if (changed.length === 0 || !decision.fields) return undefined;
  const { entity, body } = mapping.toQbo(decision.fields, changed, qbo.content, context);
  if (Object.keys(body).length === 0) return undefined;
  return {
    ...common,
    ...target,
    operation: 'update',
    fields: changed,
    body: { side: 'qbo', entity, operation: 'update', body: { sparse: true, ...body, ...identity } },
    agreed: agreementAfter(
      tc,
      work,
      decision,
      { bpro: sides.bpro, qbo: { ...sides.qbo, ...pick(decision.fields, changed) } },
      ['qbo'],
    ),
    overwrites: pick(sides.qbo, changed),
  };
}

function removal(
  mapping: EntityMapping,
  action: 'remove-qbo' | 'reactivate-qbo',
  identity: { Id: string; SyncToken: string },
): Pick<Draft, 'operation' | 'body'> {
  const stored = (operation: QboOperation, body: QboContent): StoredBody => ({
    side: 'qbo',
    entity: mapping.qboEntity,
    operation,
    body,
  });
  if (action === 'reactivate-qbo')
    return { operation: 'reactivate', body: stored('update', { ...identity, sparse: true, Active: true }) };
  if (mapping.qboRemoval === 'void') return { operation: 'void', body: stored('void', identity) };
  if (mapping.qboRemoval === 'delete') return { operation: 'delete', body: stored('delete', identity) };
  return { operation: 'inactivate', body: stored('update', { ...identity, sparse: true, Active: false }) };
}

/** The write into BPro that a decision asks for; undefined when it asks for none. */
export function composeBpro(
  tc: TenantContext,
  mapping: EntityMapping,
  work: Work,
  decision: Decision,
  hood: Neighbourhood,
): Draft | undefined {
  const context = composeContext(work, hood);
  const sides = sidesOf(mapping, work, hood);
  const { fields } = decision;
  if (!fields) return undefined;
  const common = { side: 'bpro' as const, createdAt: createdAtOf(work) };
  if (decision.action === 'create-bpro') {
    const names = Object.keys(fields);
    const data = mapping.toBpro(fields, names, undefined, context);
    return {
      ...common,
      operation: 'create',
      fields: names,
      targetId: undefined,
      baseVersion: undefined,
      body: { side: 'bpro', id: null, version: null, data, createdAt: work.qbo?.createdAt ?? null },
      agreed: agreementAfter(tc, work, decision, { bpro: fields, qbo: sides.qbo }, ['bpro']),
      overwrites: undefined,
    };
  }
  if (decision.action !== 'update-bpro' && decision.action !== 'update-both') return undefined;
  const changed = decision.comparison?.toBpro ?? [];
  if (changed.length === 0 || !work.bpro) return undefined;
  return {
    ...common,
    operation: 'update',
    fields: changed,
    targetId: work.bpro.id,
    baseVersion: work.bpro.version,
    body: {
      side: 'bpro',
      id: work.bpro.id,
      version: Number(work.bpro.version),
      data: mapping.toBpro(fields, changed, work.bpro.content, context),
      createdAt: null,
    },
    agreed: agreementAfter(
      tc,
      work,
      decision,
      { bpro: { ...sides.bpro, ...pick(fields, changed) }, qbo: sides.qbo },
      ['qbo', 'bpro'],
    ),
    overwrites: pick(sides.bpro, changed),
  };
}

export const versionsOf = (
  bpro: MirrorRow | undefined,
  qbo: MirrorRow | undefined,
): { bpro?: string; qbo?: string } => ({
  ...(bpro ? { bpro: bpro.version } : {}),
  ...(qbo ? { qbo: qbo.version } : {}),
});
