import type { QboFault, QboRecord, QboWritten } from '@bpro-qbo-sync/qbo-client';
import { noteForFault, type EntityMapping, type OpenIntent } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';
import { agreedWith, unsentReferences } from './agreement.js';
import type { StoredBody } from './compose.js';
import type { Work } from './load-page.js';
import { lookUpCreated } from './look-up.js';
import { mirrorAnswer } from './mirror-answer.js';
import { bproRow } from './mirror-rows.js';
import type { Neighbourhood } from './neighbourhood.js';
import { abandon, noteEvents, noteForBpro, releaseImport } from './outcomes.js';
import { appendToRecord } from './record-journal.js';
import { laneOf, orNotNow, type SendResult } from './send.js';
import type { TenantContext } from './tenant-context.js';

/** A write whose outcome is not known yet. */
export interface Open {
  readonly mapping: EntityMapping;
  readonly work: Work;
  readonly open: OpenIntent;
  readonly hood: Neighbourhood;
}

/** A repeated create may be answered from memory: after so long somebody may have deleted the record, or merged it. */
const REMEMBERED_MS = 60_000;

/** What QuickBooks answered to a repeated write becomes the record's outcome. */
export async function settleQbo(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  stored: StoredBody | undefined,
  result: Exclude<SendResult, { outcome: 'unknown' }>,
): Promise<void> {
  const { work, mapping, open } = item;
  if (result.outcome === 'done') {
    await confirmRecovered(ports, tc, item, result.written, false);
    if (open.operation === 'create' && ports.clock.now() - Date.parse(open.at) > REMEMBERED_MS)
      await readAgain(ports, tc, mapping, String(result.written.record['Id']));
    return;
  }
  if (open.operation === 'create' && stored?.side === 'qbo') {
    const found = await lookUpCreated(ports, tc, mapping, work.handle, open, stored);
    if (found) return confirmRecovered(ports, tc, item, { record: found, intuitTid: undefined }, true);
  }
  const isStale = result.outcome === 'stale';
  if (isStale) await readAgain(ports, tc, mapping, open.targetId);
  if (isStale || (await isGone(ports, tc, mapping, open.targetId, result.fault))) {
    await abandon(ports, tc, work.handle, 'stale');
    return;
  }
  await refuseRecovered(ports, tc, item, result.fault.code, result.fault.intuitTid);
}

const NOT_FOUND = '610';

/** Whether a write was refused because its record is not there any more, rather than one that it refers to. */
export const isGone = async (
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  targetId: string | undefined,
  { code }: Pick<QboFault, 'code'>,
): Promise<boolean> =>
  code === NOT_FOUND &&
  targetId !== undefined &&
  (await readAgain(ports, tc, mapping, targetId)) === undefined;

/** A stale version: the record is read once, into the mirror (rule G6). A record that is gone leaves the mirror. */
export async function readAgain(
  ports: Ports,
  tc: TenantContext,
  mapping: EntityMapping,
  targetId: string | undefined,
): Promise<QboRecord | undefined> {
  if (targetId === undefined) return undefined;
  const id = targetId.split('/')[0] ?? targetId;
  const found = await orNotNow(
    ports.qbo.query(
      tc.connection,
      {
        entity: mapping.qboEntity,
        where: [{ property: 'Id', operator: '=', value: id }, ...mapping.qboWhere],
      },
      laneOf(tc),
    ),
  );
  const [record] = found;
  if (record) await mirrorAnswer(ports, tc, mapping, targetId, record);
  else await ports.records.mirror.remove(tc.scope, 'qbo', mapping.type, [targetId]);
  return record;
}

export async function confirmRecovered(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  written: QboWritten,
  adopted: boolean,
): Promise<void> {
  const { work, open, mapping, hood } = item;
  const deleted = open.operation === 'delete';
  const row = deleted
    ? undefined
    : await mirrorAnswer(ports, tc, mapping, open.targetId, written.record, hood);
  const sideId = row?.id ?? open.targetId ?? String(written.record['Id']);
  await ports.records.links.claim(tc.scope, mapping.type, 'qbo', sideId, work.handle.recordId);
  const removed = deleted || open.operation === 'void' || open.operation === 'inactivate';
  await appendToRecord(ports, tc, work.handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'qbo',
        requestId: open.requestId,
        sideId,
        version: row?.version ?? '',
        agreed: row
          ? agreedWith(tc, open, 'qbo', {
              ...mapping.fromQbo(row.content, hood.mappingContext()),
              ...unsentReferences(mapping, open.fields, work, hood),
            })
          : open.agreed,
        versions: row ? { qbo: row.version } : {},
        ...(written.intuitTid === undefined ? {} : { intuitTid: written.intuitTid }),
        ...(adopted ? { adopted: true } : {}),
        ...(removed ? { removed: true } : {}),
      },
    },
    ...noteEvents(work.handle, undefined, undefined),
  ]);
}

export async function confirmRecoveredBpro(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  row: ReturnType<typeof bproRow>,
): Promise<void> {
  const { work, open, mapping, hood } = item;
  await ports.records.mirror.put(tc.scope, [row]);
  await ports.records.links.claim(tc.scope, mapping.type, 'bpro', row.id, work.handle.recordId);
  const agreed = agreedWith(tc, open, 'bpro', mapping.fromBpro(row.content, hood.mappingContext()));
  await appendToRecord(ports, tc, work.handle, [
    {
      type: 'WriteConfirmed',
      data: {
        side: 'bpro',
        requestId: open.requestId,
        sideId: row.id,
        version: row.version,
        agreed,
        versions: { bpro: row.version },
      },
    },
    ...noteEvents(work.handle, undefined, undefined),
  ]);
}

export async function refuseRecovered(
  ports: Ports,
  tc: TenantContext,
  item: Open,
  code: string,
  intuitTid: string | undefined,
): Promise<void> {
  const { open, work } = item;
  const tid = intuitTid === undefined ? {} : { intuitTid };
  await releaseImport(ports, tc, work.handle);
  const note = {
    code: open.side === 'qbo' ? noteForFault(code) : noteForBpro(code),
    rule: 'F9',
    qboCode: code,
    ...tid,
  };
  await appendToRecord(ports, tc, work.handle, [
    { type: 'WriteRefused', data: { side: open.side, requestId: open.requestId, code, ...tid } },
    ...noteEvents(work.handle, note, work.bpro?.id),
  ]);
}
