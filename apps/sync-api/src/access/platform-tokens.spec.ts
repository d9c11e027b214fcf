import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { PlatformTokens } from './platform-tokens.js';

const CLAIMS = { sub: 'm-1', role: 'manager', tenant: 'acme' };

describe("the platform's tokens", () => {
  let server: Server;
  let keys: JWK[] = [];
  let privateKey: CryptoKey;
  let strangersKey: CryptoKey;
  let tokens: PlatformTokens;

  const sign = (key: CryptoKey | Uint8Array, alg = 'RS256'): Promise<string> =>
    new SignJWT(CLAIMS)
      .setProtectedHeader({ alg, kid: 'k-1' })
      .setIssuer('bpro')
      .setAudience('quickbooks-sync')
      .setExpirationTime('1h')
      .sign(key);

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    privateKey = pair.privateKey;
    strangersKey = (await generateKeyPair('RS256')).privateKey;
    keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k-1', alg: 'RS256' }];
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks`;
    tokens = new PlatformTokens({
      keys: { kind: 'published', url },
      issuer: 'bpro',
      audience: 'quickbooks-sync',
    });
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('A3 are read by the keys that the platform publishes', async () => {
    expect(await tokens.personBy(await sign(privateKey))).toEqual({
      id: 'm-1',
      role: 'manager',
      tenant: 'acme',
    });
  });

  it("A3 a stranger's signature under the platform's key id is refused", async () => {
    expect(await tokens.personBy(await sign(strangersKey))).toBeUndefined();
  });

  it('A3 the published key is no shared secret', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(keys[0]));
    expect(await tokens.personBy(await sign(secret, 'HS256'))).toBeUndefined();
  });
});
