import type { CurrentTo, HistoryRow } from '@bpro-qbo-sync/read-models';
import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import type { ReadSide } from '../read-side.js';

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
  readonly currentTo: CurrentTo;
}

export interface HistoryWanted {
  readonly run?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The life of one record in the present connection and in those before (rule B4), from the first event on. */
export async function recordHistory(
  readSide: ReadSide,
  tenant: string,
  record: { readonly type: RecordType; readonly recordId: string },
): Promise<HistoryPage> {
  const queries = await readSide.of(tenant);
  const { events, currentTo } = await queries.recordHistory(tenant, record);
  return { events: events.map(shownEvent), next: null, currentTo };
}

/** A tenant's history in the order in which it happened; or what one run did. */
export async function tenantHistory(
  readSide: ReadSide,
  tenant: string,
  wanted: HistoryWanted,
): Promise<HistoryPage> {
  const queries = await readSide.of(tenant);
  const { events, currentTo } = await queries.tenantHistory(tenant, wanted);
  const last = events.length < wanted.limit ? undefined : events.at(-1);
  return { events: events.map(shownEvent), next: last ? positionOf(last) : null, currentTo };
}

const positionOf = ({ commitPosition, preparePosition }: HistoryRow): string =>
  `${commitPosition}/${preparePosition}`;

const shownEvent = (row: HistoryRow): ShownEvent => ({
  id: row.eventId,
  position: positionOf(row),
  stream: row.stream,
  record:
    row.recordType === null || row.recordId === null
      ? null
      : { type: row.recordType, recordId: row.recordId },
  type: row.type,
  at: row.at,
  by: row.byKind === null || row.byId === null ? null : { kind: row.byKind, id: row.byId },
  settingsVersion: row.settingsVersion,
  run: row.run,
  correlationId: row.correlationId,
  data: row.data,
});
