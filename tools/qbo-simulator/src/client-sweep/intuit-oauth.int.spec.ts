import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realClock } from '@bpro-qbo-sync/clock';
import { type SimulatorServer, startQboSimulator } from '../http-server.js';
import { INTUIT_OAUTH } from '../oauth/token-service.js';
import { REALM } from '../spec-support/in-process.js';
import { ACCOUNTING_SCOPE } from '../spec-support/official-clients.js';

interface Token {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly x_refresh_token_hard_expires_in: number;
}
interface Answer {
  status(): number;
  readonly json: Readonly<Record<string, unknown>>;
  getJson(): Token;
}
interface Client {
  setAuthorizeURLs(urls: Readonly<Record<string, string>>): Client;
  getEnvironmentURI(): string;
  getQBOEnvironmentURI(): string;
  authorizeUri(asked: { readonly scope: readonly string[]; readonly state?: string }): string;
  createToken(callback: string): Promise<Answer>;
  refresh(): Promise<Answer>;
  refreshUsingToken(token: string): Promise<Answer>;
  revoke(asked: Readonly<Record<string, string>>): Promise<Answer>;
  getUserInfo(): Promise<Answer>;
  makeApiCall(asked: Readonly<Record<string, unknown>>): Promise<Pick<Answer, 'json'>>;
  validateIdToken(): Promise<boolean>;
  isAccessTokenValid(): boolean;
  getToken(): Token;
  setToken(token: Token): unknown;
  authHeader(): string;
}
interface Library {
  new (config: Readonly<Record<string, unknown>>): Client;
  readonly prototype: object;
  jwks_uri: string;
}

const OAuthClient = createRequire(import.meta.url)('intuit-oauth') as Library;
const REDIRECT = 'http://localhost:3000/callback';

let server: SimulatorServer;
beforeAll(async () => {
  server = await startQboSimulator({ clock: realClock, switches: { limits: 'none' } });
  server.simulator.createCompany({ realmId: REALM, name: 'Sandbox Company', profile: 'us-manual' });
  OAuthClient.jwks_uri = `${server.baseUrl}/op/v1/jwks`;
});
afterAll(() => server.close());

const newClient = (): Client =>
  new OAuthClient({
    clientId: INTUIT_OAUTH.clientId,
    clientSecret: INTUIT_OAUTH.clientSecret,
    environment: 'sandbox',
    redirectUri: REDIRECT,
    includeRefreshTokenHardExpiresIn: true,
  }).setAuthorizeURLs({
    authorizeEndpoint: `${server.baseUrl}/connect/oauth2`,
    tokenEndpoint: `${server.baseUrl}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${server.baseUrl}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${server.baseUrl}/v1/openid_connect/userinfo`,
  });

/** Where QuickBooks sends the browser when the person at the consent page agrees. */
async function consent(client: Client, scope: readonly string[] = [ACCOUNTING_SCOPE]): Promise<string> {
  const body = new URL(client.authorizeUri({ scope, state: 's1' })).searchParams;
  body.set('realmId', REALM);
  body.set('action', 'connect');
  const url = `${server.baseUrl}/connect/oauth2`;
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return String(answer.headers.get('location'));
}

async function connected(scope?: readonly string[]): Promise<Client> {
  const client = newClient();
  await client.createToken(await consent(client, scope));
  return client;
}

