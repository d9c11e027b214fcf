import {
  connectionStream,
  companyStream,
  DEFAULT_SETTINGS,
  fullSyncStream,
  NOTES,
  RECORD_TYPES,
  recordStream,
  replayStream,
  settingsStream,
  type CompanyEvent,
  type ConnectionEvent,
  type FullSyncEvent,
  type RecordEvent,
  type ReplayEvent,
  type TenantEvent,
} from '@bpro-qbo-sync/sync-domain';
import fc from 'fast-check';
import type { StoredEvent } from '../event-source.js';

const tenant = fc.constantFrom('north', 'süd_1');
const run = fc.constantFrom('run-1', 'run_2');
const type = fc.constantFrom(...RECORD_TYPES);
const side = fc.constantFrom('bpro' as const, 'qbo' as const);
const small = fc.integer({ min: 0, max: 40 });
/** Some that are awkward to keep. */
const id = fc.constantFrom('1', '2', '7/12', "o'brien", '\u0000', '\ud800x', '💶', '\\u0000', '');
const code = fc.constantFrom(...Object.keys(NOTES).slice(0, 4), 'of-a-later-version');
const at = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) })
  .map((ms) => new Date(ms).toISOString());
const agreed = fc.constant({ name: ['00ff', 'ff00'] as const });
const results = fc.dictionary(fc.constantFrom('link', 'create-qbo', 'create-bpro', 'noted'), small);

const one = <Type extends string, Data>(name: Type, data: fc.Arbitrary<Data>) =>
  data.map((values) => ({ type: name, data: values }));
const none = fc.constant({});
const versions = fc.record({ bpro: id, qbo: id }, { requiredKeys: [] });
const settings = fc.constantFrom(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, onlyInQbo: 'ignore' as const });

const intended = fc
  .record({
    side,
    operation: fc.constantFrom('create' as const, 'update' as const, 'void' as const),
    requestId: id,
    body: id,
    fields: fc.array(id, { maxLength: 2 }),
    agreed,
    createdAt: at,
    at,
  })
  .chain((needed) =>
    fc.record({ targetId: id, sourceId: id }, { requiredKeys: [] }).map((more) => ({ ...needed, ...more })),
  );

const raised = fc.record({ code, rule: fc.constant('F5') }).chain((needed) =>
  fc
    .record(
      {
        fields: fc.array(id, { maxLength: 2 }),
        cause: fc.record({ type, recordId: id, code }),
        candidates: fc.array(id, { maxLength: 3 }),
        qboCode: fc.constantFrom('6240', '610'),
        intuitTid: id,
        bproId: id,
        qboId: id,
      },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...needed, ...more })),
);

const recordEvent: fc.Arbitrary<RecordEvent> = fc.oneof(
  one('RecordLinked', fc.record({ bproId: id, qboId: id, key: id, createdAt: at, agreed, versions })),
  one('RecordAgreed', fc.record({ agreed, versions })),
  one('WriteIntended', intended),
  one(
    'WriteConfirmed',
    fc.record({ side, requestId: id, sideId: id, version: id, agreed, versions, removed: fc.boolean() }),
  ),
  one('WriteRefused', fc.record({ side, requestId: id, code: id, intuitTid: id })),
  one(
    'WriteAbandoned',
    fc.record({ side, requestId: id, why: fc.constantFrom('never-sent' as const, 'stale' as const) }),
  ),
  one('NoteRaised', raised),
  one('NoteCleared', fc.record({ code })),
  one('NoteDismissed', fc.record({ code, reason: id })),
  one('NoteRestored', fc.record({ code })),
  one('MatchChosen', fc.record({ bproId: id, qboId: fc.option(id) })),
  one('SideGone', fc.record({ side })),
  one('RerunRequested', none),
);

const version = small;
const tenantEvent: fc.Arbitrary<TenantEvent> = fc.oneof(
  one('SyncEnabled', none),
  one('SyncDisabled', none),
  one('SyncConfigured', fc.record({ settings, version })),
  one('PlanRequested', fc.record({ run, settings, version })),
  one('FullSyncRequested', fc.record({ run, settings, version })),
  one('FullSyncReleased', fc.record({ run, completed: fc.boolean() })),
);

const connectionEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  one('ConsentRequested', fc.record({ stateHash: id, expiresAt: at, startOver: fc.boolean() })),
  one('QuickBooksConnected', fc.record({ realmId: id, generation: small })),
  one('ConnectionLost', fc.record({ reason: id })),
  one('QuickBooksDisconnected', none),
);

