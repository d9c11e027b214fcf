import type { LinkRow, Scope } from '@bpro-qbo-sync/record-store';
import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';

const PAGE = 1_000;

/** Every link row of a type, a page at a time, in order of record id. */
export async function* allLinks(ports: Ports, scope: Scope, type: RecordType): AsyncGenerator<LinkRow> {
  let after: string | undefined;
  for (;;) {
    const rows = await ports.records.links.page(scope, type, after, PAGE);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.recordId;
  }
}
