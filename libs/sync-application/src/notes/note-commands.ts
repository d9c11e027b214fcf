import { MAPPINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import { loadEnabled } from '../access/tenant-commands.js';
import { readAnew } from '../full-sync/malformed.js';
import { generationOf, loadConnection, tenantContext } from '../full-sync/run-context.js';
import type { Cause, Ports } from '../ports.js';
import { handleOf, appendToRecord, type RecordHandle } from '../reconcile/record-journal.js';
import { loadPage } from '../reconcile/load-page.js';
import { matchPage } from '../reconcile/match-page.js';
import { Neighbourhood } from '../reconcile/neighbourhood.js';
import { reconcilePage } from '../reconcile/reconcile-page.js';
import { recoverOpenIntents } from '../reconcile/recover.js';
import type { TenantContext } from '../reconcile/tenant-context.js';
import { waitingFor } from '../reconcile/waiting-for.js';
import { RuleViolation } from '../rule-violation.js';

export interface RecordName {
  readonly type: RecordType;
  readonly recordId: string;
}

async function contextOf(ports: Ports, tenant: string, cause: Cause): Promise<TenantContext> {
  const { state } = await loadEnabled(ports, tenant);
  if (!state.effective) throw new RuleViolation('no-sync-yet', 'H3', 'There has been no sync yet.');
  const run = state.activeRun ?? state.completedRun;
  const { generation } = (await loadConnection(ports, tenant)).state;
  if (run !== undefined && (await generationOf(ports, tenant, run)) !== generation)
    throw new RuleViolation('no-sync-yet', 'B4', 'There has been no sync with this QuickBooks company yet.');
  return tenantContext(ports, tenant, {
    settings: state.effective,
    settingsVersion: state.effectiveVersion,
    run,
    phase: 'replay',
    cause,
  });
}

async function handleFor(
  ports: Ports,
  tc: TenantContext,
  { type, recordId }: RecordName,
): Promise<RecordHandle> {
  const [row] = await ports.records.links.get(tc.scope, type, [recordId]);
  if (!row) throw new RuleViolation('no-such-record', 'H3', 'Nothing is known about this record.');
  return handleOf(type, recordId, row);
}

/** A person has seen the note and leaves it (rule H3); it does not come back while nothing changes. */
export async function dismissNote(
  ports: Ports,
  tenant: string,
  record: RecordName,
  reason: string,
  cause: Cause,
): Promise<void> {
  const tc = await contextOf(ports, tenant, cause);
  const handle = await handleFor(ports, tc, record);
  const { note } = handle.state;
  if (!note) throw new RuleViolation('no-note', 'H3', 'This record has no note.');
  if (!note.dismissed)
    await appendToRecord(ports, tc, handle, [{ type: 'NoteDismissed', data: { code: note.code, reason } }]);
}

export async function restoreNote(
  ports: Ports,
  tenant: string,
  record: RecordName,
  cause: Cause,
): Promise<void> {
  const tc = await contextOf(ports, tenant, cause);
  const handle = await handleFor(ports, tc, record);
  const { note } = handle.state;
  if (note?.dismissed)
    await appendToRecord(ports, tc, handle, [{ type: 'NoteRestored', data: { code: note.code } }]);
}

/**
 * A person settles an ambiguous match (rule F2): this QuickBooks record, or none of these. The answer is remembered;
 * the record itself follows with the next plan or re-run.
 */
export async function settleMatch(
  ports: Ports,
  tenant: string,
  bproId: string,
  type: RecordType,
  qboId: string | null,
  cause: Cause,
): Promise<void> {
  const { state } = await loadEnabled(ports, tenant);
  const settings = state.effective ?? state.draft;
  const tc = await tenantContext(ports, tenant, {
    settings,
    settingsVersion: state.draftVersion,
    run: state.plan?.run,
    phase: 'plan',
    cause,
  });
  if (qboId !== null && (await ports.records.mirror.get(tc.scope, 'qbo', type, [qboId])).length === 0)
    throw new RuleViolation('no-such-record', 'F2', 'There is no such QuickBooks record.', [
      { field: 'qboId', rule: 'F2', message: 'not found in QuickBooks' },
    ]);
  const hood = new Neighbourhood(ports, tc);
  await hood.learn(type, 'bpro', [bproId]);
  const recordId = hood.recordId(type, 'bpro', bproId);
  const [row] = await ports.records.links.get(tc.scope, type, [recordId]);
  const handle = handleOf(type, recordId, row);
  if (handle.state.bproId !== undefined && handle.state.qboId !== undefined)
    throw new RuleViolation('already-linked', 'F2', 'This record is linked already.');
  await appendToRecord(ports, tc, handle, [{ type: 'MatchChosen', data: { bproId, qboId } }]);
}

/** Decides and carries out one record again (rule H3), and then what waited for it (rule H2). */
export async function rerunRecord(
  ports: Ports,
  tenant: string,
  record: RecordName,
  cause: Cause,
): Promise<void> {
  const tc = await contextOf(ports, tenant, cause);
  await recoverOpenIntents(ports, tc, { andSetAside: true });
  const handle = await handleFor(ports, tc, record);
  await appendToRecord(ports, tc, handle, [{ type: 'RerunRequested', data: {} }]);
  await rerun(ports, tc, record, new Set());
}

async function rerun(
  ports: Ports,
  tc: TenantContext,
  { type, recordId }: RecordName,
  seen: Set<string>,
): Promise<void> {
  const key = `${type}/${recordId}`;
  if (seen.has(key)) return;
  seen.add(key);
  const mapping = MAPPINGS[type];
  const [row] = await ports.records.links.get(tc.scope, type, [recordId]);
  const standing = handleOf(type, recordId, row).state.note;
  if (standing?.code === 'malformed' && !(await readAnew(ports, tc, mapping, recordId))) return;
  const side = recordId.startsWith('q.') ? 'qbo' : 'bpro';
  const sideId = recordId.slice(2);
  const seed = { recordId, ...(side === 'bpro' ? { bproId: sideId } : { qboId: sideId }) };
  const { works, hood } = await loadPage(ports, tc, mapping, [seed]);
  const linked = works.every(
    (w) => w.handle.state.bproId !== undefined && w.handle.state.qboId !== undefined,
  );
  const matches = linked ? undefined : await matchPage(ports, tc, mapping, side, works, hood);
  const match = matches?.get(recordId) ?? { kind: 'none' as const };
  const found =
    match.kind === 'matched'
      ? { ...seed, ...(side === 'bpro' ? { qboId: match.id } : { bproId: match.id }) }
      : seed;
  const results = await reconcilePage(ports, tc, mapping, [found], () => ({ match }));
  const result = results.get(recordId);
  if (!result || result.performed.handle.state.note) return;
  for (const dependant of await waitingFor(ports, tc, new Set([key])))
    await rerun(ports, tc, dependant, seen);
}
