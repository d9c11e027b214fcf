import { describe, expect, it, jest } from '@jest/globals';
import type { RecordedEvent } from '@bpro-qbo-sync/event-store';
import * as domain from '@bpro-qbo-sync/sync-domain';
import type { SyncBench } from './testing/sync-bench.js';

/** A domain that knows one former shape of every event: its type had an ending, and its data one layer more. */
const FORMER = /\.former$/;
jest.unstable_mockModule('@bpro-qbo-sync/sync-domain', () => ({
  ...domain,
  upcast: (type: string, data: domain.StoredEvent['data']): domain.StoredEvent =>
    FORMER.test(type)
      ? domain.upcast(type.replace(FORMER, ''), data['former'] as domain.StoredEvent['data'])
      : domain.upcast(type, data),
}));

const { advanceRun } = await import('./full-sync/advance-run.js');
const { fullSyncSaga } = await import('./full-sync/full-sync.saga.js');
const { COMPANY_FACTS } = await import('./full-sync/run-context.js');
const { beginRun, planFullSync, startFullSync } = await import('./full-sync/run-commands.js');
const { recordSupportAccess } = await import('./nest/support-access.js');
const { BY_MANAGER, given, typesIn } = await import('./nest/testing/nest-ports.js');
const { planView } = await import('./nest/queries/plan-view.js');
const { readProgress } = await import('./nest/queries/run-progress.js');
const { settingsChoices } = await import('./nest/queries/settings-choices.js');
const { tenantView } = await import('./nest/queries/tenant-view.js');
const { replayChanges } = await import('./replay/replay-changes.js');
const { customer, syncBench, TENANT } = await import('./testing/sync-bench.js');

/** From now on the store keeps every event in its former shape, as a version of the sync before this one did. */
async function writtenLongAgo(): Promise<SyncBench> {
  const bench = await syncBench();
  const { store } = bench.ports;
  const append = store.append.bind(store);
  store.append = (stream, expected, events) =>
    append(
      stream,
      expected,
      events.map((event) => ({ ...event, type: `${event.type}.former`, data: { former: event.data } })),
    );
  return bench;
}

const settings = { ...domain.DEFAULT_SETTINGS, onlyInQbo: 'ignore' } as const;

describe('events in a former shape', () => {
  it('G1, E4 replay goes on from where it stood, and knows what it wrote', async () => {
    const bench = await writtenLongAgo();
    await bench.completeFullSync('0');
    bench.bpro.put('customer', 'ann', customer('Ann Lee'));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    bench.bpro.put('customer', 'ann', customer('Ann Lee', { phone: '555' }));
    expect(await replayChanges(bench.ports, TENANT)).toBe(1);
    expect(bench.qbo.sent.map(({ operation }) => operation)).toEqual(['create', 'update']);
    expect(await bench.eventsOf('customer', 'b.ann')).toMatchObject([
      { type: 'WriteIntended.former' },
      { type: 'WriteConfirmed.former' },
      { type: 'WriteIntended.former' },
      { type: 'WriteConfirmed.former' },
    ]);
  });

  it('C6, E1, E3, I2 settings, plans and runs are read as they were meant, by commands, queries and the saga', async () => {
    const bench = await writtenLongAgo();
    const { ports } = bench;
    await given(ports, domain.settingsStream(TENANT), {
      type: 'SyncConfigured',
      data: { settings, version: 1 },
    });
    const { run } = await planFullSync(ports, TENANT, BY_MANAGER);
    const planned: domain.FullSyncEvent = { type: 'FullSyncPlanned', data: { counts: [], totals: [] } };
    await given(ports, domain.fullSyncStream(TENANT, run), planned);
    expect(await planView(ports, TENANT, run)).toMatchObject({ status: 'planned', settings });
    await startFullSync(ports, TENANT, run, BY_MANAGER);
    const commands = (await ports.store.read(domain.settingsStream(TENANT))).map(fullSyncSaga);
    expect(commands.at(-1)).toEqual({ command: 'BeginRun', tenant: TENANT, run });
    await beginRun(ports, TENANT, run, BY_MANAGER);
    await advanceRun(ports, TENANT, run);
    expect((await readProgress(ports, TENANT, run))?.status).toBe('executing');
    expect(await tenantView(ports, TENANT)).toMatchObject({
      activeRun: run,
      settings: { effective: settings, draftVersion: 1 },
    });
  });

  it('A2 an access of support that is in the history already is not written again', async () => {
    const { ports } = await writtenLongAgo();
    const support = { by: { kind: 'support', id: 's-1' }, correlationId: 'c-1' } as const;
    await recordSupportAccess(ports, TENANT, 'GET state', support);
    await recordSupportAccess(ports, TENANT, 'GET state', support);
    const types = await typesIn(ports, domain.settingsStream(TENANT));
    expect(types).toEqual(['SyncEnabled', 'SupportAccessed.former']);
  });

  it('C5 a payment method is new when it appeared after the settings were saved, however old their event is', async () => {
    const bench = await writtenLongAgo();
    const { ports } = bench;
    await given(ports, domain.settingsStream(TENANT), {
      type: 'SyncConfigured',
      data: { settings, version: 1 },
    });
    const { scope } = await bench.context('plan');
    const facts = await ports.records.facts.get(scope, COMPANY_FACTS);
    const methods = { qbo: [], bpro: [{ id: 'c', name: 'Cash', active: true }] };
    await ports.records.facts.put(scope, COMPANY_FACTS, { ...facts, methods });
    await bench.mirrorBpro('payment-method', 'c', { name: 'Cash', kind: 'other' });
    expect((await settingsChoices(ports, TENANT)).paymentMethods).toMatchObject([
      { name: 'Cash', isNew: true },
    ]);
  });

  it('J1 nothing but the shape is touched', async () => {
    const { presentShape } = await import('./journal.js');
    const place = { stream: 'settings-shop', revision: 3, id: 'e-1', metadata: { at: '2026-01-05' } };
    const stored = { ...place, type: 'SyncEnabled.former', data: { former: {} } } as unknown as RecordedEvent;
    expect(presentShape(stored)).toEqual({ ...place, type: 'SyncEnabled', data: {} });
  });
});
