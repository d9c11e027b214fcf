import type { BproPort } from '@bpro-qbo-sync/bpro-adapter';
import type { Clock } from '@bpro-qbo-sync/clock';
import type { EventStore } from '@bpro-qbo-sync/event-store';
import type { QboApi } from '@bpro-qbo-sync/qbo-client';
import type { RecordStore } from '@bpro-qbo-sync/record-store';
import type { KeyedHash } from '@bpro-qbo-sync/sync-domain';

/** Everything outside: the engine reaches the world through these and nothing else. */
export interface Ports {
  readonly store: EventStore;
  readonly records: RecordStore;
  readonly qbo: QboApi;
  readonly bpro: BproPort;
  readonly clock: Clock;
  /** A new UUID. */
  newId(): string;
  /** HMAC with the tenant's key: what stands in events instead of values (rule I3). */
  hashFor(tenant: string): KeyedHash;
  readonly log: Log;
}

/** Structured; never a token or a customer's data. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Readonly<Record<string, string | number | undefined>>,
) => void;

/** Who or what caused an event: copied from cause to effect. */
export interface Cause {
  readonly by: { readonly kind: 'manager' | 'support' | 'sync'; readonly id: string };
  readonly correlationId: string;
  readonly causationId?: string;
}

export const bySync = (correlationId: string): Cause => ({ by: { kind: 'sync', id: 'sync' }, correlationId });
