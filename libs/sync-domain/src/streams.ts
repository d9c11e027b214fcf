import { isRecordType, type RecordType } from './record-types.js';

/**
 * Every stream name of the product, built and parsed here only; they are for ever from the first append on
 * (docs/adr/0002). Ids are percent-encoded and `_` is encoded too, so that `_` separates them.
 */
const encode = (id: string): string => encodeURIComponent(id).replace(/_/g, '%5F').replace(/-/g, '%2D');
const decode = (id: string): string => decodeURIComponent(id);

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

/** Undefined for a stream that is not ours. */
export function parseStream(name: string): StreamName | undefined {
  const dash = name.indexOf('-');
  const category = name.slice(0, dash);
  const parts = name.slice(dash + 1).split('_');
  const [first = ''] = parts;
  switch (category) {
    case 'settings':
      return { kind: 'settings', tenant: decode(first) };
    case 'qboConnection':
      return { kind: 'connection', tenant: decode(first) };
    case 'replay':
      return { kind: 'replay', tenant: decode(first) };
    case 'qboCompany':
      return { kind: 'company', realmId: decode(first) };
    case 'fullSync':
      return { kind: 'full-sync', tenant: decode(first), run: decode(parts[1] ?? '') };
    case 'record': {
      const [, generation = '', type = '', recordId = ''] = parts;
      if (!isRecordType(type)) return undefined;
      return {
        kind: 'record',
        tenant: decode(first),
        generation: Number(generation),
        type,
        recordId: decode(recordId),
      };
    }
    default:
      return undefined;
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
