import { expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, type RecordType } from '@bpro-qbo-sync/sync-domain';
import type { StoredEvent } from '../event-source.js';
import { MemoryReadModels } from '../memory/memory-read-models.js';
import type { NotesFilter, ReadModelQueries } from '../queries.js';
import type { ReadModels } from '../read-models.js';
import { catchUp } from '../rebuild.js';
import { ScriptedSource } from './scripted-source.js';
import {
  counted,
  minute,
  ofRun,
  ofTenant,
  on,
  place,
  planning,
  raised,
  TENANT,
  type Told,
  told,
} from './told-events.js';

const ALL = 1_000;
const open = (more: Partial<NotesFilter> = {}): NotesFilter => ({
  tenant: TENANT,
  generation: 1,
  dismissed: false,
  ...more,
});

/** What everybody asks, so that two homes can be compared. */
async function asked(queries: ReadModelQueries): Promise<unknown[]> {
  const answers: unknown[] = [await queries.currentTo()];
  for (const tenant of ['north', 'süd_1'])
    answers.push(
      await queries.notes(open({ tenant }), { limit: ALL }),
      await queries.notes(open({ tenant, dismissed: true }), { limit: 2 }),
      await queries.notes(open({ tenant, generation: 2, type: 'customer' }), {
        after: { type: 'customer', recordId: 'b.1' },
        limit: ALL,
      }),
      await queries.counts(tenant),
      await queries.runs(tenant, { limit: ALL }),
      await queries.runs(tenant, { after: 'run-1', limit: 1 }),
      await queries.recordHistory(tenant, { type: 'customer', recordId: 'b.1' }),
      await queries.tenantHistory(tenant, { limit: ALL }),
      await queries.tenantHistory(tenant, { run: 'run-1', limit: 3 }),
    );
  return answers;
}

