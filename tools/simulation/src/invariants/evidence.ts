import type { EventStore, RecordedEvent } from '@bpro-qbo-sync/event-store';
import {
  foldRecord,
  isNoteCode,
  isLinked as isLinkedState,
  MAPPINGS,
  parseStream,
  partsByPayment,
  resolveTaxCode,
  type BproRecord,
  type NoteCode,
  type QboContent,
  type QboUnit,
  type RecordEvent,
  type RecordState,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';

export type QboDump = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** One record's stream as support would read it. */
export interface RecordLife {
  readonly type: RecordType;
  readonly recordId: string;
  readonly generation: number;
  readonly state: RecordState;
  readonly events: readonly RecordedEvent[];
}

/** Both systems' own records at one moment. */
export interface Books {
  readonly bpro: readonly BproRecord[];
  readonly qbo: QboDump;
}

/** What can be seen from outside: both systems' own records, and the event history. */
export interface Evidence extends Books {
  readonly records: readonly RecordLife[];
}

/** A row of a plan, as the API and the record store have it. */
export interface PlannedRow {
  readonly type: RecordType;
  readonly recordId: string;
  readonly action: string;
  readonly reason: string;
  readonly bproId: string | undefined;
  readonly qboId: string | undefined;
  /** The record at the root of a chain (rule F5). */
  readonly root: { readonly type: string; readonly recordId: string } | undefined;
  /** Planned only because another record needs it (rule C3). */
  readonly needed?: boolean;
}

export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Folds every record stream of a store; `tenant`: only that one's. */
export async function recordLives(store: EventStore, tenant?: string): Promise<RecordLife[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for await (const event of store.readAll(['record-'])) {
    const events = streams.get(event.stream) ?? [];
    events.push(event);
    streams.set(event.stream, events);
  }
  return [...streams].flatMap(([stream, events]) => {
    const name = parseStream(stream);
    if (name?.kind !== 'record' || (tenant !== undefined && name.tenant !== tenant)) return [];
    const state = foldRecord(events.map((e) => ({ type: e.type, data: e.data }) as unknown as RecordEvent));
    return [{ type: name.type, recordId: name.recordId, generation: name.generation, state, events }];
  });
}

export const isLinked = ({ state }: RecordLife): boolean => isLinkedState(state);

/** `invoice/b.12`: how violations name a record. */
export const nameOf = (record: { readonly type: string; readonly recordId: string }): string =>
  `${record.type}/${record.recordId}`;

/**
 * What of a QuickBooks company the sync treats as records of a type (rule F14: a payment by its applications, under
 * the names by which `records` are linked to them).
 */
export const unitsOf = (qbo: QboDump, type: RecordType, records: readonly RecordLife[] = []): QboUnit[] => {
  const { qboEntity, qboSchema, units } = MAPPINGS[type];
  const complete = (raw: QboContent): QboContent =>
    type === 'tax' ? { ...resolveTaxCode(raw, qbo['TaxRate'] ?? [], qbo['TaxAgency'] ?? []) } : raw;
  const linked = partsByPayment(
    records.flatMap(({ type: its, state }) => (its === 'payment' && state.qboId ? [state.qboId] : [])),
  );
  return (qbo[qboEntity] ?? [])
    .map(complete)
    .flatMap((raw) => (qboSchema.safeParse(raw).success ? units(raw, linked.get(String(raw['Id']))) : []));
};

/** Notes that only tell what was done: the record is in sync all the same. */
const ONLY_SAID: ReadonlySet<NoteCode> = new Set([
  'overwritten-at-first-meeting',
  'both-changed',
  'close-times',
  'characters-unsupported',
]);

/** Linked, present on both sides, and no note stands in the way: what the money must agree on. */
export const isInSync = (life: RecordLife): boolean => {
  const { note, gone, removed, open } = life.state;
  const said = note === undefined || (isNoteCode(note.code) && ONLY_SAID.has(note.code));
  return isLinked(life) && said && gone === undefined && !removed && open === undefined;
};

/** One record that both systems have, with both sides' content. */
export interface Pair {
  readonly life: RecordLife;
  readonly bpro: BproRecord;
  readonly qbo: QboUnit;
}

/** The records of a type that are in sync and active in both systems. */
export function pairsOf({ bpro, qbo, records }: Evidence, type: RecordType): Pair[] {
  const ours = new Map(bpro.filter((r) => r.type === type).map((r) => [r.id, r]));
  const theirs = new Map(unitsOf(qbo, type, records).map((unit) => [unit.id, unit]));
  return records.flatMap((life) => {
    if (life.type !== type || !isInSync(life)) return [];
    const mine = ours.get(life.state.bproId ?? '');
    const their = theirs.get(life.state.qboId ?? '');
    return mine?.state === 'active' && their?.state === 'active' ? [{ life, bpro: mine, qbo: their }] : [];
  });
}
