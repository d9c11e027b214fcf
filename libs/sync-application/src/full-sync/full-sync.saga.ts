import { parseStream } from '@bpro-qbo-sync/sync-domain';
import type { RecordedEvent } from '@bpro-qbo-sync/event-store';
import { presentShape } from '../journal.js';

/** What comes next in a tenant's work, told by one event. */
export type SagaCommand =
  | { readonly command: 'AdvanceRun'; readonly tenant: string; readonly run: string }
  | { readonly command: 'BeginRun'; readonly tenant: string; readonly run: string }
  | {
      readonly command: 'ReleaseRun';
      readonly tenant: string;
      readonly run: string;
      readonly completed: boolean;
    }
  | { readonly command: 'ReplayChanges' | 'CheckTenant'; readonly tenant: string };

/** The saga: a pure step from an event to the next command, if any (no state, no waiting: docs/adr/0006). */
export function fullSyncSaga(stored: RecordedEvent): SagaCommand | undefined {
  const stream = parseStream(stored.stream);
  const event = presentShape(stored);
  if (stream?.kind === 'settings') {
    if (event.type === 'FullSyncRequested')
      return { command: 'BeginRun', tenant: stream.tenant, run: String(event.data['run']) };
    if (event.type === 'FullSyncReleased') return { command: 'ReplayChanges', tenant: stream.tenant };
    return undefined;
  }
  if (stream?.kind === 'connection' && event.type === 'QuickBooksConnected')
    return { command: 'ReplayChanges', tenant: stream.tenant };
  if (stream?.kind !== 'full-sync') return undefined;
  const { tenant, run } = stream;
  switch (event.type) {
    case 'FullSyncCompleted':
      return { command: 'ReleaseRun', tenant, run, completed: true };
    case 'FullSyncCancelled':
      return { command: 'ReleaseRun', tenant, run, completed: false };
    case 'FullSyncPlanned':
    case 'FullSyncPaused':
      return undefined;
    default:
      return { command: 'AdvanceRun', tenant, run };
  }
}

/** Events that the saga reads. */
export const SAGA_PREFIXES = ['settings-', 'fullSync-', 'qboConnection-'] as const;
