import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEventStore, type ExpectedRevision, StoreFull } from '@bpro-qbo-sync/event-store';
import type { RunProgress, TenantView } from '@bpro-qbo-sync/sync-application/nest';
import { nothingMoved, type Books } from '@bpro-qbo-sync/simulation';
import { DEFAULT_SETTINGS } from '@bpro-qbo-sync/sync-domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStoreServer, startEventStoreServer } from '../event-store/index.js';
import {
  enableAndConnect,
  fullSync,
  managerOf,
  sign,
  startApiBench,
  TENANT,
  until,
  type ApiBench,
} from './api-bench.js';
import { booksOf, wrongAtRest } from './at-rest.js';

const BASE = `/api/tenants/${TENANT}`;
const SETTINGS = { ...DEFAULT_SETTINGS, refundAccountId: '35' };
/** How much more the store may hold each time that somebody makes room, in bytes. */
const ROOM = 16_000;

describe('an event store that is full', () => {
  const directory = mkdtempSync(join(tmpdir(), 'full-store-'));
  let server: EventStoreServer;
  let bench: ApiBench;
  let manager: string;
  let before: Books;

  /** Asks again while the connection to a restarted store is made. */
  const get = async <T>(path: string): Promise<T> => {
    const answer = await until(
      () => bench.request('get', `${BASE}${path}`, manager),
      ({ status }) => status === 200,
    );
    return answer.body as T;
  };
  const timesFull = (): number => bench.logged.filter((line) => line.includes('"StoreFull"')).length;

  /** The server again, on the same port, with so much room; none: as much as it wants. */
  async function restart(room?: number): Promise<void> {
    const { port } = server;
    await server.close();
    const size = statSync(join(directory, 'events.db')).size;
    server = await startEventStoreServer({
      directory,
      port,
      ...(room === undefined ? {} : { maxBytes: size + room }),
    });
  }

  /** QuickBooks takes payments at once and answers late; how often each request id came. */
  function slowPayments(): ReadonlyMap<string, number> {
    const asked = new Map<string, number>();
    bench.qbo.simulator.faults.decideWith(({ entity, operation, requestId }) => {
      if (entity !== 'Payment' || operation !== 'create' || requestId === undefined) return undefined;
      const times = (asked.get(requestId) ?? 0) + 1;
      asked.set(requestId, times);
      return times === 1 ? { kind: 'latency', ms: 100_000, afterCommit: true } : undefined;
    });
    return asked;
  }

  /** Others use up what is left, to the last byte that an event needs. */
  async function useUp(): Promise<void> {
    const revisions = (await bench.store.read('others')).length;
    let expected: ExpectedRevision = revisions === 0 ? 'no_stream' : revisions - 1;
    for (const length of [20_000, 2000, 100, 0])
      try {
        for (;;) {
          const event = { id: randomUUID(), type: 'Other', data: { x: 'x'.repeat(length) }, metadata: {} };
          expected = (await bench.store.append('others', expected, [event])).revision;
        }
      } catch (error) {
        expect(error).toBeInstanceOf(StoreFull);
      }
  }

  beforeAll(async () => {
    server = await startEventStoreServer({ directory });
    bench = await startApiBench({
      size: 32,
      store: (clock) => connectEventStore(server.connectionString, { clock }),
    });
    manager = await managerOf(TENANT);
    await enableAndConnect(bench, manager);
    before = booksOf(bench);
  });
  afterAll(async () => {
    await bench.close();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('E4 commands say so in plain words, the run waits, and goes on whenever there is room: nothing is lost or there twice', async () => {
    await bench.request('put', `${BASE}/settings`, manager).send(SETTINGS).expect(200);
    const { run } = (await bench.request('post', `${BASE}/plans`, manager).send({}).expect(202)).body as {
      run: string;
    };
    const progress = (): Promise<RunProgress> => get(`/runs/${run}`);
    await until(progress, ({ status }) => status === 'planned');
    await restart(500_000);
    const payments = slowPayments();
    await bench.request('post', `${BASE}/runs/${run}/start`, manager).send({}).expect(202);
    await until(
      () => Promise.resolve(payments.size),
      (asked) => asked > 0,
    );
    await useUp();
    await until(
      () => Promise.resolve(timesFull()),
      (n) => n > 1,
    );

    const full = {
      code: 'store-full',
      status: 503,
      detail: 'The sync cannot record anything now: its storage is full. BPro support has to make room.',
    };
    for (const [method, path, body, token] of [
      ['put', `${BASE}/settings`, { ...SETTINGS, onlyInBpro: 'ignore' }, manager],
      ['post', `${BASE}/runs/${run}/cancel`, {}, manager],
      ['post', `${BASE}/connection`, {}, manager],
      ['get', `${BASE}/history`, {}, await sign({ sub: 's-2', role: 'support' })],
    ] as const) {
      const refused = await bench.request(method, path, token).send(body).expect(503);
      expect(refused.type).toBe('application/problem+json');
      expect(refused.body).toMatchObject(full);
      expect(refused.get('retry-after')).toBe('10');
    }
    expect(await progress()).toMatchObject({ status: 'executing', endedAt: null });
    expect(await get<TenantView>('')).toMatchObject({ activeRun: run, connection: { status: 'connected' } });

    for (let done = false; !done;) {
      const soFar = timesFull();
      await restart(ROOM);
      const { status } = await until(
        progress,
        (now) => now.status === 'completed' || timesFull() > soFar + 1,
      );
      done = status === 'completed';
    }
    // What QuickBooks had done and nobody could write down was asked for again, under its id.
    expect(Math.max(...payments.values())).toBeGreaterThan(1);
    await restart();
    await until(
      () => get<TenantView>(''),
      ({ activeRun }) => activeRun === null,
    );
    expect(await wrongAtRest(bench, before)).toEqual([]);
    const quiet = booksOf(bench);
    await fullSync(bench, manager);
    expect(nothingMoved(quiet, booksOf(bench))).toEqual([]);
  }, 120_000);
});
