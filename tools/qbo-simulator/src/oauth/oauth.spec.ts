import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SimulatorResponse } from '../api/http.js';
import { Bench, REALM } from '../spec-support/in-process.js';
import { INTUIT_OAUTH } from './token-service.js';

const DAY = 24 * 3_600_000;
const REDIRECT = 'http://localhost:3000/callback';
const basic = `Basic ${Buffer.from(`${INTUIT_OAUTH.clientId}:${INTUIT_OAUTH.clientSecret}`).toString('base64')}`;

class Browser extends Bench {
  send(
    method: string,
    url: string,
    fields: Record<string, string> = {},
    authorization = basic,
  ): Promise<SimulatorResponse> {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', host: 'simulator' };
    return this.simulator.handle({ method, url, headers, body: new URLSearchParams(fields).toString() });
  }

  form(more: Record<string, string> = {}): Record<string, string> {
    const scope = 'com.intuit.quickbooks.accounting';
    return {
      client_id: INTUIT_OAUTH.clientId,
      redirect_uri: REDIRECT,
      scope,
      state: 's',
      realmId: REALM,
      ...more,
    };
  }

  async code(more: Record<string, string> = {}): Promise<string> {
    const answer = await this.send('POST', '/connect/oauth2', this.form(more));
    return new URL(String(answer.headers['location'])).searchParams.get('code') ?? '';
  }

  async tokens(
    fields: Record<string, string>,
    authorization = basic,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.send('POST', '/oauth2/v1/tokens/bearer', fields, authorization);
    return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
  }

