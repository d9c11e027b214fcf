import type { RecordedEvent } from '@bpro-qbo-sync/event-store';
import {
  connectionStream,
  fullSyncStream,
  parseStream,
  recordStream,
  replayStream,
  settingsStream,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import { loadConnection } from '../../full-sync/run-context.js';
import type { Ports } from '../../ports.js';

/** One event as support reads it (rules I1, I2): who, when, why and what. No personal data is in it (rule I3). */
export interface ShownEvent {
  readonly id: string;
  readonly position: string;
  readonly stream: string;
  readonly record: { readonly type: RecordType; readonly recordId: string } | null;
  readonly type: string;
  readonly at: string;
  readonly by: { readonly kind: string; readonly id: string } | null;
  readonly settingsVersion: number | null;
  readonly run: string | null;
  readonly correlationId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface HistoryPage {
  readonly events: readonly ShownEvent[];
  /** Pass it as `after`; none: this was the last page. */
  readonly next: string | null;
}

export interface HistoryWanted {
  readonly run?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The life of one record in the present connection and in those before (rule B4), from the first event on. */
export async function recordHistory(
  ports: Ports,
  tenant: string,
  { type, recordId }: { readonly type: RecordType; readonly recordId: string },
): Promise<HistoryPage> {
  const { state } = await loadConnection(ports, tenant);
  const generations = Array.from({ length: state.generation }, (_none, index) => index + 1);
  const lives = await Promise.all(
    generations.map((generation) => ports.store.read(recordStream({ tenant, generation, type, recordId }))),
  );
  return { events: lives.flat().map(shownEvent), next: null };
}

/** A tenant's history in the order in which it happened, from the event store; or what one run did. */
export async function tenantHistory(
  ports: Ports,
  tenant: string,
  { run, after, limit }: HistoryWanted,
): Promise<HistoryPage> {
  const events: ShownEvent[] = [];
  for await (const event of ports.store.readAll(prefixesOf(tenant), after)) {
    if (!belongsTo(event, tenant) || (run !== undefined && runOf(event) !== run)) continue;
    events.push(shownEvent(event));
    if (events.length === limit) return { events, next: event.position };
  }
  return { events, next: null };
}

/** A prefix may match a tenant whose name begins with this one's. */
const prefixesOf = (tenant: string): string[] => [
  settingsStream(tenant),
  connectionStream(tenant),
  replayStream(tenant),
  fullSyncStream(tenant, ''),
  recordStream({ tenant, generation: 0, type: 'tax', recordId: '' }).replace(/_0_tax_$/, '_'),
];

const belongsTo = (event: RecordedEvent, tenant: string): boolean => {
  const stream = parseStream(event.stream);
  return stream !== undefined && 'tenant' in stream && stream.tenant === tenant;
};

function runOf({ stream, metadata, data }: RecordedEvent): string | null {
  const name = parseStream(stream);
  if (name?.kind === 'full-sync') return name.run;
  const run = metadata['run'] ?? data['run'];
  return typeof run === 'string' ? run : null;
}

function shownEvent(event: RecordedEvent): ShownEvent {
  const { id, position, stream, type, metadata, data } = event;
  const name = parseStream(stream);
  const { settingsVersion, correlationId, at } = metadata;
  return {
    id,
    position,
    stream,
    record: name?.kind === 'record' ? { type: name.type, recordId: name.recordId } : null,
    type,
    at: String(at),
    by: (metadata['by'] as ShownEvent['by'] | undefined) ?? null,
    settingsVersion: typeof settingsVersion === 'number' ? settingsVersion : null,
    run: runOf(event),
    correlationId: typeof correlationId === 'string' ? correlationId : null,
    data: withoutHashes(data),
  };
}

/** The fields' hashes are the engine's business. */
const HIDDEN = new Set(['agreed', 'stateHash']);

const withoutHashes = (data: RecordedEvent['data']): ShownEvent['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !HIDDEN.has(name)));