/** Every method of the library that meets an endpoint, or tells how to: what it does here. */
const METHODS: Readonly<Record<string, () => Promise<void>>> = {
  async setAuthorizeURLs() {
    const url = new URL(newClient().authorizeUri({ scope: [ACCOUNTING_SCOPE], state: 's' }));
    expect(`${url.origin}${url.pathname}`).toBe(`${server.baseUrl}/connect/oauth2`);
    await Promise.resolve();
  },
  async authorizeUri() {
    const url = newClient().authorizeUri({ scope: [ACCOUNTING_SCOPE, 'openid'] });
    expect(new URL(url).searchParams.get('state')).toMatch(/.{8,}/);
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Sandbox Company')]);
  },
  async createToken() {
    const client = newClient();
    const callback = await consent(client);
    expect((await client.createToken(callback)).status()).toBe(200);
    expect(client.getToken()).toMatchObject({ realmId: REALM, token_type: 'bearer', expires_in: 3600 });
    await expect(newClient().createToken(callback)).rejects.toMatchObject({
      error: expect.stringContaining('invalid_grant'),
    });
    const refused = newClient().createToken(`${REDIRECT}?error=access_denied&state=s1`);
    await expect(refused).rejects.toThrow();
  },
  async refresh() {
    const client = await connected();
    const { access_token, refresh_token } = client.getToken();
    const token = (await client.refresh()).getJson();
    expect(token.refresh_token).toBe(refresh_token);
    expect(token.access_token).not.toBe(access_token);
    expect(client.getToken().access_token).toBe(token.access_token);
  },
  async refreshUsingToken() {
    const { refresh_token } = (await connected()).getToken();
    const client = newClient();
    const token = (await client.refreshUsingToken(refresh_token)).getJson();
    expect(token.x_refresh_token_hard_expires_in).toBeGreaterThan(4 * 365 * 86_400);
    await expect(client.refreshUsingToken('unknown')).rejects.toMatchObject({
      error: expect.stringContaining('invalid_grant'),
      intuit_tid: expect.stringMatching(/./),
    });
  },
  async revoke() {
    for (const name of ['access_token', 'refresh_token'] as const) {
      const client = await connected();
      const token = client.getToken();
      expect((await client.revoke({ [name]: token[name] })).status()).toBe(200);
      expect(client.getToken().access_token).toBe('');
      await expect(newClient().refreshUsingToken(token.refresh_token)).rejects.toThrow();
    }
  },
  async getUserInfo() {
    const client = await connected([ACCOUNTING_SCOPE, 'openid', 'email', 'profile']);
    expect((await client.getUserInfo()).json).toMatchObject({ sub: expect.any(String) });
    client.setToken({ ...client.getToken(), access_token: 'unknown' });
    await expect(client.getUserInfo()).rejects.toThrow();
  },
  async makeApiCall() {
    const client = await connected();
    const url = (path: string): string => `${server.baseUrl}/v3/company/${REALM}/${path}`;
    const made = await client.makeApiCall({
      url: url('customer'),
      method: 'POST',
      body: { DisplayName: 'Ann Lee' },
      params: { requestid: 'r1' },
    });
    expect(made.json['Customer']).toMatchObject({ DisplayName: 'Ann Lee', SyncToken: '0' });
    const query = { url: url('query'), params: { query: 'select * from Customer' } };
    expect((await client.makeApiCall(query)).json['QueryResponse']).toMatchObject({ maxResults: 1 });
    const refused = client.makeApiCall({ url: url('customer'), method: 'POST', body: { Shoe: 1 } });
    await expect(refused).rejects.toMatchObject({ fault: { errors: [{ code: '2010' }] } });
    client.setToken({ ...client.getToken(), access_token: 'unknown' });
    await expect(client.makeApiCall(query)).rejects.toMatchObject({ code: '401' });
  },
  async validateIdToken() {
    expect(await (await connected([ACCOUNTING_SCOPE, 'openid'])).validateIdToken()).toBe(true);
    await expect((await connected()).validateIdToken()).rejects.toThrow('id_token');
  },
  async isAccessTokenValid() {
    const client = await connected();
    expect(client.isAccessTokenValid()).toBe(true);
    client.setToken({ ...client.getToken(), ...{ createdAt: Date.now() - 3_600_000 } });
    expect(client.isAccessTokenValid()).toBe(false);
  },
  async getToken() {
    const token = (await connected()).getToken();
    const client = newClient();
    client.setToken(token);
    expect(client.getToken()).toMatchObject({ access_token: token.access_token });
    expect((await client.refresh()).status()).toBe(200);
  },
};

/** What meets no endpoint by itself: the reason, and the method above that uses it. */
const INNER: Readonly<Record<string, string>> = {
  setToken: 'state only: getToken',
  getEnvironmentURI: "names Intuit's own addresses, which cannot be set",
  getQBOEnvironmentURI: "names Intuit's own addresses, which cannot be set",
  getKeyFromJWKsURI: 'validateIdToken',
  getPublicKey: 'validateIdToken',
  getTokenRequest: 'createToken, refresh, revoke, getUserInfo',
  validateToken: 'refresh',
  shouldRetry: 'getTokenRequest',
  loadResponse: 'getTokenRequest',
  loadResponseFromJWKsURI: 'nobody: left over in the library',
  createError: 'getTokenRequest',
  authHeader: 'createToken, refresh, revoke',
  _tokenRequestHeaders: 'createToken, refresh',
  log: 'all, when logging is on: never here, it writes tokens to a file',
  validateResponse: 'getTokenRequest',
};

describe('every method of intuit-oauth, unmodified, against the simulator', () => {
  it('is in one of the two lists', () => {
    const methods = Object.getOwnPropertyNames(OAuthClient.prototype).filter(
      (name) => name !== 'constructor',
    );
    expect([...Object.keys(METHODS), ...Object.keys(INNER)].sort()).toEqual(methods.sort());
  });

  it.each(Object.keys(METHODS))('%s works as with Intuit [documented]', async (name) => {
    await METHODS[name]?.();
  });
});
