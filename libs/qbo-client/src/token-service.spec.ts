import { describe, expect, it } from '@jest/globals';
import { createQboClient } from './client.js';
import { MemoryTokenVault } from './memory-token-vault.js';
import { CONNECTION, connectedClient, live, tokensAt } from './testing/connected-client.js';
import { createTokenCipher } from './token-cipher.js';
import { quickbooksUrls } from './urls.js';

const query = { entity: 'Customer' };
const expired = { accessExpiresAt: 0 };

describe('tokens', () => {
  it('are not refreshed while they have five minutes left', async () => {
    const { api, clock, server } = await connectedClient();
    await clock.advance(54 * 60_000);
    await clock.runUntil(api.query(CONNECTION, query));
    expect(server.tokenCalls()).toHaveLength(0);
    await clock.advance(90_000);
    await clock.runUntil(api.query(CONNECTION, query));
    expect(server.tokenCalls()).toHaveLength(1);
  });

  it('B2 ten calls at once refresh once', async () => {
    const { api, clock, server, vault } = await connectedClient({}, expired);
    const exclusively = vault.exclusively.bind(vault);
    let locks = 0;
    vault.exclusively = (tenant, work) => {
      locks += 1;
      return exclusively(tenant, work);
    };
    await clock.runUntil(Promise.all(Array.from({ length: 10 }, () => api.query(CONNECTION, query))));
    expect(server.tokenCalls()).toHaveLength(1);
    expect(locks).toBe(1);
    expect(await vault.load(CONNECTION.tenant)).toMatchObject({ accessToken: 'access-1', version: 2 });
  });

  it('B2 two processes refresh once', async () => {
    const { api, clock, server, vault } = await connectedClient({}, expired);
    const cipher = createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]);
    const second = createQboClient({
      clock,
      vault: new MemoryTokenVault(cipher, vault.store),
      http: server.adapter,
      baseUrls: quickbooksUrls('http://127.0.0.1:1'),
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'http://127.0.0.1/callback',
      random: () => 0.5,
    });
    await clock.runUntil(
      Promise.all([api, second.api].flatMap((a) => [a.query(CONNECTION, query), a.query(CONNECTION, query)])),
    );
    expect(server.tokenCalls()).toHaveLength(1);
  });

  it('B2 ten calls that meet a 401 at once refresh once', async () => {
    const { api, clock, server } = await connectedClient();
    server.accessToken = 'revoked';
    server.latency = 100;
    await clock.runUntil(Promise.all(Array.from({ length: 10 }, () => api.query(CONNECTION, query))));
    expect(server.tokenCalls()).toHaveLength(1);
  });

  it('B2 a rotated refresh token is stored before the access token is used', async () => {
    const { api, clock, server, vault } = await connectedClient({}, expired);
    const order: string[] = [];
    const save = vault.save.bind(vault);
    vault.save = async (tenant, tokens) => {
      await clock.sleep(500);
      await save(tenant, tokens);
      order.push(`stored ${tokens.accessToken}`);
    };
    await clock.runUntil(api.query(CONNECTION, query));
    order.push(`used ${server.apiCalls()[0]?.headers['Authorization'] ?? ''}`);
    expect(order).toEqual(['stored access-1', 'used Bearer access-1']);
    expect(server.apiCalls()[0]?.at).toBe(clock.now());
  });

  it('survive a refresh whose reply was lost: the stored refresh token is used again', async () => {
    const { api, clock, server } = await connectedClient({}, expired);
    server.tokenMishaps.push('reset-done', '500', 'html');
    await clock.runUntil(api.query(CONNECTION, query));
    const bodies = server.tokenCalls().map((call) => new URLSearchParams(call.body).get('refresh_token'));
    expect(bodies).toEqual(['refresh-0', 'refresh-0', 'refresh-0', 'refresh-0']);
  });

  it('survive a crash between refresh and store', async () => {
    const { api, clock, server, vault } = await connectedClient({}, expired);
    const { save } = vault;
    vault.save = () => Promise.reject(new Error('the process died'));
    const failed = clock.runUntil(api.query(CONNECTION, query));
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', code: 'vault' });
    expect(server.apiCalls()).toHaveLength(0);
    vault.save = save;
    await clock.runUntil(api.query(CONNECTION, query));
    expect(await vault.load(CONNECTION.tenant)).toMatchObject({ version: 2 });
  });

  it('B3 a refused refresh token is a lost connection, asked about once, kept, and found again', async () => {
    const { api, clock, server, vault } = await connectedClient({}, expired);
    server.tokenMishaps.push('invalid_grant');
    for (let i = 0; i < 3; i++)
      await expect(clock.runUntil(api.query(CONNECTION, query))).rejects.toMatchObject({
        kind: 'connection-lost',
        code: 'invalid_grant',
        retryable: false,
      });
    expect(server.tokenCalls()).toHaveLength(1);
    expect(await vault.load(CONNECTION.tenant)).toBeDefined();
    await vault.save(CONNECTION.tenant, tokensAt(clock.now(), { version: 2 }));
    await clock.runUntil(api.query(CONNECTION, query));
  });

  it('our own wrong credentials are no lost connection', async () => {
    const { api, clock, server } = await connectedClient({}, expired);
    server.tokenMishaps.push('invalid_client');
    await expect(clock.runUntil(api.query(CONNECTION, query))).rejects.toMatchObject({
      kind: 'auth',
      code: 'invalid_client',
    });
  });

  it('of an unreachable Intuit are unavailable, without a write having been sent', async () => {
    const { api, clock, server } = await connectedClient({}, expired);
    server.tokenMishaps.push('500', '500', '500', '500');
    const write = { entity: 'Customer', operation: 'create', body: {} } as const;
    const failed = clock.runUntil(api.write(CONNECTION, write, live('k')));
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', code: 'http-500' });
    expect(server.apiCalls()).toHaveLength(0);
  });

  it('B4 of another company than the one asked for are not used', async () => {
    const { api, clock, server } = await connectedClient();
    const failed = clock.runUntil(api.query({ ...CONNECTION, realmId: '1' }, query));
    await expect(failed).rejects.toMatchObject({ kind: 'connection-lost', code: 'other-company' });
    await expect(clock.runUntil(api.query({ tenant: 't2', realmId: '1' }, query))).rejects.toMatchObject({
      kind: 'connection-lost',
      code: 'not-connected',
    });
    expect(server.seen).toHaveLength(0);
  });

  it('that expire while a call waits for its turn are refreshed before it is sent', async () => {
    const limits = { throttlePause: 400_000 };
    const { api, clock, server } = await connectedClient(
      { limits },
      { accessExpiresAt: Date.UTC(2026, 0, 5, 9, 6) },
    );
    server.mishaps.push('429-xml');
    await clock.runUntil(api.query(CONNECTION, query));
    expect(server.apiCalls().map((call) => call.headers['Authorization'])).toEqual([
      'Bearer access-0',
      'Bearer access-1',
    ]);
  });
});
