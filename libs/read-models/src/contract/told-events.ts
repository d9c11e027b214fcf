import {
  DEFAULT_SETTINGS,
  fullSyncStream,
  type RecordType,
  recordStream,
  settingsStream,
} from '@bpro-qbo-sync/sync-domain';
import type { StoredEvent } from '../event-source.js';

export interface Told {
  readonly stream: string;
  readonly type: string;
  readonly data?: object;
  readonly metadata?: object;
}

const FIRST = Date.UTC(2026, 2, 1, 8);
const MINUTE = 60_000;

/** The instant of the n-th event that is told, counted from 0. */
export const minute = (n: number): string => new Date(FIRST + n * MINUTE).toISOString();
/** Its position. */
export const place = (n: number): string => `${String(1_000 + 10 * n)}/${String(1_000 + 10 * n)}`;

/** Events as a store would give them back, one a minute. */
export function told(...events: readonly Told[]): StoredEvent[] {
  const revisions = new Map<string, number>();
  return events.map(({ stream, type, data = {}, metadata = {} }, n) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return {
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      stream,
      revision,
      position: place(n),
      type,
      data: data as StoredEvent['data'],
      metadata: { at: minute(n), ...metadata },
    };
  });
}

export const TENANT = 'north';

export const on = (type: RecordType, recordId: string, generation = 1): string =>
  recordStream({ tenant: TENANT, generation, type, recordId });
export const raised = (type: RecordType, recordId: string, code: string, more: object = {}): Told => ({
  stream: on(type, recordId),
  type: 'NoteRaised',
  data: { code, rule: 'F10', ...more },
});
export const ofRun = (run: string, type: string, data: object = {}, metadata: object = {}): Told => ({
  stream: fullSyncStream(TENANT, run),
  type,
  data,
  metadata: { by: { kind: 'manager', id: 'm-1' }, ...metadata },
});
export const ofTenant = (type: string, data: object = {}): Told => ({
  stream: settingsStream(TENANT),
  type,
  data,
});

export const counted = (qbo: number, bpro: number): object => ({
  counts: [{ type: 'customer', qbo, bpro }],
  totals: [{ type: 'customer', action: 'link', reason: 'F1:name', count: 3 }],
});
export const planning = { settings: DEFAULT_SETTINGS, settingsVersion: 2, generation: 1 };
