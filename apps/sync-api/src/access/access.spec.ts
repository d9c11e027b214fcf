import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { managerOf, sign, startAppBench, support, type AppBench } from '../testing/app-bench.js';

const OWN = '/api/tenants/acme';
const OTHER = '/api/tenants/other';

describe('who may do what', () => {
  let api: AppBench;

  beforeEach(async () => {
    api = await startAppBench();
  });
  afterEach(async () => {
    await api.close();
  });

  it.each([
    ['none', undefined],
    [
      'of another key',
      { sub: 'm', role: 'manager', tenant: 'acme', key: 'another-key-of-32-characters-or-so' },
    ],
    ['of another issuer', { sub: 'm', role: 'manager', tenant: 'acme', issuer: 'somebody' }],
    ['for another audience', { sub: 'm', role: 'manager', tenant: 'acme', audience: 'something' }],
    ['expired', { sub: 'm', role: 'manager', tenant: 'acme', expires: '-1s' }],
    ['of an unknown role', { sub: 'm', role: 'owner', tenant: 'acme' }],
    ['of a manager without a tenant', { sub: 'm', role: 'manager' }],
    [
      'for an e-mail address, which would stay in the history',
      { sub: 'm@store.test', role: 'manager', tenant: 'acme' },
    ],
  ] as const)('A3 refuses a token %s', async (_what, options) => {
    const { key, issuer, audience, expires, ...claims } = { ...options } as Record<string, string>;
    const given = {
      ...(key && { key }),
      ...(issuer && { issuer }),
      ...(audience && { audience }),
      ...(expires && { expires }),
    };
    const token = options && (await sign(claims, given));
    const refused = await api.ask('get', OWN, token).expect(401);
    expect(refused.body).toMatchObject({ code: 'not-signed-in', rule: 'A3' });
  });

  it('A3 refuses an unsigned token', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 's', role: 'support', iss: 'bpro', aud: 'quickbooks-sync', exp: 4_000_000_000 };
    await api.ask('get', OWN, `${part({ alg: 'none' })}.${part(claims)}.`).expect(401);
  });

  it('A2 lets a manager into the own tenant only, whatever the body says', async () => {
    const manager = await managerOf('acme');
    await api.ask('get', OWN, manager).expect(200);
    const refused = await api.ask('get', OTHER, manager).expect(403);
    expect(refused.body).toMatchObject({ code: 'other-tenant', rule: 'A2' });
    await api.ask('post', `${OTHER}/plans`, manager).send({ tenant: 'acme', role: 'support' }).expect(403);
  });

  it.each([
    ['post', '/enable'],
    ['post', '/disable'],
    ['get', '/history'],
  ] as const)('A2 keeps %s %s for support', async (method, path) => {
    const refused = await api.ask(method, `${OWN}${path}`, await managerOf('acme')).expect(403);
    expect(refused.body).toMatchObject({ code: 'support-only', rule: 'A2' });
  });

  it("A2 records support's access in the tenant's history, once in 15 minutes for a person", async () => {
    await api.ask('get', OWN, await support()).expect(200);
    await api.ask('get', `${OWN}/counts`, await support()).expect(200);
    await api.ask('get', OWN, await sign({ sub: 's-2', role: 'support' })).expect(200);
    const { events } = (await api.ask('get', `${OWN}/history`, await support()).expect(200)).body as {
      events: { type: string; by: object; data: object }[];
    };
    expect(events.map(({ type, by, data }) => ({ type, by, data }))).toEqual([
      {
        type: 'SupportAccessed',
        by: { kind: 'support', id: 's-1' },
        data: { what: 'GET /api/tenants/:tenant' },
      },
      {
        type: 'SupportAccessed',
        by: { kind: 'support', id: 's-2' },
        data: { what: 'GET /api/tenants/:tenant' },
      },
    ]);
  });

  it('A2 leaves no trace of a manager who looks', async () => {
    await api.ask('get', OWN, await managerOf('acme')).expect(200);
    expect(await api.store.read('settings-acme')).toEqual([]);
  });

  it('A1 a second enabling is no second event', async () => {
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    const types = (await api.store.read('settings-acme')).map(({ type }) => type);
    expect(types.filter((type) => type === 'SyncEnabled')).toHaveLength(1);
  });
});

