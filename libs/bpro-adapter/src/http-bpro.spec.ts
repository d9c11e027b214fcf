import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import {
  type BproHttpRequest,
  type BproHttpResponse,
  BproMalformed,
  BproNotFound,
  type BproPort,
  BproRefused,
  BproUnavailable,
  BproVersionConflict,
  createHttpBpro,
} from './index.js';

const METHOD = {
  type: 'payment-method',
  id: 'pm-1',
  version: 3,
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2025-01-02T00:00:00.000Z',
  state: 'active',
  origin: 'bpro',
  data: { name: 'Cash', kind: 'other' },
};

type Answer = BproHttpResponse | Error | 'never';

const ok = (body: unknown): BproHttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: object = {},
): BproHttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({ type: 'about:blank', title: 'No', status, code, ...more }),
});

const html = (status: number): BproHttpResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<h1>Bad gateway</h1>',
});

/** A BPro that answers what it is told, in order, the last answer for ever. */
const scripted = (
  ...answers: readonly Answer[]
): { port: BproPort; sent: BproHttpRequest[]; clock: VirtualClock } => {
  const sent: BproHttpRequest[] = [];
  const clock = new VirtualClock();
  const port = createHttpBpro({
    baseUrl: 'https://bpro.invalid/api/',
    tokenFor: (tenant) => `token-${tenant}-${String(sent.length)}`,
    clock,
    timeoutMs: 5_000,
    fetch: (request) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(request);
      if (answer instanceof Error) return Promise.reject(answer);
      return answer === 'never' || answer === undefined
        ? new Promise(() => undefined)
        : Promise.resolve(answer);
    },
  });
  return { port, sent, clock };
};

const failureOf = async (clock: VirtualClock, doing: Promise<unknown>): Promise<unknown> =>
  clock.runUntil(
    doing.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );

const create = (port: BproPort): Promise<unknown> =>
  port.create('t1', 'payment-method', METHOD.data, { idempotencyKey: 'key-1' });

