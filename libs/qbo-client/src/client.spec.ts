import { describe, expect, it } from '@jest/globals';
import { QboFault } from './port.js';
import { CONNECTION as connection, connectedClient as setUp, live } from './testing/connected-client.js';

describe('the client of QuickBooks', () => {
  it('creates a record under its request id', async () => {
    const { clock, server, api } = await setUp();
    const write = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
    const written = await clock.runUntil(api.write(connection, write, live('r-1')));
    expect(written.record).toMatchObject({ Id: '1', DisplayName: 'Ann' });
    expect(written.intuitTid).toBe('1-fake-tid');
    expect(server.apiCalls()[0]?.query.get('requestid')).toBe('r-1');
    expect(server.apiCalls()[0]?.body).toBe('{"DisplayName":"Ann"}');
  });

  it('sends a batch under its request id, which node-quickbooks cannot', async () => {
    const { clock, server, api } = await setUp();
    const items = ['01', '02'].map((bId) => ({
      bId,
      entity: 'Customer',
      operation: 'create' as const,
      body: { DisplayName: bId },
    }));
    const results = await clock.runUntil(api.batch(connection, items, live('b-1')));
    expect(results.map((r) => r.ok)).toEqual([true, true]);
    expect(server.apiCalls()[0]?.query.get('requestid')).toBe('b-1');
  });

  it('reads pages, counts, changes and single records', async () => {
    const { clock, server, api } = await setUp();
    for (let i = 0; i < 3; i++) server.put('Customer', { DisplayName: `C${String(i)}` });
    const rows = await clock.runUntil(api.query(connection, { entity: 'Customer' }));
    expect(rows).toHaveLength(3);
    expect(await clock.runUntil(api.count(connection, 'Customer'))).toBe(3);
    expect(await clock.runUntil(api.read(connection, 'Customer', '2'))).toMatchObject({ DisplayName: 'C1' });
    const changes = await clock.runUntil(api.changes(connection, ['Customer'], '2026-01-01T00:00:00+02:00'));
    expect(changes.byEntity['Customer']).toHaveLength(3);
    expect(server.apiCalls().at(-1)?.query.get('changedSince')).toBe('2025-12-31T22:00:00.000Z');
    expect(await clock.runUntil(api.companyInfo(connection))).toMatchObject({ CompanyName: 'Store' });
    expect(await clock.runUntil(api.preferences(connection))).toMatchObject({ Id: '1' });
    expect(api.usage(connection.realmId).metered).toBe(6);
  });

  it('refreshes after a 401 once and sends the same request id', async () => {
    const { clock, server, api } = await setUp();
    server.accessToken = 'another';
    const write = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
    await clock.runUntil(api.write(connection, write, live('r-1')));
    expect(server.tokenCalls()).toHaveLength(1);
    expect(server.apiCalls().map((r) => r.query.get('requestid'))).toEqual(['r-1', 'r-1']);
  });

  it('a write whose reply was lost is sent again byte for byte and done once', async () => {
    const { clock, server, api } = await setUp();
    server.mishaps.push('reset-done');
    const write = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
    await clock.runUntil(api.write(connection, write, live('r-1')));
    expect(server.all('Customer')).toHaveLength(1);
    const [first, second] = server.apiCalls();
    expect(second?.body).toBe(first?.body);
    expect(second?.query.get('requestid')).toBe('r-1');
  });

  it('throws a QboFault', async () => {
    const { clock, server, api } = await setUp();
    server.mishaps.push('400-5010');
    const write = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
    const failed = clock.runUntil(api.write(connection, write, live('r-1')));
    await expect(failed).rejects.toBeInstanceOf(QboFault);
    await expect(failed).rejects.toMatchObject({ kind: 'stale', code: '5010', retryable: false });
  });
});
