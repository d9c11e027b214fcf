import { describe, expect, it } from '@jest/globals';
import { CONNECTION, connectedClient, live } from './testing/connected-client.js';

describe('the life of a connection', () => {
  it('B1 begins at Intuit, with a state and the one scope that is needed', async () => {
    const { connector } = await connectedClient();
    const url = new URL(connector.authorizeUrl('a state & more'));
    expect(url.origin + url.pathname).toBe('http://127.0.0.1:1/connect/oauth2');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client',
      redirect_uri: 'http://127.0.0.1/callback',
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      state: 'a state & more',
    });
    expect(() => connector.authorizeUrl('')).toThrow('state');
  });

  it('B1 exchanges the code and keeps the tokens with their times', async () => {
    const { connector, clock, server, vault } = await connectedClient();
    const code = 'code&redirectUri=https://evil.example';
    await clock.runUntil(connector.connect('t9', { code, realmId: '77' }));
    const form = new URLSearchParams(server.tokenCalls()[0]?.body);
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://127.0.0.1/callback',
    });
    expect(await vault.load('t9')).toEqual({
      realmId: '77',
      accessToken: 'access-1',
      accessExpiresAt: clock.now() + 3_600_000,
      refreshToken: 'refresh-0',
      refreshExpiresAt: clock.now() + 8_726_400_000,
      refreshHardExpiresAt: undefined,
      version: 1,
    });
  });

  it('B3 connecting again counts the version up', async () => {
    const { connector, clock, vault } = await connectedClient();
    await clock.runUntil(connector.connect(CONNECTION.tenant, { code: 'c', realmId: CONNECTION.realmId }));
    expect(await vault.load(CONNECTION.tenant)).toMatchObject({ version: 2 });
  });

  it('a refused or missing code is a refused consent', async () => {
    const { connector, clock, server } = await connectedClient();
    server.tokenMishaps.push('invalid_grant');
    const refused = clock.runUntil(connector.connect('t9', { code: 'c', realmId: '77' }));
    await expect(refused).rejects.toMatchObject({ kind: 'auth', code: 'invalid_grant' });
    for (const callback of [
      { code: '', realmId: '77' },
      { code: 'c', realmId: '' },
      { code: 'c', realmId: '7/../8' },
    ])
      await expect(connector.connect('t9', callback)).rejects.toMatchObject({
        kind: 'auth',
        code: 'callback',
      });
    expect(server.tokenCalls()).toHaveLength(1);
  });

  it('B5 disconnecting revokes the refresh token and forgets', async () => {
    const { connector, clock, server, vault } = await connectedClient();
    await clock.runUntil(connector.disconnect(CONNECTION.tenant));
    expect(server.seen.map((r) => [r.path, r.body])).toEqual([
      ['/v2/oauth2/tokens/revoke', '{"token":"refresh-0"}'],
    ]);
    expect(await vault.load(CONNECTION.tenant)).toBeUndefined();
    await expect(clock.runUntil(connector.disconnect(CONNECTION.tenant))).resolves.toBeUndefined();
  });

  it('B5 I13 what waits for its turn when the company is disconnected is not sent', async () => {
    const { api, connector, clock, server } = await connectedClient();
    server.mishaps.push('429-xml');
    const write = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
    const waiting = api.write(CONNECTION, write, live('r-1'));
    waiting.catch(() => undefined);
    await clock.advance(1_000);
    await clock.runUntil(connector.disconnect(CONNECTION.tenant));
    await expect(clock.runUntil(waiting)).rejects.toMatchObject({ kind: 'connection-lost' });
    expect(server.apiCalls()).toHaveLength(1);
  });

  it('B5 keeps the tokens while Intuit cannot be told', async () => {
    const { connector, clock, server, vault } = await connectedClient();
    server.tokenMishaps.push('500');
    await expect(clock.runUntil(connector.disconnect(CONNECTION.tenant))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(await vault.load(CONNECTION.tenant)).toBeDefined();
  });
});
