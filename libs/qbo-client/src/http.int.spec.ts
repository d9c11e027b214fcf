import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { realClock } from '@bpro-qbo-sync/clock';
import { createQboClient, type QboClient } from './client.js';
import { axiosCopies, OAuthClient } from './libraries.js';
import { MemoryTokenVault } from './memory-token-vault.js';
import { CONNECTION, live, tokensAt } from './testing/connected-client.js';
import { createTokenCipher } from './token-cipher.js';
import { quickbooksUrls } from './urls.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('over real HTTP', () => {
  let server: Server;
  let handle: Handler;
  let seen: { url: URL; method: string; headers: IncomingMessage['headers']; body: string }[];
  let client: QboClient;
  let vault: MemoryTokenVault;

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://127.0.0.1');
        seen.push({ url, method: request.method ?? '', headers: request.headers, body });
        handle(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    vault = new MemoryTokenVault(
      createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]),
    );
    await vault.save(CONNECTION.tenant, tokensAt(realClock.now()));
    client = createQboClient({
      clock: realClock,
      vault,
      baseUrls: quickbooksUrls(`http://127.0.0.1:${String(port)}/`),
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'http://127.0.0.1/callback',
      random: () => 0,
      policy: { firstBackoff: 1, timeout: 300 },
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const answer =
    (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', intuit_tid: '1-tid', ...headers });
      response.end(JSON.stringify(body));
    };

  it('reads with a query that arrives as it was meant', async () => {
    handle = answer(200, { QueryResponse: { Customer: [{ Id: '1' }] } });
    const value = `O'Neil & Söhne \\ 100% + #1 “x” 😀`;
    const where = [{ property: 'DisplayName', operator: '=' as const, value }];
    expect(await client.api.query(CONNECTION, { entity: 'Customer', where })).toEqual([{ Id: '1' }]);
    expect(seen[0]?.url.searchParams.get('query')).toBe(
      `select * from customer where DisplayName = 'O\\'Neil & Söhne \\\\ 100% + #1 “x” 😀' startposition 1 maxresults 1000`,
    );
    expect(seen[0]?.headers.authorization).toBe('Bearer access-0');
    expect(seen[0]?.headers.accept).toBe('application/json');
    expect(seen[0]?.headers['request-id']).toBeUndefined();
  });

  it('writes under a request id, again after a broken connection, with the same bytes', async () => {
    handle = (request, response) => {
      if (seen.length === 1) request.socket.destroy();
      else answer(200, { Customer: { Id: '1', SyncToken: '0' } })(request, response);
    };
    const body = { DisplayName: 'Zoë', Notes: '', Active: true };
    const write = { entity: 'Customer', operation: 'create', body } as const;
    const written = await client.api.write(CONNECTION, write, live('key'));
    expect(written).toEqual({ record: { Id: '1', SyncToken: '0' }, intuitTid: '1-tid' });
    expect(seen.map((r) => r.url.searchParams.get('requestid'))).toEqual(['key', 'key']);
    expect(seen[1]?.body).toBe(seen[0]?.body);
    expect(seen[0]?.body).toBe(JSON.stringify(body));
  });

  it('gives up a request without an answer, and its connection', async () => {
    let closed = 0;
    handle = (request) => void request.socket.on('close', () => (closed += 1));
    const failed = client.api.write(
      CONNECTION,
      { entity: 'Customer', operation: 'create', body: {} },
      live('key'),
    );
    await expect(failed).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'timeout' });
    await realClock.sleep(20);
    expect(closed).toBe(3);
  });

  it('does not follow redirects with its token', async () => {
    handle = answer(307, {}, { location: '/elsewhere' });
    const failed = client.api.query(CONNECTION, { entity: 'Customer' });
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', code: 'http-307' });
    expect(seen.every((r) => r.url.pathname.endsWith('/query'))).toBe(true);
  });

  it('a server that is not there certainly did nothing', async () => {
    await new Promise((resolve) => server.close(resolve));
    const failed = client.api.write(
      CONNECTION,
      { entity: 'Customer', operation: 'create', body: {} },
      live('key'),
    );
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', code: 'network' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('exchanges a code with Basic authorization and a form', async () => {
    handle = answer(200, {
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
      x_refresh_token_hard_expires_in: 157_680_000,
    });
    await client.connector.connect('t2', { code: 'c', realmId: '9' });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('client:secret').toString('base64')}`);
    expect(seen[0]?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(seen[0]?.headers['x-include-refresh-token-hard-expires-in']).toBe('true');
    const tokens = await vault.load('t2');
    expect(tokens?.refreshHardExpiresAt).toBeGreaterThan(realClock.now() + 157_000_000_000);
  });

  it('leaves other requests of the same axios alone', async () => {
    handle = answer(200, {});
    const { port } = server.address() as AddressInfo;
    for (const axios of axiosCopies) await axios.get(`http://127.0.0.1:${String(port)}/mine?a=1`);
    expect(seen.at(-1)?.url.search).toBe('?a=1');
  });

  it('both libraries share one copy of axios, and intuit-oauth does not retry by itself', () => {
    expect(axiosCopies).toHaveLength(1);
    expect(OAuthClient.retryConfig.maxRetries).toBe(0);
  });
});
