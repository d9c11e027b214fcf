import { comparePositions, type Position } from '@bpro-qbo-sync/event-store';
import { replayStream } from '@bpro-qbo-sync/sync-domain';
import { nameOf, type PlannedRow, type RecordLife, type Violation } from './invariants/index.js';
import { TENANT, type World } from './world.js';

/** A plan as it was made. */
export interface Plan {
  readonly rows: readonly PlannedRow[];
  /** Place in the event store. */
  readonly at: Position;
}

const TO_QUICKBOOKS = new Set(['create-qbo', 'update-qbo', 'remove-qbo']);

/**
 * I2: replay has brought the changes to QuickBooks: the next sync finds nothing left to send but what has a note, or comes
 * of what people did in QuickBooks, of which only a full sync hears (rule G3): it pays what they freed, or is needed by
 * what they moved.
 */
export function changesWereReplayed(
  { rows, at }: Plan,
  changed: ReadonlySet<string>,
  records: readonly RecordLife[],
  byPeople: ReadonlySet<string>,
): Violation[] {
  const noted = new Set(records.filter((record) => hadNote(record, at)).map(nameOf));
  const isFreed = [...byPeople].some((key) => key.startsWith('qbo/payment/'));
  return rows
    .filter(
      ({ type, bproId, action }) => TO_QUICKBOOKS.has(action) && changed.has(`${type}/${String(bproId)}`),
    )
    .filter((row) => !noted.has(nameOf(row)) && !(isFreed && row.type === 'payment'))
    .filter(({ needed }) => !(needed && inQuickBooks(byPeople)))
    .map(({ type, bproId, action }) => ({
      invariant: 'I2',
      what: `${type}/${String(bproId)} was changed and not replayed: ${action} is left to do`,
    }));
}

function hadNote({ events }: RecordLife, at: Position): boolean {
  const told = events.filter(({ type, position }) => NOTES.has(type) && comparePositions(position, at) < 0);
  return told.at(-1)?.type === 'NoteRaised';
}
const NOTES: ReadonlySet<string> = new Set(['NoteRaised', 'NoteCleared']);

/**
 * I9: the last sync asks for no write. Where people were at work in QuickBooks, what it refused may be tried again and
 * be refused again.
 */
export function nothingWasDone(
  records: readonly RecordLife[],
  writes: readonly string[],
  byPeople: ReadonlySet<string>,
): Violation[] {
  const mayBeRefused = inQuickBooks(byPeople);
  const done = new Set<unknown>();
  for (const { events } of records)
    for (const [i, { type, data }] of events.entries())
      if (type === 'WriteIntended' && !(mayBeRefused && events[i + 1]?.type === 'WriteRefused'))
        done.add((data['batch'] as { readonly id: string } | undefined)?.id ?? data['requestId']);
  return writes
    .filter((id) => done.has(id))
    .map((id) => ({ invariant: 'I9', what: `the last full sync asked QuickBooks for a write (${id})` }));
}

/** Whether people were at work in QuickBooks. */
export const inQuickBooks = (byPeople: ReadonlySet<string>): boolean =>
  [...byPeople].some((key) => key.startsWith('qbo/'));

/**
 * G1: what the second reading of BPro's feed found, replay had passed over. Under other settings it may find what was
 * left alone until then; and what it found of a record whose write was open while replay went on is what it is for: a
 * process had died before the link row knew of that write.
 */
export async function nothingHadToBeRepaired(
  { store }: World,
  records: readonly RecordLife[],
): Promise<Violation[]> {
  const events = await store.read(replayStream(TENANT));
  const advanced = events.filter(({ type }) => type === 'ReplayAdvanced').map(({ position }) => position);
  const excused = new Set(
    records
      .filter((record) => advanced.some((position) => wasOpen(record, position)))
      .map(({ type, state }) => `${type}/${String(state.bproId)}`),
  );
  return events
    .filter(({ type }) => type === 'MissedChangesRepaired')
    .flatMap(({ data }) => data['records'] as string[])
    .filter((record) => !excused.has(record))
    .map((record) => ({ invariant: 'G1', what: `replay had passed over ${record}` }));
}

function wasOpen({ events }: RecordLife, at: Position): boolean {
  const last = events.filter(
    ({ type, position }) => type.startsWith('Write') && comparePositions(position, at) < 0,
  );
  return last.at(-1)?.type === 'WriteIntended';
}