/** What every home of the read models answers alike; `property` runs a check over random histories. */
export function queriesContract(
  prepared: () => Promise<ReadModels>,
  property: (check: (events: StoredEvent[]) => Promise<void>) => Promise<void>,
): void {
  const after = async (...events: readonly Told[]): Promise<ReadModelQueries> => {
    const db = await prepared();
    await catchUp(new ScriptedSource(told(...events)), db, {});
    return db.queries;
  };
  const names = async (queries: ReadModelQueries, filter: NotesFilter): Promise<string[]> => {
    const { notes } = await queries.notes(filter, { limit: ALL });
    return notes.map(({ recordId }) => recordId);
  };

  it('J2 every answer over any history is the one that memory gives', () =>
    property(async (events) => {
      const db = await prepared();
      const memory = new MemoryReadModels();
      for (const rows of [db, memory]) await catchUp(new ScriptedSource(events), rows, {});
      expect(await asked(db.queries)).toEqual(await asked(memory.queries));
    }));

  it('J2 an answer says up to which event it is current; without events it is empty and says nowhere', async () => {
    const queries = await after();
    const nowhere = { position: null, at: null };
    expect(await queries.currentTo()).toEqual(nowhere);
    expect(await queries.notes(open(), { limit: ALL })).toEqual({
      notes: [],
      tallies: [],
      currentTo: nowhere,
    });
    expect(await queries.counts(TENANT)).toEqual({ run: undefined, types: [], currentTo: nowhere });
    const told = await after(ofTenant('SyncEnabled'), raised('tax', 'b.1', 'name-taken'));
    const { currentTo } = await told.notes(open(), { limit: ALL });
    expect(currentTo).toEqual({ position: place(1), at: minute(1) });
    expect(await told.currentTo()).toEqual(currentTo);
  });

  it('H1 a note has its record, its reason, first and last time and how often', async () => {
    const queries = await after(
      raised('customer', 'b.7', 'name-taken', { qboCode: '6240', intuitTid: '1-a', fields: ['displayName'] }),
      {
        stream: on('customer', 'b.7'),
        type: 'RecordLinked',
        data: { bproId: '7', qboId: '70', key: 'name', createdAt: minute(0), agreed: {}, versions: {} },
      },
      raised('customer', 'b.7', 'name-taken', { qboCode: '6240', intuitTid: '1-b' }),
    );
    const { notes } = await queries.notes(open(), { limit: ALL });
    expect(notes).toEqual([
      expect.objectContaining({
        type: 'customer',
        recordId: 'b.7',
        bproId: '7',
        qboId: '70',
        code: 'name-taken',
        intuitTid: '1-b',
        firstSeenAt: minute(0),
        lastSeenAt: minute(2),
        times: 2,
      }),
    ]);
  });

  it('H2, H4 notes are filtered and tallied by cause, and come in pages in dependency order', async () => {
    const queries = await after(
      raised('invoice', 'b.3', 'dependency-blocked', {
        cause: { type: 'customer', recordId: 'b.1', code: 'name-taken' },
      }),
      raised('invoice', 'b.20', 'dependency-blocked'),
      raised('customer', 'b.1', 'name-taken'),
      raised('tax', 'q.1', 'name-taken'),
      { ...raised('tax', 'q.9', 'name-taken'), stream: on('tax', 'q.9', 2) },
    );
    expect(await names(queries, open())).toEqual(['q.1', 'b.1', 'b.20', 'b.3']);
    expect(await names(queries, open({ type: 'invoice' }))).toEqual(['b.20', 'b.3']);
    expect(await names(queries, open({ code: 'name-taken' }))).toEqual(['q.1', 'b.1']);
    expect(await names(queries, open({ severity: 'info' }))).toEqual([]);
    expect(await names(queries, open({ generation: 2 }))).toEqual(['q.9']);
    const { tallies } = await queries.notes(open(), { limit: 1 });
    expect(tallies.map(({ code, count }) => [code, count])).toEqual([
      ['dependency-blocked', 2],
      ['name-taken', 2],
    ]);
    const paged: string[] = [];
    for (let from: { type: RecordType; recordId: string } | undefined; ;) {
      const [note] = (await queries.notes(open(), { after: from, limit: 1 })).notes;
      if (!note) break;
      paged.push(note.recordId);
      from = note;
    }
    expect(paged).toEqual(['q.1', 'b.1', 'b.20', 'b.3']);
  });

  it('H3 a dismissed note is among the dismissed with its reason, a resolved one is nowhere', async () => {
    const dismissed = {
      stream: on('tax', 'b.1'),
      type: 'NoteDismissed',
      data: { code: 'name-taken', reason: 'known' },
    };
    const queries = await after(
      raised('tax', 'b.1', 'name-taken'),
      dismissed,
      raised('tax', 'b.2', 'name-taken'),
      { stream: on('tax', 'b.2'), type: 'NoteCleared', data: { code: 'name-taken' } },
    );
    expect(await names(queries, open())).toEqual([]);
    const { notes } = await queries.notes(open({ dismissed: true }), { limit: ALL });
    expect(notes.map(({ recordId, dismissedReason }) => [recordId, dismissedReason])).toEqual([
      ['b.1', 'known'],
    ]);
  });

  it('D1 the counts are those of the latest plan that was made', async () => {
    const events = [
      ofTenant('SyncEnabled'),
      ofTenant('PlanRequested', { run: 'one', settings: DEFAULT_SETTINGS, version: 1 }),
      ofRun('one', 'FullSyncPlanningStarted', planning),
      ofRun('one', 'FullSyncPlanned', counted(5, 4)),
      ofTenant('FullSyncRequested', { run: 'one', settings: DEFAULT_SETTINGS, version: 1 }),
      ofTenant('PlanRequested', { run: 'two', settings: DEFAULT_SETTINGS, version: 1 }),
      ofRun('two', 'FullSyncPlanningStarted', planning),
    ];
    const of = async (...told: readonly Told[]): Promise<unknown[]> => {
      const { run, types } = await (await after(...told)).counts(TENANT);
      const customers = types.find(({ type }) => type === 'customer');
      return [run?.run, run?.plannedAt, customers?.qboFound, customers?.bproFound];
    };
    expect(await of(...events.slice(0, 3))).toEqual([undefined, undefined, undefined, undefined]);
    expect(await of(...events)).toEqual(['one', minute(3), 5, 4]);
    const second = ofRun('two', 'FullSyncPlanned', counted(9, 9));
    expect(await of(...events, second)).toEqual(['two', minute(7), 9, 9]);
  });

  it('E3, I1 the runs of a tenant come latest first: who, when, what came of them', async () => {
    const queries = await after(
      ofRun('b', 'FullSyncPlanningStarted', planning),
      ofRun('a', 'FullSyncPlanningStarted', planning),
      ofRun('a', 'FullSyncPlanned', counted(1, 1)),
      ofRun('a', 'FullSyncStarted', { settingsVersion: 2 }),
      ofRun('a', 'RecordsReconciled', { type: 'customer', after: 'b.1', done: 2, results: { link: 2 } }),
      ofRun('a', 'FullSyncCancelled', { phase: 'executing' }),
    );
    const { runs } = await queries.runs(TENANT, { limit: ALL });
    expect(runs.map(({ run }) => run)).toEqual(['a', 'b']);
    expect(runs[0]).toMatchObject({
      status: 'cancelled',
      plannedById: 'm-1',
      startedById: 'm-1',
      startedAt: minute(3),
      endedAt: minute(5),
      planned: 3,
      done: 2,
      results: { link: 2 },
    });
    const page = await queries.runs(TENANT, { after: 'a', limit: ALL });
    expect(page.runs.map(({ run }) => run)).toEqual(['b']);
    expect((await queries.runs(TENANT, { after: 'never', limit: ALL })).runs).toEqual([]);
    expect((await queries.runs('other', { limit: ALL })).runs).toEqual([]);
  });

  it('I2, B4 the history is read in order, a page at a time: all, one run, one record in every connection', async () => {
    const queries = await after(
      ofTenant('SyncEnabled'),
      { ...raised('tax', 'b.1', 'name-taken'), metadata: { run: 'a' } },
      ofRun('a', 'FullSyncPlanningStarted', planning),
      { ...raised('tax', 'b.1', 'name-taken'), stream: on('tax', 'b.1', 2) },
      raised('tax', 'b.2', 'name-taken'),
    );
    const first = await queries.tenantHistory(TENANT, { limit: 2 });
    expect(first.events.map(({ type, at }) => [type, at])).toEqual([
      ['SyncEnabled', minute(0)],
      ['NoteRaised', minute(1)],
    ]);
    const rest = await queries.tenantHistory(TENANT, { after: place(1), limit: ALL });
    expect(rest.events.map(({ at }) => at)).toEqual([minute(2), minute(3), minute(4)]);
    const run = await queries.tenantHistory(TENANT, { run: 'a', limit: ALL });
    expect(run.events.map(({ at }) => at)).toEqual([minute(1), minute(2)]);
    const record = await queries.recordHistory(TENANT, { type: 'tax', recordId: 'b.1' });
    expect(record.events.map(({ generation, at }) => [generation, at])).toEqual([
      [1, minute(1)],
      [2, minute(3)],
    ]);
  });

  it('who waits for an event is told when it is in the rows, or after a while that it is not', async () => {
    const db = await prepared();
    const [first, second] = told(ofTenant('SyncEnabled'), ofTenant('SyncDisabled'));
    if (!first || !second) throw new Error('two events were told');
    expect(await db.queries.reached(place(1), 20)).toBe(false);
    const waiting = db.queries.reached(place(1), 30_000);
    await catchUp(new ScriptedSource([first]), db, {});
    await catchUp(new ScriptedSource([first, second]), db, {});
    expect(await waiting).toBe(true);
    expect(await db.queries.reached(place(0), 0)).toBe(true);
  });
}
