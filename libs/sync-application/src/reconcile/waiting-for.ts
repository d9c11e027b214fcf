import type { LinkRow } from '@bpro-qbo-sync/record-store';
import { RECORD_TYPES, type RecordState } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { allLinks } from './all-links.js';
import type { TenantContext } from './tenant-context.js';

/** Records whose note follows one of these (rule H2), in dependency order. A cause: `type/recordId`. */
export async function waitingFor(
  ports: Ports,
  tc: TenantContext,
  causes: ReadonlySet<string>,
): Promise<LinkRow[]> {
  const found: LinkRow[] = [];
  for (const type of RECORD_TYPES)
    for await (const row of allLinks(ports, tc.scope, type))
      if (causes.has((row.state as unknown as RecordState).note?.cause ?? '')) found.push(row);
  return found;
}
