import { randomUUID } from 'node:crypto';
import { BproUnavailable, type BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { MemoryEventStore } from '@bpro-qbo-sync/event-store';
import { QboFault, type QboApi, type QboFaultKind } from '@bpro-qbo-sync/qbo-client';
import { MemoryRecordStore } from '@bpro-qbo-sync/record-store';
import type { DomainEvent } from '@bpro-qbo-sync/sync-domain';
import { appendEvents } from '../../journal.js';
import type { Ports } from '../../ports.js';
import { tenantHashes } from '../tenant-hash.js';

export const fault = (kind: QboFaultKind, code = 'invalid_grant'): QboFault =>
  new QboFault({
    kind,
    code,
    message: 'refused',
    detail: '',
    element: undefined,
    httpStatus: undefined,
    intuitTid: undefined,
    retryable: false,
  });

const refusing = <Port extends object>(error: () => Error): Port =>
  new Proxy({} as Port, { get: () => () => Promise.reject(error()) });

export interface TestPorts extends Ports {
  readonly store: MemoryEventStore;
  readonly records: MemoryRecordStore;
  readonly clock: VirtualClock;
  readonly told: string[];
}

/** Ports over memory on a virtual clock; QuickBooks answers as told, BPro not at all. */
export function testPorts(qbo: Partial<QboApi> = {}): TestPorts {
  const clock = new VirtualClock();
  const told: string[] = [];
  return {
    store: new MemoryEventStore(),
    records: new MemoryRecordStore({ clock }),
    qbo: { ...refusing<QboApi>(() => fault('unavailable')), ...qbo } as QboApi,
    bpro: refusing<BproPort>(() => new BproUnavailable('away', false)),
    clock,
    newId: randomUUID,
    hashFor: tenantHashes(Buffer.alloc(32, 1)),
    log: (_level, message) => told.push(message),
    told,
  };
}

export const BY_MANAGER = { by: { kind: 'manager', id: 'm-1' }, correlationId: 'c-1' } as const;

/** Puts events behind a stream's others. */
export async function given(
  ports: Ports,
  stream: string,
  ...events: readonly DomainEvent<string, object>[]
): Promise<void> {
  const [last] = await ports.store.read(stream, { direction: 'backwards', limit: 1 });
  await appendEvents(ports, stream, last?.revision ?? 'no_stream', events, BY_MANAGER);
}

export const typesIn = async (ports: Ports, stream: string): Promise<string[]> =>
  (await ports.store.read(stream)).map(({ type }) => type);