  exchange(code: string): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.tokens({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
  }

  refresh(refresh_token: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.tokens({ grant_type: 'refresh_token', refresh_token: String(refresh_token) });
  }
}

describe('consent', () => {
  it('shows the companies, and redirects with code, realmId and state [documented]', async () => {
    const browser = new Browser();
    const query = new URLSearchParams({ ...browser.form(), response_type: 'code' }).toString();
    const page = await browser.send('GET', `/connect/oauth2?${query}`);
    expect(page.body).toContain('Sandbox Company');
    expect(page.body).toContain('value="connect"');
    expect(page.body).toContain('An app at <strong>localhost:3000</strong>');
    expect(page.body).toContain('See and change your accounting data');
    const answer = await browser.send('POST', '/connect/oauth2', browser.form({ action: 'connect' }));
    expect(answer.status).toBe(302);
    const location = new URL(String(answer.headers['location']));
    expect(Object.fromEntries(location.searchParams)).toEqual({
      code: expect.any(String),
      realmId: REALM,
      state: 's',
    });
  });

  it('cancelled, it redirects with error=access_denied and the state [assumed]', async () => {
    const browser = new Browser();
    const answer = await browser.send('POST', '/connect/oauth2', browser.form({ action: 'cancel' }));
    expect(answer.headers['location']).toBe(`${REDIRECT}?error=access_denied&state=s`);
  });

  it('an unknown app or a redirect to elsewhere is shown an error, not redirected [documented]', async () => {
    const browser = new Browser();
    for (const wrong of [{ client_id: 'x' }, { redirect_uri: 'https://example.com/' }, { realmId: '5' }]) {
      const answer = await browser.send('POST', '/connect/oauth2', browser.form(wrong));
      expect(answer.status).toBe(400);
      expect(answer.headers['location']).toBeUndefined();
    }
  });

  it('what the page shows is escaped', async () => {
    const browser = new Browser();
    const query = new URLSearchParams({
      ...browser.form({ state: '"><script>' }),
      response_type: 'code',
    }).toString();
    expect((await browser.send('GET', `/connect/oauth2?${query}`)).body).not.toContain('<script>');
  });

  it('discovery names every endpoint [documented]', async () => {
    const browser = new Browser();
    const answer = await browser.send('GET', '/.well-known/openid_sandbox_configuration/');
    expect(JSON.parse(answer.body)).toMatchObject({
      authorization_endpoint: 'http://simulator/connect/oauth2',
      token_endpoint: 'http://simulator/oauth2/v1/tokens/bearer',
      revocation_endpoint: 'http://simulator/v2/oauth2/tokens/revoke',
      response_types_supported: ['code'],
    });
  });
});

describe('tokens', () => {
  it('a code works once, for five minutes, with its redirect URI [documented, life assumed]', async () => {
    const browser = new Browser();
    const code = await browser.code();
    expect((await browser.exchange(code)).body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(await browser.exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const late = await browser.code();
    await browser.clock.advance(5 * 60_000);
    expect((await browser.exchange(late)).status).toBe(400);
  });

  it('the scope openid adds an id token, signed with a published key [documented]', async () => {
    const browser = new Browser();
    const plain = await browser.exchange(await browser.code());
    expect(plain.body).not.toHaveProperty('id_token');
    const scope = 'com.intuit.quickbooks.accounting openid';
    const { body } = await browser.exchange(await browser.code({ scope }));
    const [head = '', claims = '', signature = ''] = String(body['id_token']).split('.');
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>;
    expect(alg).toBe('RS256');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      sub: expect.any(String),
      aud: [INTUIT_OAUTH.clientId],
      realmid: REALM,
      iss: 'https://oauth.platform.intuit.com/op/v1',
      iat: browser.clock.now() / 1000,
      exp: browser.clock.now() / 1000 + 3600,
    });
    const { keys } = JSON.parse((await browser.send('GET', '/op/v1/jwks')).body) as { keys: JsonWebKey[] };
    const key = keys.find((each) => 'kid' in each && each.kid === kid);
    const signed = (content: string): boolean =>
      verify(
        'RSA-SHA256',
        Buffer.from(content),
        createPublicKey({ key: key!, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      );
    expect(signed(`${head}.${claims}`)).toBe(true);
    expect(signed(`${head}.${claims}x`)).toBe(false);
    expect((await browser.refresh(body['refresh_token'])).body).not.toHaveProperty('id_token');
  });

  it('a refresh gives the same refresh token for a day, then a new one; the old one lives a day more [documented]', async () => {
    const browser = new Browser();
    const first = (await browser.exchange(await browser.code())).body;
    await browser.clock.advance(DAY - 1000);
    expect((await browser.refresh(first['refresh_token'])).body['refresh_token']).toBe(
      first['refresh_token'],
    );
    await browser.clock.advance(1000);
    const rotated = (await browser.refresh(first['refresh_token'])).body['refresh_token'];
    expect(rotated).not.toBe(first['refresh_token']);
    await browser.clock.advance(DAY - 1000);
    expect((await browser.refresh(first['refresh_token'])).body['refresh_token']).toBe(rotated);
    await browser.clock.advance(1000);
    expect(await browser.refresh(first['refresh_token'])).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Incorrect or invalid refresh token' },
    });
    expect((await browser.refresh(rotated)).status).toBe(200);
  });

  it('a refresh token that nobody uses for 100 days is dead; each use extends it [documented]', async () => {
    const browser = new Browser({ switches: { oauth: { rotateAfterMs: Infinity } } });
    const { refresh_token } = (await browser.exchange(await browser.code())).body;
    await browser.clock.advance(99 * DAY);
    expect((await browser.refresh(refresh_token)).status).toBe(200);
    await browser.clock.advance(99 * DAY);
    expect((await browser.refresh(refresh_token)).status).toBe(200);
    await browser.clock.advance(101 * DAY);
    expect((await browser.refresh(refresh_token)).status).toBe(400);
  });

  it('five years are the end, shown when the header asks [documented]', async () => {
    const browser = new Browser({ switches: { oauth: { idleMs: Infinity } } });
    const { refresh_token } = (await browser.exchange(await browser.code())).body;
    const answer = await browser.simulator.handle({
      method: 'POST',
      url: '/oauth2/v1/tokens/bearer',
      headers: { authorization: basic, 'x-include-refresh-token-hard-expires-in': 'true' },
      body: `grant_type=refresh_token&refresh_token=${String(refresh_token)}`,
    });
    expect(JSON.parse(answer.body)).toMatchObject({ x_refresh_token_hard_expires_in: 5 * 365 * 86_400 });
    await browser.clock.advance(5 * 365 * DAY);
    expect((await browser.refresh(refresh_token)).status).toBe(400);
  });

  it('revoking either token kills the pair [documented]', async () => {
    const browser = new Browser();
    const tokens = (await browser.exchange(await browser.code())).body;
    browser.token = String(tokens['access_token']);
    expect((await browser.call('GET', 'preferences')).status).toBe(200);
    const revoked = await browser.simulator.handle({
      method: 'POST',
      url: '/v2/oauth2/tokens/revoke',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: JSON.stringify({ token: tokens['access_token'] }),
    });
    expect([revoked.status, revoked.body]).toEqual([200, '']);
    expect((await browser.call('GET', 'preferences')).status).toBe(401);
    expect((await browser.refresh(tokens['refresh_token'])).status).toBe(400);
  });

  it('a revocation can fail as any call: the tokens live on', async () => {
    const browser = new Browser();
    const { refresh_token } = (await browser.exchange(await browser.code())).body;
    browser.simulator.faults.add({ operation: 'revoke', effect: { kind: 'server-error', status: 503 } });
    const answer = await browser.send('POST', '/v2/oauth2/tokens/revoke', { token: String(refresh_token) });
    expect(answer.status).toBe(503);
    expect((await browser.refresh(refresh_token)).status).toBe(200);
  });

  it('a wrong client is 401 invalid_client [assumed]', async () => {
    const browser = new Browser();
    const wrong = `Basic ${Buffer.from('a:b').toString('base64')}`;
    const answer = await browser.tokens({ grant_type: 'refresh_token', refresh_token: 'x' }, wrong);
    expect(answer).toEqual({ status: 401, body: { error: 'invalid_client' } });
  });

  it('a reply that is lost after a rotation leaves the old token a day to be tried again [documented]', async () => {
    const browser = new Browser();
    const first = (await browser.exchange(await browser.code())).body;
    await browser.clock.advance(DAY);
    browser.simulator.faults.add({
      operation: 'refresh',
      nth: 1,
      effect: { kind: 'reset', afterCommit: true },
    });
    await expect(browser.refresh(first['refresh_token'])).rejects.toThrow('socket hang up');
    expect((await browser.refresh(first['refresh_token'])).status).toBe(200);
  });
});
