import type { QboApi } from '@bpro-qbo-sync/qbo-client';
import { connectionStream } from '@bpro-qbo-sync/sync-domain';
import { describe, expect, it } from '@jest/globals';
import { watchConnections } from './connection-watch.js';
import { fault, given, testPorts, typesIn } from './testing/nest-ports.js';

const CONNECTION = { tenant: 'acme', realmId: '9130' };
const STREAM = connectionStream('acme');
const CONNECTED = { type: 'QuickBooksConnected', data: { realmId: '9130', generation: 1 } } as const;

describe('watching connections', () => {
  it('B3 any call that finds the refresh token refused marks the connection lost, once, and fails as before', async () => {
    const ports = testPorts({ companyInfo: () => Promise.reject(fault('connection-lost')) });
    await given(ports, STREAM, CONNECTED);
    await ports.clock.advance(1000);
    const { qbo } = watchConnections(ports);
    await expect(qbo.companyInfo(CONNECTION)).rejects.toMatchObject({ kind: 'connection-lost' });
    await expect(qbo.companyInfo(CONNECTION)).rejects.toMatchObject({ kind: 'connection-lost' });
    expect(await typesIn(ports, STREAM)).toEqual(['QuickBooksConnected', 'ConnectionLost']);
  });

  it('B3 pages are watched as well', async () => {
    const pages: QboApi['pages'] = async function* () {
      yield await Promise.resolve({ rows: [], restarted: false });
      throw fault('connection-lost');
    };
    const ports = testPorts({ pages });
    await given(ports, STREAM, CONNECTED);
    await ports.clock.advance(1000);
    const read = async (): Promise<void> => {
      for await (const page of watchConnections(ports).qbo.pages(CONNECTION, 'Customer'))
        expect(page.rows).toEqual([]);
    };
    await expect(read()).rejects.toMatchObject({ kind: 'connection-lost' });
    expect(await typesIn(ports, STREAM)).toContain('ConnectionLost');
  });

  it('B3 a call that began before somebody reconnected does not undo that', async () => {
    const ports = testPorts();
    await given(ports, STREAM, CONNECTED, { type: 'ConnectionLost', data: { reason: 'invalid_grant' } });
    const slow = async (): Promise<never> => {
      await ports.clock.advance(1000);
      await given(ports, STREAM, CONNECTED);
      throw fault('connection-lost');
    };
    const { qbo } = watchConnections({ ...ports, qbo: { ...ports.qbo, companyInfo: slow } });
    await expect(qbo.companyInfo(CONNECTION)).rejects.toMatchObject({ kind: 'connection-lost' });
    expect((await typesIn(ports, STREAM)).at(-1)).toBe('QuickBooksConnected');
  });

  it.each([
    ['QuickBooks is away', fault('unavailable', 'http-503')],
    ['an access token is refused', fault('auth', '3200')],
    ['another company is just being connected', fault('connection-lost', 'other-company')],
  ])('B3 nothing is lost when %s', async (_what, error) => {
    const ports = testPorts({ companyInfo: () => Promise.reject(error) });
    await given(ports, STREAM, CONNECTED);
    await ports.clock.advance(1000);
    await expect(watchConnections(ports).qbo.companyInfo(CONNECTION)).rejects.toBe(error);
    expect(await typesIn(ports, STREAM)).toEqual(['QuickBooksConnected']);
  });
});
