import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { companyOwner, foldConnection, type CompanyEvent, type ConnectionEvent } from './connection.js';
import { foldRun, type FullSyncEvent } from './full-sync.js';
import type { RecordEvent } from './record-events.js';
import { foldRecord } from './record-state.js';
import { foldReplay, type ReplayEvent } from './replay.js';
import { settingsSchema } from './settings.js';
import { parseStream, type StreamName } from './streams.js';
import { foldTenant, type TenantEvent } from './tenant.js';
import { upcast, type StoredEvent } from './upcast.js';

interface EventsOf {
  readonly settings: TenantEvent;
  readonly connection: ConnectionEvent;
  readonly company: CompanyEvent;
  readonly 'full-sync': FullSyncEvent;
  readonly record: RecordEvent;
  readonly replay: ReplayEvent;
}
type Kind = StreamName['kind'];

/** Every type that is written today; a new one does not compile before it is named here, and then needs a fixture. */
const TYPES: { readonly [K in Kind]: Readonly<Record<EventsOf[K]['type'], true>> } = {
  settings: {
    SyncEnabled: true,
    SyncDisabled: true,
    SyncConfigured: true,
    PlanRequested: true,
    FullSyncRequested: true,
    FullSyncReleased: true,
    SupportAccessed: true,
  },
  connection: {
    ConsentRequested: true,
    QuickBooksConnected: true,
    ConsentRefused: true,
    ConnectionLost: true,
    QuickBooksDisconnected: true,
  },
  company: { CompanyClaimed: true, CompanyReleased: true },
  'full-sync': {
    FullSyncPlanningStarted: true,
    FeedPositionTaken: true,
    CompanyRead: true,
    RecordsRead: true,
    RecordsDecided: true,
    FullSyncPlanned: true,
    FullSyncStarted: true,
    RecordsReconciled: true,
    TypeReconciled: true,
    FullSyncPaused: true,
    FullSyncResumed: true,
    FullSyncCancelled: true,
    FullSyncCompleted: true,
  },
  record: {
    RecordLinked: true,
    RecordAgreed: true,
    WriteIntended: true,
    WriteConfirmed: true,
    WriteRefused: true,
    WriteAbandoned: true,
    NoteRaised: true,
    NoteCleared: true,
    NoteDismissed: true,
    NoteRestored: true,
    MatchChosen: true,
    SideGone: true,
    RerunRequested: true,
  },
  replay: {
    ReplayStarted: true,
    ReplayAdvanced: true,
    ReplayPaused: true,
    ReplayResumed: true,
    MissedChangesRepaired: true,
  },
};
const KINDS = Object.keys(TYPES) as Kind[];

const fixtures = JSON.parse(
  readFileSync(new URL('./events.fixtures.json', import.meta.url), 'utf8'),
) as (StoredEvent & { readonly stream: string })[];

/** The stored examples of one kind of stream, as they are read today. */
const read = <K extends Kind>(kind: K): EventsOf[K][] =>
  fixtures
    .filter(({ stream }) => parseStream(stream)?.kind === kind)
    .map(({ type, data }) => upcast(type, data) as unknown as EventsOf[K]);

const upTo = <K extends Kind>(kind: K, type: EventsOf[K]['type']): EventsOf[K][] => {
  const events = read(kind);
  return events.slice(0, events.findIndex((event) => event.type === type) + 1);
};

