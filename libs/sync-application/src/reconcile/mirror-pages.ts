import type { MirrorRow, Scope } from '@bpro-qbo-sync/record-store';
import type { RecordType, Side } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';

/** What the mirror holds of a side's records of a type, at most `limit` at a time, in order of their ids. */
export async function* mirrorPages(
  ports: Ports,
  scope: Scope,
  side: Side,
  type: RecordType,
  limit: number,
): AsyncGenerator<MirrorRow[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await ports.records.mirror.page(scope, side, type, after, limit);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.id;
  }
}
