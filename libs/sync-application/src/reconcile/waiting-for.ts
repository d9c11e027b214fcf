import type { LinkRow } from '@bpro-qbo-sync/record-store';
import { RECORD_TYPES, type RecordState } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { TenantContext } from './tenant-context.js';

const PAGE = 1000;

/** Records whose note follows one of these (rule H2), in dependency order. A cause: `type/recordId`. */
export async function waitingFor(
  ports: Ports,
  tc: TenantContext,
  causes: ReadonlySet<string>,
): Promise<LinkRow[]> {
  const found: LinkRow[] = [];
  for (const type of RECORD_TYPES) {
    let after: string | undefined;
    for (;;) {
      const rows = await ports.records.links.page(tc.scope, type, after, PAGE);
      found.push(
        ...rows.filter((row) => causes.has((row.state as unknown as RecordState).note?.cause ?? '')),
      );
      if (rows.length < PAGE) break;
      after = rows.at(-1)?.recordId;
    }
  }
  return found;
}
