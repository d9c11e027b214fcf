import {
  type CompanyEvent,
  type ConnectionEvent,
  type FullSyncEvent,
  parseStream,
  type RecordEvent,
  type RecordKey,
  type ReplayEvent,
  type StreamName,
  type TenantEvent,
  upcast,
} from '@bpro-qbo-sync/sync-domain';
import type { Position, StoredEvent } from './event-source.js';
import { isKnown } from './known-events.js';
import { plainJson } from './plain-json.js';

/** Who did it, when and why: what stands in the metadata of every event (rule I1). */
export interface Circumstances {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  /** UTC instant. */
  readonly at: string;
  readonly by: { readonly kind: string; readonly id: string } | undefined;
  readonly rule: string | undefined;
  readonly settingsVersion: number | undefined;
  readonly run: string | undefined;
  readonly correlationId: string | undefined;
  readonly causationId: string | undefined;
}

/** A stored event of ours, with what its stream's name says. */
export type Fact = Circumstances & { readonly tenant: string } & (
    | { readonly family: 'record'; readonly key: RecordKey; readonly event: RecordEvent }
    | { readonly family: 'settings'; readonly event: TenantEvent }
    | { readonly family: 'connection'; readonly event: ConnectionEvent }
    | { readonly family: 'company'; readonly event: CompanyEvent }
    | { readonly family: 'full-sync'; readonly run: string; readonly event: FullSyncEvent }
    | { readonly family: 'replay'; readonly event: ReplayEvent }
  );

export type Family = Fact['family'];

/** Turns an old shape of an event into the present one. */
export type Upcast = (event: StoredEvent) => StoredEvent;

/** The domain's upcaster, over a stored event. */
export const presentShape: Upcast = (event) => ({ ...event, ...upcast(event.type, event.data) });

/** Undefined for what is not ours: another stream, or an event type that this version does not know. */
export function factOf(stored: StoredEvent, asPresent: Upcast): Fact | undefined {
  const name = streamOf(stored.stream);
  if (!name) return undefined;
  const { type, data, metadata, ...place } = asPresent(stored);
  if (!isKnown(name.kind, type)) return undefined;
  const event = { type, data: cleaned(data) };
  const about = circumstances(place, event.data, metadata);
  const tenant = name.kind === 'company' ? text(event.data['tenant']) : name.tenant;
  if (tenant === undefined) return undefined;
  return { ...about, tenant, ...belonging(name), event } as unknown as Fact;
}

const belonging = (name: StreamName): object => {
  if (name.kind === 'full-sync') return { family: name.kind, run: name.run };
  if (name.kind !== 'record') return { family: name.kind };
  const { kind, ...key } = name;
  return { family: kind, key };
};

/** A name with a broken percent encoding, or a generation that is no number, is not ours. */
function streamOf(stream: string): StreamName | undefined {
  try {
    const name = parseStream(stream);
    return name?.kind === 'record' && !Number.isSafeInteger(name.generation) ? undefined : name;
  } catch {
    return undefined;
  }
}

/** The fields' hashes are the write side's business, and the bulk of an event; a consent's hash is nobody's. */
function cleaned({ stateHash, agreed, ...data }: StoredEvent['data']): Readonly<Record<string, unknown>> {
  const clean = plainJson(data) as Record<string, unknown>;
  if (agreed !== undefined) clean['agreed'] = {};
  if (stateHash !== undefined) clean['stateHash'] = '';
  return clean;
}

const BEGINNING = '1970-01-01T00:00:00.000Z';

function circumstances(
  { id, stream, revision, position }: Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position'>,
  data: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>>,
): Circumstances {
  const meta = plainJson(metadata) as Record<string, unknown>;
  return {
    eventId: id,
    stream,
    revision,
    position,
    at: instant(meta['at']) ?? BEGINNING,
    by: actor(meta['by']),
    rule: text(meta['rule']) ?? text(data['rule']),
    settingsVersion:
      whole(meta['settingsVersion']) ?? whole(data['settingsVersion']) ?? whole(data['version']),
    run: text(meta['run']) ?? text(data['run']),
    correlationId: text(meta['correlationId']),
    causationId: text(meta['causationId']),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

function actor(value: unknown): Circumstances['by'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, id } = value as { kind?: unknown; id?: unknown };
  return typeof kind === 'string' && typeof id === 'string' ? { kind, id } : undefined;
}

/** In one form, to the millisecond. */
export function instant(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