describe('events as they were stored', () => {
  it.each(KINDS)(
    'J1 every type of a %s stream has a stored example, and each is read as a known type',
    (kind) => {
      expect([...new Set(read(kind).map(({ type }) => type))].sort()).toEqual(
        Object.keys(TYPES[kind]).sort(),
      );
    },
  );

  it('J1 every stored example lies in a stream of ours', () => {
    expect(fixtures.filter(({ stream }) => parseStream(stream) === undefined)).toEqual([]);
  });

  it('J1 today’s shapes are read as they were written', () => {
    const { type, data } = fixtures.find((event) => event.type === 'WriteIntended')!;
    expect(upcast(type, data)).toEqual({ type, data });
  });

  it('I2 a tenant’s stored history folds', () => {
    expect(foldTenant(upTo('settings', 'FullSyncRequested'))).toMatchObject({
      enabled: true,
      draftVersion: 1,
      effective: { onlyInQbo: 'ignore' },
      plan: { run: 'run-1' },
      activeRun: 'run-1',
    });
    expect(foldTenant(read('settings'))).toMatchObject({
      enabled: false,
      activeRun: undefined,
      completedRun: 'run-1',
    });
  });

  it('C6 settings as they were stored are settings today', () => {
    const stored = fixtures.flatMap(({ data }) => ('settings' in data ? [data['settings']] : []));
    expect(stored).toHaveLength(4);
    for (const settings of stored) expect(settingsSchema.parse(settings)).toEqual(settings);
  });

  it('I2 a connection’s and a company’s stored history fold', () => {
    expect(foldConnection(upTo('connection', 'ConsentRequested')).consent).toMatchObject({
      stateHash: '9f86d081884c7d65',
    });
    expect(foldConnection(upTo('connection', 'QuickBooksConnected'))).toMatchObject({ status: 'connected' });
    expect(foldConnection(upTo('connection', 'ConnectionLost'))).toMatchObject({ status: 'lost' });
    expect(foldConnection(read('connection'))).toMatchObject({
      status: 'disconnected',
      realmId: '4620816365',
      generation: 1,
    });
    expect(companyOwner(upTo('company', 'CompanyClaimed'))).toBe('t1');
    expect(companyOwner(read('company'))).toBeUndefined();
  });

  it('I2 a run’s stored history folds', () => {
    expect(foldRun(upTo('full-sync', 'FullSyncPlanned'))).toMatchObject({
      status: 'planned',
      position: '1017',
      companyRead: true,
      read: new Set(['bpro/sales-term']),
      decided: new Set(['sales-term']),
    });
    expect(foldRun(upTo('full-sync', 'FullSyncPaused')).paused).toBe('connection-lost');
    expect(foldRun(upTo('full-sync', 'RecordsReconciled'))).toMatchObject({
      status: 'executing',
      after: 'b.term-3',
      results: { link: 2, noted: 1 },
    });
    expect(foldRun(upTo('full-sync', 'FullSyncCancelled')).status).toBe('cancelled');
    expect(foldRun(read('full-sync')).status).toBe('completed');
  });

  it('I2 a record’s stored history folds', () => {
    expect(foldRecord(upTo('record', 'RecordAgreed'))).toMatchObject({
      bproId: 'cus-1',
      qboId: '145',
      agreed: { displayName: ['1b2c3d4e5f607182', '1b2c3d4e5f607182'] },
      versions: { bpro: '2', qbo: '1' },
    });
    expect(foldRecord(upTo('record', 'WriteIntended')).open).toMatchObject({
      operation: 'update',
      body: 'content/7d793037a0760186',
      batch: { id: 'batch-1', bId: '4' },
      at: '2026-02-01T12:00:00.000Z',
    });
    expect(foldRecord(upTo('record', 'WriteConfirmed'))).toMatchObject({
      open: undefined,
      versions: { bpro: '3', qbo: '2' },
      removed: false,
    });
    expect(foldRecord(upTo('record', 'NoteDismissed')).note).toMatchObject({
      code: 'dependency-blocked',
      cause: 'sales-term/b.term-3',
      dismissed: true,
    });
    expect(foldRecord(read('record'))).toMatchObject({
      note: undefined,
      choice: { qboId: null },
      gone: 'qbo',
    });
  });

  it('I2 where replay stood folds', () => {
    expect(foldReplay(upTo('replay', 'ReplayPaused'))).toMatchObject({
      position: '1021',
      begunAt: '1017',
      paused: { reason: 'qbo-unavailable', since: '2026-02-01T12:00:00.000Z' },
    });
    expect(foldReplay(read('replay'))).toMatchObject({ position: '1021', paused: undefined });
  });
});

/** Every text in a value, with the name that it stands under. */
const texts = (value: unknown, name = ''): { name: string; text: string }[] => {
  if (typeof value === 'string') return [{ name, text: value }];
  if (Array.isArray(value)) return value.flatMap((v) => texts(v, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, v]) => [{ name: 'key', text: key }, ...texts(v, key)]);
};

describe('what is not in the history', () => {
  const all = fixtures.flatMap(({ type, data }) => texts(data).map((found) => ({ type, ...found })));

  it('I3 no text is anything but an id, a code, a time, a hash or a reference: names and addresses have spaces', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ text }) => !/^[\w.:/-]*$/.test(text))).toEqual([]);
  });

  it('I3 there is no e-mail address and no field that would hold a token or somebody’s name', () => {
    expect(all.filter(({ text }) => text.includes('@'))).toEqual([]);
    const names = all.filter(({ name }) => name === 'key').map(({ text }) => text.toLowerCase());
    const personal = /token|secret|password|email|address|^name$|familyname|givenname/;
    expect(names.filter((name) => personal.test(name))).toEqual([]);
  });

  it('I3 what was agreed is kept as short hashes, never as values', () => {
    const agreements = fixtures.flatMap(({ data }) => ('agreed' in data ? [data['agreed']] : []));
    expect(agreements).toHaveLength(4);
    for (const { name, text } of agreements.flatMap((a) => texts(a)))
      if (name !== 'key') expect(text).toMatch(/^[0-9a-f]{16}$/);
  });

  it('I3 bodies and overwritten values are references to the content store', () => {
    const references = all.filter(({ name }) => name === 'body' || name === 'overwrites');
    expect(references).toHaveLength(2);
    for (const { text } of references) expect(text).toMatch(/^content\//);
  });
});
