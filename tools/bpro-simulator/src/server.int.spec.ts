import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realClock } from '@bpro-qbo-sync/clock';
import { type RunningBproSimulator, startBproSimulator } from './index.js';
import { booksOf } from './fixtures.js';

describe('the simulator as a server', () => {
  let running: RunningBproSimulator;
  beforeAll(async () => {
    running = await startBproSimulator({ clock: realClock, random: () => 0.5, token: 'secret' });
  });
  afterAll(() => running.close());

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; type: string; body: Record<string, unknown> }> => {
    const response = await fetch(running.url + path, {
      method,
      headers: { authorization: 'Bearer secret', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  };

  it('is healthy without a token and closed without one otherwise', async () => {
    expect((await fetch(`${running.url}/_control/health`)).status).toBe(200);
    expect((await fetch(`${running.url}/_control/tenants`)).status).toBe(401);
    expect((await fetch(`${running.url}/v1/tenants/demo/capabilities`)).status).toBe(401);
  });

  it('loads books, lets a person act, dumps and resets', async () => {
    expect(await call('PUT', '/_control/tenants/demo/books', booksOf())).toMatchObject({ status: 204 });
    const act = (action: object): ReturnType<typeof call> =>
      call('POST', '/_control/tenants/demo/user', action);
    const data = { name: 'Cash', kind: 'other' };
    const made = await act({
      action: 'create',
      type: 'payment-method',
      data,
      createdAt: '2024-01-01T00:00:00Z',
    });
    expect(made.body).toMatchObject({ version: 1, createdAt: '2024-01-01T00:00:00.000Z', origin: 'bpro' });
    const { id } = made.body;
    expect(
      (await act({ action: 'update', type: 'payment-method', id, data: { name: 'Coins' } })).body,
    ).toMatchObject({
      version: 2,
    });
    expect((await act({ action: 'deactivate', type: 'payment-method', id })).body).toMatchObject({
      state: 'inactive',
    });
    const { records } = (await call('GET', '/_control/tenants/demo/records')).body as {
      records: { id: string }[];
    };
    expect(records.map((r) => r.id)).toContain(id);
    expect((await call('DELETE', '/_control/tenants/demo')).status).toBe(204);
    expect((await call('GET', '/_control/tenants')).body).toEqual({ tenants: [] });
  });

  it('says what is wrong in books, record by record', async () => {
    const answer = await call('PUT', '/_control/tenants/demo/books', {
      ...booksOf(),
      records: [{ type: 'tax', id: 'x' }],
    });
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'books-refused',
      problems: [{ index: 0, type: 'tax', id: 'x' }],
    });
  });

  it('a set fault strikes and a reset breaks the connection', async () => {
    await call('PUT', '/_control/tenants/demo/books', booksOf());
    await call('PUT', '/_control/faults', [{ kind: 'reset-before-commit', times: 1 }]);
    await expect(call('GET', '/v1/tenants/demo/capabilities')).rejects.toThrow();
    expect((await call('GET', '/v1/tenants/demo/capabilities')).status).toBe(200);
    expect((await call('GET', '/_control/usage')).body).toMatchObject({
      faults: { 'reset-before-commit': 1 },
    });
  });

  it.each([
    ['GET', '/nothing', undefined, {}, 404],
    ['GET', '/v1/tenants/demo/records/estimate', undefined, {}, 400],
    ['GET', '/v1/tenants/demo/records/customer?limit=5000', undefined, {}, 400],
    ['GET', '/v1/tenants/demo/records/customer/%ZZ', undefined, {}, 400],
    ['GET', '/v1/tenants/nobody/capabilities', undefined, {}, 404],
    ['POST', '/v1/tenants/demo/records/customer', {}, {}, 400],
    ['POST', '/v1/tenants/demo/records/customer', '{', { 'idempotency-key': 'k' }, 400],
    ['PATCH', '/v1/tenants/demo/records/customer/x', { data: {} }, { 'idempotency-key': 'k' }, 400],
    ['DELETE', '/v1/tenants/demo/records/customer/x', undefined, {}, 405],
    ['GET', '/v1/tenants/demo/changes?after=elsewhere&limit=5', undefined, {}, 422],
  ])('%s %s is answered with a problem', async (method, path, body, headers, status) => {
    const answer = await call(method, path, body, headers);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
  });
});