describe('a session', () => {
  let api: AppBench;

  beforeEach(async () => {
    api = await startAppBench();
  });
  afterEach(async () => {
    await api.close();
  });

  const open = async (): Promise<{
    agent: ReturnType<typeof supertest.agent>;
    csrfToken: string;
    cookie: string;
  }> => {
    const agent = supertest.agent(api.server);
    const begun = await agent
      .post('/api/session')
      .set('authorization', `Bearer ${await managerOf('acme')}`)
      .expect(201);
    const { csrfToken } = begun.body as { csrfToken: string };
    return { agent, csrfToken, cookie: begun.get('Set-Cookie')?.[0] ?? '' };
  };

  it('A3 exchanges the token once for a cookie that scripts cannot read and other sites do not send', async () => {
    const { agent, cookie } = await open();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Max-Age=1800/);
    await agent.get(OWN).expect(200);
    const shown = await agent.get('/api/session').expect(200);
    expect(shown.body).toMatchObject({ role: 'manager', tenant: 'acme' });
  });

  it('A3 the cookie is Secure and bound to the host where the page is served over TLS', async () => {
    const secure = await startAppBench({ PUBLIC_URL: 'https://sync.example' });
    try {
      const begun = await secure.ask('post', '/api/session', await managerOf('acme')).expect(201);
      expect(begun.get('Set-Cookie')?.[0]).toMatch(/^__Host-.*; Path=\/;.*Secure/);
    } finally {
      await secure.close();
    }
  });

  it('A3 a write by session needs its CSRF token', async () => {
    const { agent, csrfToken } = await open();
    const refused = await agent.post(`${OWN}/plans`).send({}).expect(403);
    expect(refused.body).toMatchObject({ code: 'csrf', rule: 'A3' });
    await agent.post(`${OWN}/plans`).set('x-csrf-token', 'guessed').send({}).expect(403);
    const passed = await agent.post(`${OWN}/plans`).set('x-csrf-token', csrfToken).send({}).expect(403);
    expect(passed.body).toMatchObject({ code: 'sync-not-enabled' });
  });

  it("A3 another session's CSRF token does not do", async () => {
    const [mine, theirs] = [await open(), await open()];
    const refused = await mine.agent
      .post(`${OWN}/plans`)
      .set('x-csrf-token', theirs.csrfToken)
      .send({})
      .expect(403);
    expect(refused.body).toMatchObject({ code: 'csrf' });
  });

  it('A3 a changed cookie is no session', async () => {
    const { cookie } = await open();
    const changed = cookie.split(';', 1)[0]?.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) ?? '';
    await supertest(api.server)
      .get(OWN)
      .set('cookie', `${changed.slice(0, -3)}xyz`)
      .expect(401);
  });

  it('A3 a session does not begin another one, and ends when it is asked to', async () => {
    const { agent, csrfToken } = await open();
    await agent.post('/api/session').set('x-csrf-token', csrfToken).expect(401);
    await agent.delete('/api/session').expect(204);
    await agent.get(OWN).expect(401);
  });

  it('B1 a callback that this browser did not begin, or began with another state, connects nothing', async () => {
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    const { agent, csrfToken } = await open();
    const begun = await agent.post(`${OWN}/connection`).set('x-csrf-token', csrfToken).send({}).expect(201);
    const state = new URL((begun.body as { url: string }).url).searchParams.get('state') ?? '';
    const callback = (given: string): string => `/api/oauth/callback?code=c&realmId=123&state=${given}`;
    const elsewhere = await supertest(api.server).get(callback(state)).expect(302);
    expect(elsewhere.get('location')).toBe(
      'http://127.0.0.1:4000/quickbooks-settings/?connection=consent-expired',
    );
    const forged = await agent.get(callback('forged')).expect(302);
    expect(forged.get('location')).toContain('consent-expired');
    const types = (await api.store.read('qboConnection-acme')).map(({ type }) => type);
    expect(types).toEqual(['ConsentRequested']);
  });

  it('B1 a consent cookie does not do without the session that began it', async () => {
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    const { agent, csrfToken } = await open();
    const begun = await agent.post(`${OWN}/connection`).set('x-csrf-token', csrfToken).send({}).expect(201);
    const state = new URL((begun.body as { url: string }).url).searchParams.get('state') ?? '';
    const consent =
      begun
        .get('Set-Cookie')
        ?.find((line) => line.includes('consent'))
        ?.split(';', 1)[0] ?? '';
    const stolen = await supertest(api.server)
      .get(`/api/oauth/callback?code=c&realmId=123&state=${state}`)
      .set('cookie', consent)
      .expect(302);
    expect(stolen.get('location')).toContain('consent-expired');
  });

  it('B1 a state works once', async () => {
    await api.ask('post', `${OWN}/enable`, await support()).expect(204);
    const { agent, csrfToken } = await open();
    const begun = await agent.post(`${OWN}/connection`).set('x-csrf-token', csrfToken).send({}).expect(201);
    const state = new URL((begun.body as { url: string }).url).searchParams.get('state') ?? '';
    const path = `/api/oauth/callback?code=c&realmId=123&state=${state}`;
    const first = await agent.get(path).expect(302);
    expect(first.get('location')).toBe(
      'http://127.0.0.1:4000/quickbooks-settings/?tenant=acme&connection=connected',
    );
    expect(first.get('cache-control')).toContain('no-store');
    const second = await agent.get(path).expect(302);
    expect(second.get('location')).toContain('consent-expired');
  });
});
