import type { Connection, QboChanges } from '@bpro-qbo-sync/qbo-client';
import type { Scope } from '@bpro-qbo-sync/record-store';
import {
  CAPTURED_TYPES,
  changesSince,
  MAPPINGS,
  type ReadMark,
  type RecordType,
} from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { orNotNow } from '../reconcile/send.js';
import { noticeChanges } from './changed-by-others.js';
import { keepChanges } from './keep-changes.js';
import type { ReadCount } from './read-records.js';
import { toldChanges } from './told-changes.js';

/** How a run reads QuickBooks. A cache beside the mirror: a run that does not find it reads everything. */
export interface Reading {
  readonly run: string;
  /** `nothing`: a plan to try settings out with uses what was read before (rule K2). */
  readonly what: 'everything' | 'changes' | 'nothing';
  /** QuickBooks' time before the first record was read. */
  readonly time: string;
  readonly counts: Readonly<Partial<Record<RecordType, ReadCount>>>;
}

const MARK = 'qbo-read-mark';
const READING = 'qbo-reading';
const HOUR_MS = 3_600_000;

/** Entity names of all types that change data capture knows; products and categories are both `Item`. */
export const ENTITIES = [...new Set(CAPTURED_TYPES.map((type) => MAPPINGS[type].qboEntity))];

/** The mark of the last complete reading. None when the mirror does not hold what it held then. */
export async function knownMark(ports: Ports, scope: Scope): Promise<ReadMark | undefined> {
  const mark = (await ports.records.facts.get(scope, MARK)) as ReadMark | undefined;
  const holds = await typesHeld(ports, scope);
  return mark?.held.every((type) => holds.includes(type)) === true ? mark : undefined;
}

async function typesHeld(ports: Ports, scope: Scope): Promise<RecordType[]> {
  const held: RecordType[] = [];
  for (const type of CAPTURED_TYPES) {
    const [first] = await ports.records.mirror.page(scope, 'qbo', type, undefined, 1);
    if (first) held.push(type);
  }
  return held;
}

const putMark = (ports: Ports, scope: Scope, mark: ReadMark): Promise<void> =>
  ports.records.facts.put(scope, MARK, { ...mark });

/**
 * Begins a run's reading of QuickBooks with one metered call: what changed since the last reading goes into the mirror
 * and this is all, unless everything has to be read; then QuickBooks' time is taken before. Throws `NotNow`.
 */
export async function beginReading(
  ports: Ports,
  scope: Scope,
  connection: Connection,
  run: string,
  { trial }: { readonly trial: boolean },
): Promise<Reading> {
  const mark = await knownMark(ports, scope);
  if (mark && trial) return keep(ports, scope, { run, what: 'nothing', time: mark.time, counts: {} });
  const now = ports.clock.now();
  const since = changesSince(mark, now);
  const changes = await orNotNow(
    since === undefined
      ? ports.qbo.changes(connection, ENTITIES.slice(0, 1), new Date(now - HOUR_MS).toISOString())
      : ports.qbo.changes(connection, ENTITIES, since),
  );
  const time = changes.time ?? new Date(now).toISOString();
  if (!mark || since === undefined || changes.truncated || tellsOfMerge(changes))
    return keep(ports, scope, { run, what: 'everything', time, counts: {} });
  const told = await toldChanges(ports, scope, changes);
  await noticeChanges(ports, scope, told);
  const counts = await keepChanges(ports, scope, run, told);
  await putMark(ports, scope, { ...mark, time });
  return keep(ports, scope, { run, what: 'changes', time, counts });
}

/**
 * What is deleted of a list (customers, items, methods, terms) was merged into another record: documents then refer to
 * that one, and nothing tells which changed.
 */
const tellsOfMerge = ({ deleted }: QboChanges): boolean =>
  CAPTURED_TYPES.some((type) => {
    const { qboEntity, qboRemoval } = MAPPINGS[type];
    return qboRemoval !== 'void' && qboRemoval !== 'delete' && (deleted[qboEntity] ?? []).length > 0;
  });

async function keep(ports: Ports, scope: Scope, reading: Reading): Promise<Reading> {
  await ports.records.facts.put(scope, READING, { ...reading });
  return reading;
}

/** How this run reads QuickBooks; none: as if nothing was known. */
export async function readingOf(ports: Ports, scope: Scope, run: string): Promise<Reading | undefined> {
  const reading = (await ports.records.facts.get(scope, READING)) as Reading | undefined;
  return reading?.run === run ? reading : undefined;
}

/** Whether the mirror has a type's records already, without reading them in full. */
export const isKnown = (reading: Reading | undefined, type: RecordType): reading is Reading =>
  reading?.what === 'nothing' || (reading?.what === 'changes' && CAPTURED_TYPES.includes(type));

/** After the last record was read in full: from here on changes are enough. */
export async function endReading(ports: Ports, scope: Scope, run: string): Promise<void> {
  const reading = await readingOf(ports, scope, run);
  if (reading?.what !== 'everything') return;
  const { time } = reading;
  await putMark(ports, scope, { time, fullReadAt: time, held: await typesHeld(ports, scope) });
}
