import type { QboRecord } from '@bpro-qbo-sync/qbo-client';
import type { EntityMapping, OpenIntent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import type { StoredBody } from './compose.js';
import { qboRows } from './mirror-rows.js';
import type { RecordHandle } from './record-journal.js';
import { laneOf, orNotNow } from './send.js';
import type { TenantContext } from './tenant-context.js';

type StoredQbo = Extract<StoredBody, { side: 'qbo' }>;

/** Clocks of two systems; creation times have whole seconds. */
const SKEW_MS = 5 * 60_000;

const text = (body: QboRecord, name: string): string => (typeof body[name] === 'string' ? body[name] : '');

const marked = (found: QboRecord, body: QboRecord): boolean => {
  const marker = /\[BPro [^\]]+\]/.exec(text(body, 'PrivateNote'))?.[0];
  return marker !== undefined && text(found, 'PrivateNote').includes(marker);
};

/**
 * Looks for what an intent of unknown outcome may have created: by its business key, payments and refunds by the
 * marker they carry; only what appeared since the intent and belongs to no other record is ours.
 */
export async function lookUpCreated(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  handle: RecordHandle,
  open: OpenIntent,
  stored: StoredQbo,
): Promise<QboRecord | undefined> {
  const entity = stored.entity === 'TaxService' ? 'TaxCode' : stored.entity;
  const key = mapping.businessKey(stored.body);
  const where = [{ property: key.property, operator: '=', value: key.value } as const];
  const found = await orNotNow(ports.qbo.query(tc.connection, { entity, where, orderBy: 'Id' }, laneOf(tc)));
  for (const record of found) {
    const created = (record['MetaData'] as { CreateTime?: string } | undefined)?.CreateTime ?? '';
    if (Date.parse(created) < Date.parse(open.at) - SKEW_MS) continue;
    if (key.marked && !marked(record, stored.body)) continue;
    const ids = qboRows(mapping, record).rows.map((row) => row.id);
    const owners = await ports.records.links.bySide(tc.scope, mapping.type, 'qbo', ids);
    if (owners.every((owner) => owner.recordId === handle.recordId)) return record;
  }
  return undefined;
}
