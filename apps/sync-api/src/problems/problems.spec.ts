import { request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoreFull, StoreUnavailable } from '@bpro-qbo-sync/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { managerOf, startAppBench, support, type AppBench } from '../testing/app-bench.js';

const OWN = '/api/tenants/acme';

describe('what goes wrong', () => {
  let api: AppBench;
  let manager: string;

  beforeEach(async () => {
    api = await startAppBench();
    manager = await managerOf('acme');
  });
  afterEach(async () => {
    await api.close();
  });

  it('is a problem detail with a stable code and the correlation id of the log', async () => {
    const answer = await api.ask('get', '/api/none', manager).set('x-correlation-id', 'abc-1').expect(404);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.get('x-correlation-id')).toBe('abc-1');
    expect(answer.body).toEqual({
      type: 'urn:bpro-qbo-sync:problem:not-found',
      code: 'not-found',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.',
      instance: '/api/none',
      correlationId: 'abc-1',
    });
  });

  it('C8 names every field of a settings form that has no usable form, without its value', async () => {
    const settings = {
      onlyInQbo: 'perhaps',
      onlyInBpro: 'create',
      fromDate: '2026-02-30',
      refundAccountId: null,
      uncheckedMethods: { bpro: 'planted-value', qbo: [], none: false },
      accounts: { incomeId: null, expenseId: null, assetId: null },
      extra: 1,
    };
    const refused = await api.ask('put', `${OWN}/settings`, manager).send(settings).expect(422);
    const { code, rule, errors } = refused.body as {
      code: string;
      rule: string;
      errors: { field: string; rule: string }[];
    };
    expect({ code, rule }).toEqual({ code: 'settings-invalid', rule: 'C8' });
    expect([...new Set(errors.map(({ field }) => field))].sort()).toEqual([
      'extra',
      'fromDate',
      'onlyInQbo',
      'uncheckedMethods.bpro',
    ]);
    expect(refused.text).not.toContain('planted-value');
  });

  it('a body that is no JSON is said so, and not quoted', async () => {
    const refused = await api
      .ask('post', `${OWN}/matches`, manager)
      .set('content-type', 'application/json')
      .send('{"planted')
      .expect(400);
    expect(refused.text).not.toContain('planted');
    expect(api.logged.join('')).not.toContain('planted');
  });

  it.each([
    [new StoreUnavailable('planted text'), 'store-unavailable'],
    [new StoreFull('planted text'), 'store-full'],
  ])('a store that fails is plain words and a time to come again: %p', async (fault, code) => {
    api.store.fault = () => {
      throw fault;
    };
    const answer = await api.ask('get', OWN, manager).expect(503);
    expect(answer.body).toMatchObject({ code });
    expect(answer.get('retry-after')).toBe('10');
    expect(answer.text).not.toContain('planted');
    const ready = await api.ask('get', '/health/ready').expect(503);
    expect(ready.body).toMatchObject({ code: 'not-ready', errors: [{ field: 'eventStore' }] });
    await api.ask('get', '/health/live').expect(200);
    api.store.fault = undefined;
  });

  it('a defect tells nothing outside, and where it happened in the log', async () => {
    api.store.fault = () => {
      throw new TypeError('planted customer');
    };
    const answer = await api.ask('get', OWN, manager).expect(500);
    expect(answer.body).toMatchObject({ code: 'unexpected' });
    expect(answer.text).not.toContain('planted');
    api.store.fault = undefined;
    const line = api.logged.find((logged) => logged.includes('"msg":"defect"'));
    expect(line).toContain('problems.spec');
    expect(api.logged.join('')).not.toContain('planted customer');
  });

  it('B1 a command that needs QuickBooks is refused until it is connected', async () => {
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    const refused = await api.ask('post', `${OWN}/plans`, manager).send({}).expect(409);
    expect(refused.body).toMatchObject({ code: 'not-connected', rule: 'B1' });
  });

  it('K1 a plan, a run and a record that nobody knows are not found', async () => {
    await api.ask('get', `${OWN}/plans/none`, manager).expect(404);
    await api.ask('get', `${OWN}/runs/none`, manager).expect(404);
    await api.ask('get', `${OWN}/runs/none/progress`, manager).expect(404);
    await api.ask('get', `${OWN}/plans/none/rows?after=nonsense`, manager).expect(404);
    await api.ask('get', `${OWN}/records/planet/1/history`, manager).expect(404);
    await api.ask('get', `${OWN}/plans/none/rows?limit=9999`, manager).expect(422);
  });

  it('answers neither TRACE nor unknown methods with the request', async () => {
    const { port } = api.server.address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = rawRequest({ port, host: '127.0.0.1', method: 'TRACE', path: OWN }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once('error', reject);
      asked.end();
    });
    expect(status).toBe(405);
  });

  it('answers are not kept by anybody, and the page may load nothing from elsewhere', async () => {
    const answer = await api.ask('get', OWN, manager).expect(200);
    expect(answer.get('cache-control')).toBe('no-cache, no-store');
    expect(answer.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.get('referrer-policy')).toBe('no-referrer');
    expect(answer.get('x-powered-by')).toBeUndefined();
  });

  it('the OpenAPI description names every route of a tenant', async () => {
    const { paths } = (await api.ask('get', '/api/openapi.json').expect(200)).body as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/tenants/{tenant}',
        '/api/tenants/{tenant}/settings',
        '/api/tenants/{tenant}/plans/{run}/rows/{type}/{recordId}',
        '/api/tenants/{tenant}/runs/{run}/progress',
        '/api/tenants/{tenant}/notes.csv',
      ]),
    );
    expect(Object.keys(paths)).not.toContain('/api/demo-tokens');
  });
});
