import { describe, expect, it } from '@jest/globals';
import { REALM } from '../spec-support/in-process.js';
import { CONNECTION, clientBench } from './connected-client.js';

const HOUR = 3_600_000;
const terms = { entity: 'Term' };

describe('the client and Intuit', () => {
  it('B1 B5 connects with a code, works, disconnects and is dead', async () => {
    const { api, bench, connector, run, vault } = await clientBench();
    const { simulator } = bench;
    const url = new URL(connector.authorizeUrl('s1'));
    const code = simulator.tokens.issueCode({
      clientId: url.searchParams.get('client_id') ?? '',
      realmId: REALM,
      redirectUri: url.searchParams.get('redirect_uri') ?? '',
      scope: url.searchParams.get('scope') ?? '',
    });
    const connection = { tenant: 't2', realmId: REALM };
    await run(connector.connect('t2', { code, realmId: REALM }));
    expect(await run(api.query(connection, terms))).toHaveLength(4);
    expect((await vault.load('t2'))?.refreshHardExpiresAt).toBeGreaterThan(bench.clock.now());
    await expect(run(connector.connect('t3', { code, realmId: REALM }))).rejects.toMatchObject({
      kind: 'auth',
    });
    const kept = await vault.load('t2');
    await run(connector.disconnect('t2'));
    expect(await vault.load('t2')).toBeUndefined();
    if (kept) await vault.save('t2', kept);
    await expect(run(api.query(connection, terms))).rejects.toMatchObject({ kind: 'connection-lost' });
  });

  it('B2 works for a week: refreshes every hour, keeps every rotated token', async () => {
    const { api, bench, run, vault } = await clientBench();
    const first = await vault.load(CONNECTION.tenant);
    for (let hour = 0; hour < 7 * 24; hour++) {
      await bench.clock.advance(HOUR);
      await run(api.query(CONNECTION, terms));
    }
    const last = await vault.load(CONNECTION.tenant);
    expect(last?.refreshToken).not.toBe(first?.refreshToken);
    expect(last?.version).toBe(1 + 7 * 24);
    expect(bench.simulator.calls).toBeDefined();
  });

  it('B2 survives a rotated token that was never stored, for Intuit takes the former one for a day', async () => {
    const { api, bench, run, vault } = await clientBench();
    await bench.clock.advance(25 * HOUR);
    const { save } = vault;
    vault.save = () => Promise.reject(new Error('the process died'));
    await expect(run(api.query(CONNECTION, terms))).rejects.toMatchObject({ kind: 'unavailable' });
    vault.save = save;
    await bench.clock.advance(23 * HOUR);
    expect(await run(api.query(CONNECTION, terms))).toHaveLength(4);
  });

  it('B3 after a hundred idle days the connection is lost, and comes back when connected again', async () => {
    const { api, bench, run, vault } = await clientBench();
    await bench.clock.advance(101 * 24 * HOUR);
    await expect(run(api.query(CONNECTION, terms))).rejects.toMatchObject({
      kind: 'connection-lost',
      code: 'invalid_grant',
    });
    const tokens = bench.simulator.connect(REALM);
    await vault.save(CONNECTION.tenant, {
      realmId: REALM,
      accessToken: tokens.access_token,
      accessExpiresAt: bench.clock.now() + HOUR,
      refreshToken: tokens.refresh_token,
      refreshExpiresAt: bench.clock.now() + 100 * 24 * HOUR,
      refreshHardExpiresAt: undefined,
      version: 9,
    });
    expect(await run(api.query(CONNECTION, terms))).toHaveLength(4);
  });
});
