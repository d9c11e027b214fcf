import { realClock } from '@bpro-qbo-sync/clock';
import { MemoryReadModels, type ReadModels, runProjections } from '@bpro-qbo-sync/read-models';
import { settingsStream } from '@bpro-qbo-sync/sync-domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { latestCounts } from './queries/plan-view.js';
import { tenantHistory } from './queries/history-view.js';
import { ReadSide } from './read-side.js';
import { BY_MANAGER, given, testPorts, type TestPorts } from './testing/nest-ports.js';
import type { Ports } from '../ports.js';

const PATIENCE_MS = 150;

describe('what people ask of the read models', () => {
  let ports: TestPorts;
  let followed: Ports;
  let db: ReadModels;
  let readSide: ReadSide;
  let stop: AbortController;

  const project = (): Promise<void> =>
    runProjections({ store: ports.store, db, clock: realClock, signal: stop.signal });
  const record = (type: string, tenant = 'acme'): Promise<void> =>
    given(followed, settingsStream(tenant), { type, data: {} });
  const types = async (tenant = 'acme'): Promise<string[]> =>
    (await tenantHistory(readSide, tenant, { limit: 10 })).events.map(({ type }) => type);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = Date.now();
    await work();
    return Date.now() - began;
  };

  beforeEach(() => {
    ports = testPorts();
    db = new MemoryReadModels();
    readSide = new ReadSide(db.queries, PATIENCE_MS);
    followed = readSide.follow(ports);
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
  });

  it('J2 who looks after a command sees what came of it, however the projector lags', async () => {
    readSide = new ReadSide(db.queries, 30_000);
    followed = readSide.follow(ports);
    await record('SyncEnabled');
    const asked = types();
    setTimeout(() => void project(), 50);
    expect(await asked).toEqual(['SyncEnabled']);
    await record('SyncDisabled');
    expect(await types()).toEqual(['SyncEnabled', 'SyncDisabled']);
  });

  it('J2 without a projector the answer comes all the same, and says that it knows of no event', async () => {
    await record('SyncEnabled');
    expect(await latestCounts(readSide, 'acme')).toEqual({
      run: null,
      asOf: null,
      counts: [],
      currentTo: { position: null, at: null },
    });
  });

  it('J2 when the projector stopped, an answer says up to which event it is current', async () => {
    const running = project();
    await record('SyncEnabled');
    const before = await tenantHistory(readSide, 'acme', { limit: 10 });
    stop.abort();
    await running;
    await record('SyncDisabled');
    expect(await tenantHistory(readSide, 'acme', { limit: 10 })).toEqual(before);
    expect(before.currentTo).toEqual({ position: before.events[0]?.position, at: before.events[0]?.at });
  });

  it('waits in vain once only, and again when the projector is back', async () => {
    await record('SyncEnabled');
    expect(await timed(() => types())).toBeGreaterThanOrEqual(PATIENCE_MS - 20);
    expect(await timed(() => types())).toBeLessThan(PATIENCE_MS - 20);
    void project();
    await db.queries.reached('0/0', 5_000);
    await record('SyncDisabled');
    expect(await types()).toEqual(['SyncEnabled', 'SyncDisabled']);
  });

  it("one tenant's events keep nobody else waiting", async () => {
    await record('SyncEnabled', 'other');
    expect(await timed(() => types('acme'))).toBeLessThan(PATIENCE_MS - 20);
  });

  it('who and why of an event are shown', async () => {
    void project();
    await record('SyncEnabled');
    const { events } = await tenantHistory(readSide, 'acme', { limit: 10 });
    expect(events[0]).toMatchObject({
      by: BY_MANAGER.by,
      correlationId: BY_MANAGER.correlationId,
      record: null,
      run: null,
      data: {},
    });
  });
});
