import type { Position } from '@bpro-qbo-sync/event-store';
import { parseStream, type RecordKey } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { reloadRecord } from './record-journal.js';

/** Its position. */
const READER = 'link-rows';
const STREAMS_AT_ONCE = 500;

/** A record's stream and the last event of it that was read. */
interface Moved {
  readonly key: RecordKey;
  readonly revision: number;
}

/**
 * Holds link rows against the records' streams, from where it last came to: a process that died between an append and
 * its row leaves a row that is behind, and so an intent that nobody looks for (invariant I10). Answers how many rows
 * it moved along.
 */
export async function mendLinks(ports: Ports): Promise<number> {
  const { positions } = ports.records;
  const moved = new Map<string, Moved>();
  let [mended, position]: [number, Position | undefined] = [0, await positions.load(READER)];
  const hold = async (): Promise<void> => {
    mended += await moveAlong(ports, [...moved.values()]);
    moved.clear();
    if (position !== undefined) await positions.save(READER, position);
  };
  for await (const event of ports.store.readAll(['record-'], position)) {
    const key = parseStream(event.stream);
    if (key?.kind === 'record') moved.set(event.stream, { key, revision: event.revision });
    position = event.position;
    if (moved.size >= STREAMS_AT_ONCE) await hold();
  }
  if (moved.size > 0) await hold();
  return mended;
}

async function moveAlong(ports: Ports, streams: readonly Moved[]): Promise<number> {
  const groups = new Map<string, Moved[]>();
  for (const stream of streams) {
    const { tenant, generation, type } = stream.key;
    const group = `${tenant} ${String(generation)} ${type}`;
    groups.set(group, [...(groups.get(group) ?? []), stream]);
  }
  let mended = 0;
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const { type, ...scope } = first.key;
    const ids = group.map(({ key }) => key.recordId);
    const rows = await ports.records.links.get(scope, type, ids);
    const revisions = new Map(rows.map((row) => [row.recordId, row.revision]));
    for (const { key, revision } of group) {
      if ((revisions.get(key.recordId) ?? -1) >= revision) continue;
      await reloadRecord(ports, scope, key);
      mended++;
    }
  }
  return mended;
}
