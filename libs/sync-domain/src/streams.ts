import { isRecordType, type RecordType } from './record-types.js';

/**
 * Every stream name of the product, built and parsed here only; they are for ever from the first append on
 * (docs/adr/0002). Ids are percent-encoded and `_` is encoded too, so that `_` separates them.
 */
const encode = (id: string): string => encodeURIComponent(id).replace(/_/g, '%5F').replace(/-/g, '%2D');

/** Undefined for what `encode` never gives. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export interface RecordKey {
  readonly tenant: string;
  readonly generation: number;
  readonly type: RecordType;
  readonly recordId: string;
}

export const settingsStream = (tenant: string): string => `settings-${encode(tenant)}`;
export const connectionStream = (tenant: string): string => `qboConnection-${encode(tenant)}`;
export const companyStream = (realmId: string): string => `qboCompany-${encode(realmId)}`;
export const fullSyncStream = (tenant: string, run: string): string =>
  `fullSync-${encode(tenant)}_${encode(run)}`;
export const replayStream = (tenant: string): string => `replay-${encode(tenant)}`;
export const recordStream = (key: RecordKey): string =>
  `record-${encode(key.tenant)}_${String(key.generation)}_${key.type}_${encode(key.recordId)}`;

export type StreamName =
  | { readonly kind: 'settings' | 'connection' | 'replay'; readonly tenant: string }
  | { readonly kind: 'company'; readonly realmId: string }
  | { readonly kind: 'full-sync'; readonly tenant: string; readonly run: string }
  | ({ readonly kind: 'record' } & RecordKey);

/** Undefined for a stream that is not ours: one that none of the functions above would have named so. */
export function parseStream(name: string): StreamName | undefined {
  const dash = name.indexOf('-');
  const parts = name
    .slice(dash + 1)
    .split('_')
    .map(decode);
  if (dash < 0 || !parts.every(isPresent)) return undefined;
  const stream = streamOf(name.slice(0, dash), parts);
  return stream && nameOf(stream) === name ? stream : undefined;
}

const isPresent = (part: string | undefined): part is string => part !== undefined && part !== '';

function streamOf(category: string, parts: readonly string[]): StreamName | undefined {
  const [tenant = '', second = '', type = '', recordId = ''] = parts;
  switch (category) {
    case 'settings':
      return { kind: 'settings', tenant };
    case 'qboConnection':
      return { kind: 'connection', tenant };
    case 'replay':
      return { kind: 'replay', tenant };
    case 'qboCompany':
      return { kind: 'company', realmId: tenant };
    case 'fullSync':
      return { kind: 'full-sync', tenant, run: second };
    case 'record':
      return isRecordType(type) && /^\d+$/.test(second)
        ? { kind: 'record', tenant, generation: Number(second), type, recordId }
        : undefined;
    default:
      return undefined;
  }
}

function nameOf(stream: StreamName): string {
  switch (stream.kind) {
    case 'settings':
      return settingsStream(stream.tenant);
    case 'connection':
      return connectionStream(stream.tenant);
    case 'replay':
      return replayStream(stream.tenant);
    case 'company':
      return companyStream(stream.realmId);
    case 'full-sync':
      return fullSyncStream(stream.tenant, stream.run);
    case 'record':
      return recordStream(stream);
  }
}

/** Prefixes of all our streams, for subscriptions. */
export const STREAM_PREFIXES = [
  'settings-',
  'qboConnection-',
  'qboCompany-',
  'fullSync-',
  'replay-',
  'record-',
] as const;

/** A record that has no link yet is named after the side on which it was found first. */
export const derivedRecordId = (side: 'bpro' | 'qbo', sideId: string): string =>
  `${side === 'bpro' ? 'b' : 'q'}.${sideId}`;
