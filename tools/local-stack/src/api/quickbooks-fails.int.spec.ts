import type { FaultHook } from '@bpro-qbo-sync/qbo-simulator';
import type { RunProgress, TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { nothingMoved, type Books } from '@bpro-qbo-sync/simulation';
import { DEFAULT_SETTINGS, fullSyncStream } from '@bpro-qbo-sync/sync-domain';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  connect,
  enableAndConnect,
  fullSync,
  managerOf,
  REALM,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
  type BenchOptions,
} from './api-bench.js';
import { booksOf, wrongAtRest } from './at-rest.js';

const BASE = `/api/tenants/${TENANT}`;

describe('when QuickBooks fails in the middle of a sync', () => {
  let bench: ApiBench;
  let manager: string;
  let before: Books;

  const get = async <T>(path: string): Promise<T> =>
    (await bench.request('get', `${BASE}${path}`, manager).expect(200)).body as T;
  const progress = (run: string): Promise<RunProgress> => get(`/runs/${run}`);

  /** Plans and starts a run; answers its id. */
  async function start(): Promise<string> {
    await bench
      .request('put', `${BASE}/settings`, manager)
      .send({ ...DEFAULT_SETTINGS, refundAccountId: '35' })
      .expect(200);
    const { run } = (await bench.request('post', `${BASE}/plans`, manager).send({}).expect(202)).body as {
      run: string;
    };
    await until(
      () => progress(run),
      ({ status }) => status === 'planned',
    );
    await bench.request('post', `${BASE}/runs/${run}/start`, manager).send({}).expect(202);
    return run;
  }

  const pausedBecause = (run: string, reason: string): Promise<RunProgress> =>
    until(
      () => progress(run),
      ({ paused }) => paused === reason,
    );

  async function completes(run: string): Promise<void> {
    await until(
      () => progress(run),
      ({ status }) => status === 'completed',
    );
    await until(
      () => get<TenantView>(''),
      ({ activeRun }) => activeRun === null,
    );
    expect(await wrongAtRest(bench, before)).toEqual([]);
  }

  /** From the given write on, the first payment or any one's number, `effect` decides about every call. */
  function failFromWrite(first: number | 'payment', effect: FaultHook): void {
    let writes = 0;
    let failing = false;
    bench.qbo.simulator.faults.decideWith((call) => {
      if (call.inBatch) return undefined;
      if (WRITES.has(call.operation)) writes++;
      failing ||=
        first === 'payment' ? call.entity === 'Payment' && WRITES.has(call.operation) : writes >= first;
      return failing ? effect(call) : undefined;
    });
  }
  const heal = (): void => {
    bench.qbo.simulator.faults.decideWith(undefined);
  };

  const begin = async (options: BenchOptions = {}): Promise<void> => {
    bench = await startApiBench(options);
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    before = booksOf(bench);
  };
  afterEach(async () => {
    await bench.close();
  });

  it('F9, E4 pages of HTML, whatever their status, pause the run; it goes on and nothing is there twice', async () => {
    await begin();
    const statuses = [200, 502, 503, 500];
    let pages = 0;
    failFromWrite('payment', ({ operation }) => {
      const status = statuses[pages++ % statuses.length] ?? 200;
      return { kind: 'html', status, afterCommit: WRITES.has(operation) && pages % 2 === 0 };
    });
    const run = await start();
    const { status } = await pausedBecause(run, 'qbo-unavailable');
    expect(status).toBe('executing');
    const refused = await bench.request('post', `${BASE}/pre-flight`, manager).expect(503);
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body).toMatchObject({
      code: 'qbo-unavailable',
      detail: 'QuickBooks does not answer at the moment. Try again in a minute.',
    });
    await until(
      () => Promise.resolve(pages),
      (n) => n > 12,
    );
    heal();
    await completes(run);
    expect(await types(run)).toEqual(expect.arrayContaining(['FullSyncPaused', 'FullSyncResumed']));
    expect(bench.logged.join('')).not.toContain('<html');
    const quiet = booksOf(bench);
    await fullSync(bench, manager);
    expect(nothingMoved(quiet, booksOf(bench))).toEqual([]);
  });

  it('B2, E4 an access token that QuickBooks no longer takes is refreshed, and the call is made again', async () => {
    await begin();
    const seen = new Set<string>();
    let refused = 0;
    failFromWrite(2, ({ requestId }) => {
      if (requestId === undefined || seen.has(requestId)) return undefined;
      seen.add(requestId);
      if (seen.size % 3 !== 1) return undefined;
      refused++;
      return { kind: 'unauthorized' };
    });
    const run = await start();
    await completes(run);
    expect(refused).toBeGreaterThan(2);
    expect(refreshes()).toBeGreaterThan(1);
    expect(refreshes()).toBeLessThanOrEqual(refused);
    expect(await types(run)).not.toContain('FullSyncPaused');
  });

  it('B2, B3 HTML from the token endpoint is no refusal: the run waits and the connection is not lost', async () => {
    await begin();
    let pages = 0;
    failFromWrite(2, ({ operation }) =>
      operation === 'refresh'
        ? { kind: 'html', status: pages++ % 2 === 0 ? 200 : 503 }
        : { kind: 'unauthorized' },
    );
    const run = await start();
    await pausedBecause(run, 'qbo-unavailable');
    expect(pages).toBeGreaterThan(0);
    expect(await get<TenantView>('')).toMatchObject({ connection: { status: 'connected' } });
    heal();
    await completes(run);
  });

  it('B3, E4 a refresh token that is refused in mid-run loses the connection; reconnecting drains the rest', async () => {
    await begin();
    let refused = false;
    failFromWrite(4, () => {
      if (!refused) bench.qbo.simulator.tokens.disconnect(REALM);
      refused = true;
      return undefined;
    });
    const run = await start();
    await pausedBecause(run, 'connection-lost');
    const lost = await get<TenantView>('');
    expect(lost).toMatchObject({ connection: { status: 'lost' }, next: { step: 'reconnect' } });
    const problem = await bench.request('post', `${BASE}/pre-flight`, manager).expect(409);
    expect(problem.body).toMatchObject({ code: 'connection-lost', rule: 'B3' });
    const landed = await connect(bench, manager);
    expect(landed.searchParams.get('connection')).toBe('connected');
    await completes(run);
    const events = await bench.store.read(`qboConnection-${TENANT}`);
    expect(events.filter(({ type }) => type === 'ConnectionLost')).toHaveLength(1);
  });

  const types = async (run: string): Promise<string[]> =>
    (await bench.store.read(fullSyncStream(TENANT, run))).map(({ type }) => type);
  const refreshes = (): number => bench.logged.filter((line) => line.includes('"tokens refreshed"')).length;
});

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'delete', 'void', 'batch']);