describe('the HTTP adapter', () => {
  it('asks where the contract says, with the token of the tenant', async () => {
    const { port, sent } = scripted(ok({ records: [], next: 'pm-9' }));
    expect(await port.page('tenant/1', 'payment-method', 'a b', 50)).toEqual({
      records: [],
      malformed: [],
      next: 'pm-9',
    });
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: 'https://bpro.invalid/api/v1/tenants/tenant%2F1/records/payment-method?cursor=a+b&limit=50',
    });
    expect(sent[0]?.headers['authorization']).toBe('Bearer token-tenant/1-0');
  });

  it('a write carries its key and the version that it expects', async () => {
    const { port, sent } = scripted(ok(METHOD));
    await port.update('t1', 'payment-method', 'pm-1', 2, { name: 'Cash' }, { idempotencyKey: 'key-7' });
    expect(sent[0]?.headers).toMatchObject({ 'idempotency-key': 'key-7', 'if-match': '"2"' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ data: { name: 'Cash' } });
  });

  it('a record that does not have its shape stands beside the good ones, with type, id and path', async () => {
    const broken = { ...METHOD, id: 'pm-2', data: { name: 'Top secret name', kind: 'coins' } };
    const nameless = { ...METHOD, id: 7 };
    const { port } = scripted(ok({ records: [METHOD, broken, nameless] }));
    const page = await port.page('t1', 'payment-method', undefined, 50);
    expect(page.records.map((r) => r.id)).toEqual(['pm-1']);
    expect(page.malformed).toMatchObject([
      { type: 'payment-method', id: 'pm-2', path: 'data.kind' },
      { type: 'payment-method', id: '?', path: 'id' },
    ]);
    expect(JSON.stringify(page.malformed)).not.toContain('secret');
    expect(JSON.stringify(page.malformed)).not.toContain('coins');
  });

  it('a single record that does not have its shape is an error that names the place and no value', async () => {
    const { port, clock } = scripted(ok({ ...METHOD, data: { name: 'Top secret', kind: 'coins' } }));
    const error = await failureOf(clock, port.read('t1', 'payment-method', 'pm-1'));
    expect(error).toBeInstanceOf(BproMalformed);
    expect(error).toMatchObject({ type: 'payment-method', id: 'pm-1', path: 'data.kind' });
    expect((error as Error).message).not.toContain('coins');
  });

  it('a record of another type than asked for is malformed', async () => {
    const { port, clock } = scripted(ok(METHOD));
    expect(await failureOf(clock, port.read('t1', 'customer', 'pm-1'))).toMatchObject({
      name: 'BproMalformed',
      path: 'type',
    });
  });

  it('answers of BPro become the errors of the port', async () => {
    const meaning = async (answer: BproHttpResponse): Promise<unknown> => {
      const { port, clock } = scripted(answer);
      return failureOf(clock, create(port));
    };
    expect(await meaning(problem(412, 'version-conflict', { currentVersion: 9 }))).toEqual(
      new BproVersionConflict(9),
    );
    expect(await meaning(problem(404, 'not-found'))).toBeInstanceOf(BproNotFound);
    const refused = await meaning(problem(422, 'invoice-number-taken', { field: 'number', detail: 'taken' }));
    expect(refused).toEqual(new BproRefused('invoice-number-taken', 'number', 'taken'));
    expect(refused).toMatchObject({ code: 'invoice-number-taken', field: 'number' });
    expect(await meaning(problem(404, 'unknown-tenant'))).toMatchObject({ code: 'unknown-tenant' });
  });

  it('a 404 that is not of BPro (a wrong address, a proxy) does not say that the record is gone', async () => {
    const { port, clock } = scripted(html(404));
    const error = await failureOf(clock, port.read('t1', 'payment-method', 'pm-1'));
    expect(error).toBeInstanceOf(BproUnavailable);
  });

  it('a read is repeated until BPro answers, with a fresh token each time', async () => {
    const { port, sent, clock } = scripted(problem(401, 'unauthorized'), html(502), ok({ count: 4 }));
    expect(await clock.runUntil(port.count('t1', 'customer'))).toBe(4);
    expect(sent.map((r) => r.headers['authorization'])).toEqual([
      'Bearer token-t1-0',
      'Bearer token-t1-1',
      'Bearer token-t1-2',
    ]);
  });

  it('E4 a write is repeated byte for byte under the same key', async () => {
    const { port, sent, clock } = scripted(new Error('reset'), html(500), ok(METHOD));
    await clock.runUntil(create(port));
    expect(new Set(sent.map((r) => r.headers['idempotency-key'])).size).toBe(1);
    expect(new Set(sent.map((r) => r.body)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('gives up after a bounded number of attempts', async () => {
    const { port, sent, clock } = scripted(problem(503, 'unavailable'));
    const error = await failureOf(clock, create(port));
    expect(error).toMatchObject({ name: 'BproUnavailable', maybeDone: false });
    expect(sent).toHaveLength(4);
  });

  it('one attempt with an unknown outcome makes the whole write one that may have been done', async () => {
    const { port, clock } = scripted(new Error('reset'), problem(503, 'unavailable'));
    expect(await failureOf(clock, create(port))).toMatchObject({ name: 'BproUnavailable', maybeDone: true });
  });

  it('nobody listening means nothing was done', async () => {
    const { port, clock } = scripted(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
    expect(await failureOf(clock, create(port))).toMatchObject({ maybeDone: false });
  });

  it('no answer in time is an unknown outcome, and the request is given up', async () => {
    const { port, sent, clock } = scripted('never');
    const start = clock.now();
    expect(await failureOf(clock, create(port))).toMatchObject({ maybeDone: true });
    expect(clock.now() - start).toBeGreaterThanOrEqual(4 * 5_000);
    expect(sent.every((r) => r.signal?.aborted)).toBe(true);
  });

  it('an answered call leaves no alarm behind', async () => {
    const { port, clock } = scripted(ok({ count: 1 }));
    await port.count('t1', 'customer');
    expect(clock.pending).toBe(0);
  });

  it('waits as long as BPro asks', async () => {
    const { port, clock } = scripted(problem(429, 'slow-down', {}, { 'retry-after': '7' }), ok({ count: 1 }));
    const start = clock.now();
    await clock.runUntil(port.count('t1', 'customer'));
    expect(clock.now() - start).toBe(7_000);
  });

  it('an answer with another frame is not trusted; after a write it may have been done', async () => {
    const { port, clock } = scripted(ok({ total: 4 }));
    expect(await failureOf(clock, port.count('t1', 'customer'))).toBeInstanceOf(BproUnavailable);
    const page = scripted({ status: 200, headers: {}, body: '<html>Sign in</html>' });
    expect(await failureOf(page.clock, create(page.port))).toMatchObject({ maybeDone: true });
  });

  it('errors carry neither token nor content', async () => {
    const { port, clock } = scripted(html(500));
    const error = (await failureOf(clock, create(port))) as Error;
    expect(error.message).toBe('BPro: create payment-method: status 500');
    expect(JSON.stringify({ ...error })).not.toMatch(/token|Cash/);
  });
});

describe('the change feed over HTTP', () => {
  const change = {
    position: '5',
    type: 'customer',
    id: 'cus-1',
    kind: 'updated',
    version: 2,
    origin: 'bpro',
    at: '2025-01-01T00:00:00.000Z',
  };

  it('G1 changes of record kinds that the sync does not know are passed over, the position goes on', async () => {
    const { port } = scripted(ok({ changes: [{ type: 'estimate' }, change], position: '6', more: false }));
    expect(await port.changes('t1', '4', 10)).toEqual({ changes: [change], position: '6', more: false });
  });

  it('G1 a broken change of a known kind stops the feed: it cannot be skipped', async () => {
    const broken = { ...change, version: 'two' };
    const { port, clock } = scripted(ok({ changes: [broken], position: '6', more: false }));
    expect(await failureOf(clock, port.changes('t1', '4', 10))).toMatchObject({
      name: 'BproMalformed',
      id: 'cus-1',
      path: 'change.version',
    });
  });

  it('a long poll may last as long as it asks for', async () => {
    const { port, sent, clock } = scripted('never');
    const start = clock.now();
    await failureOf(clock, port.changes('t1', '4', 10, 20_000));
    expect(sent[0]?.url).toContain('waitMs=20000');
    expect(clock.now() - start).toBeGreaterThanOrEqual(4 * 25_000);
  });
});