const runEvent: fc.Arbitrary<FullSyncEvent> = fc.oneof(
  one('FullSyncPlanningStarted', fc.record({ settings, settingsVersion: small, generation: small })),
  one('FeedPositionTaken', fc.record({ position: id })),
  one('RecordsRead', fc.record({ side, type, found: small, malformed: small })),
  one('RecordsDecided', fc.record({ type, actions: small })),
  one(
    'FullSyncPlanned',
    fc.record({
      counts: fc.array(fc.record({ type, qbo: small, bpro: small }), { maxLength: 3 }),
      totals: fc.array(
        fc.record({
          type,
          action: fc.constantFrom('link', 'create-qbo', 'ignored'),
          reason: id,
          count: small,
        }),
        { maxLength: 4 },
      ),
    }),
  ),
  one('FullSyncStarted', fc.record({ settingsVersion: small })),
  one('RecordsReconciled', fc.record({ type, after: id, done: small, results })),
  one('TypeReconciled', fc.record({ type })),
  one('FullSyncPaused', fc.record({ reason: id })),
  one('FullSyncResumed', none),
  one('FullSyncCancelled', fc.record({ phase: fc.constantFrom('planning' as const, 'executing' as const) })),
  one('FullSyncCompleted', fc.record({ results })),
);

const replayEvent: fc.Arbitrary<ReplayEvent> = fc.oneof(
  one('ReplayStarted', fc.record({ position: id, run })),
  one('ReplayAdvanced', fc.record({ position: id, changes: small })),
  one('ReplayPaused', fc.record({ position: id, reason: id, since: at })),
  one('ReplayResumed', fc.record({ position: id })),
  one('MissedChangesRepaired', fc.record({ position: id, records: fc.array(id, { maxLength: 3 }) })),
);
const companyEvent: fc.Arbitrary<CompanyEvent> = fc.oneof(
  one('CompanyClaimed', fc.record({ tenant })),
  one('CompanyReleased', fc.record({ tenant })),
);

interface Drafted {
  readonly stream: string;
  readonly event: { readonly type: string; readonly data: object };
}

const on = (stream: fc.Arbitrary<string>, event: fc.Arbitrary<Drafted['event']>): fc.Arbitrary<Drafted> =>
  fc.record({ stream, event });

const recordKey = fc.record({
  tenant,
  generation: fc.constantFrom(1, 2),
  type: fc.constantFrom('customer' as const, 'sales-term' as const),
  recordId: fc.constantFrom('b.1', 'b.2', 'q.7/12'),
});

const foreign = fc.constant({ type: 'SomethingElse', data: { money: 1 } });
const drafted: fc.Arbitrary<Drafted> = fc.oneof(
  { weight: 8, arbitrary: on(recordKey.map(recordStream), recordEvent) },
  { weight: 2, arbitrary: on(tenant.map(settingsStream), tenantEvent) },
  { weight: 1, arbitrary: on(tenant.map(connectionStream), connectionEvent) },
  {
    weight: 4,
    arbitrary: on(
      fc.tuple(tenant, run).map(([t, r]) => fullSyncStream(t, r)),
      runEvent,
    ),
  },
  { weight: 1, arbitrary: on(tenant.map(replayStream), replayEvent) },
  { weight: 1, arbitrary: on(fc.constant(companyStream('realm 1')), companyEvent) },
  { weight: 1, arbitrary: on(tenant.map(settingsStream), foreign) },
  {
    weight: 1,
    arbitrary: on(fc.constantFrom('record-a_x_customer_1', 'record-%zz_1_tax_1', 'record-1'), recordEvent),
  },
);

const metadata = fc.record(
  {
    at,
    by: fc.record({ kind: fc.constantFrom('manager', 'support', 'sync'), id }),
    rule: fc.constant('F9'),
    settingsVersion: small,
    run,
    correlationId: id,
    causationId: id,
  },
  { requiredKeys: ['at'] },
);

/** What a store could hold: ours and foreign events in any order, revisions and positions as a store gives them. */
export const randomEvents: fc.Arbitrary<StoredEvent[]> = fc
  .array(fc.tuple(drafted, metadata, fc.integer({ min: 1, max: 900 })), { maxLength: 120, size: 'max' })
  .map((drafts) => {
    const revisions = new Map<string, number>();
    let position = 10n ** 12n;
    return drafts.map(([{ stream, event }, meta, gap], index) => {
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      position += BigInt(gap);
      return {
        id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        stream,
        revision,
        position: `${position.toString()}/${position.toString()}`,
        type: event.type,
        data: event.data as StoredEvent['data'],
        metadata: meta,
      };
    });
  });
