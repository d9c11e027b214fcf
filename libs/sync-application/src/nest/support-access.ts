import { RevisionConflict } from '@bpro-qbo-sync/event-store';
import { settingsStream, type TenantEvent } from '@bpro-qbo-sync/sync-domain';
import { appendEvents, presentShape } from '../journal.js';
import type { Cause, Ports } from '../ports.js';

const QUIET_MS = 15 * 60_000;
const ATTEMPTS = 3;

/** Support's access is itself in the history (rule A2): once in 15 minutes for a person and a tenant. */
export async function recordSupportAccess(
  ports: Ports,
  tenant: string,
  what: string,
  cause: Cause,
): Promise<void> {
  const stream = settingsStream(tenant);
  for (let attempt = 1; ; attempt++) {
    const events = (await ports.store.read(stream)).map(presentShape);
    const since = ports.clock.now() - QUIET_MS;
    const known = events.some(
      ({ type, metadata }) =>
        type === 'SupportAccessed' &&
        (metadata['by'] as Cause['by'] | undefined)?.id === cause.by.id &&
        Date.parse(String(metadata['at'])) > since,
    );
    if (known) return;
    const event: TenantEvent = { type: 'SupportAccessed', data: { what } };
    try {
      await appendEvents(ports, stream, events.at(-1)?.revision ?? 'no_stream', [event], cause);
      return;
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt >= ATTEMPTS) throw error;
    }
  }
}
