import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { type SimulatorServer, startQboSimulator } from '../http-server.js';
import { REALM } from '../spec-support/in-process.js';

describe('the control endpoint', () => {
  let server: SimulatorServer;
  const control = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: never }> => {
    const answer = await fetch(`${server.baseUrl}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const api = async (path: string, token: string): Promise<number> =>
    (
      await fetch(`${server.baseUrl}/v3/company/${REALM}/${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
    ).status;

  beforeAll(async () => {
    server = await startQboSimulator({ clock: new VirtualClock() });
  });

  afterAll(() => server.close());

  it('makes companies, connects to them, and dumps them', async () => {
    const made = await control('POST', 'companies', {
      realmId: REALM,
      name: 'A & B',
      profile: 'ca',
      options: {},
    });
    expect(made.status).toBe(200);
    expect((await control('GET', 'companies')).body).toEqual([
      { realmId: REALM, name: 'A & B', profile: 'ca' },
    ]);
    const { body } = await control('POST', `companies/${REALM}/connect`);
    const token = (body as { access_token: string }).access_token;
    expect(await api('preferences', token)).toBe(200);
    expect((await control('GET', `companies/${REALM}/dump`)).body).toMatchObject({
      CompanyInfo: [{ Country: 'CA' }],
    });
    expect((await control('GET', `companies/${REALM}/counters`)).body).toMatchObject({ metered: 1 });
    await control('POST', `companies/${REALM}/disconnect`);
    expect(await api('preferences', token)).toBe(401);
  });

  it('acts as a QuickBooks user', async () => {
    const user = (body: object): Promise<{ status: number; body: never }> =>
      control('POST', `companies/${REALM}/user`, body);
    const created = await user({ action: 'create', entity: 'Customer', record: { DisplayName: 'Walk-in' } });
    expect(created.body).toMatchObject({ Id: '1', DisplayName: 'Walk-in' });
    const edited = await user({
      action: 'edit',
      entity: 'Customer',
      id: '1',
      changes: { DisplayName: 'Regular' },
    });
    expect(edited.body).toMatchObject({ SyncToken: '1' });
    const refused = await user({ action: 'delete', entity: 'Customer', id: '1' });
    expect(refused).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '500' }] } } });
  });

  it('sets, lists and clears faults; a broken connection closes the socket', async () => {
    const { body } = await control('POST', `companies/${REALM}/connect`);
    const token = (body as { access_token: string }).access_token;
    const rule = await control('POST', 'faults', { operation: 'read', effect: { kind: 'reset' } });
    await expect(api('preferences', token)).rejects.toThrow('fetch failed');
    expect((await control('GET', 'faults')).body).toMatchObject([{ fired: 1 }]);
    await control('DELETE', `faults/${(rule.body as { id: string }).id}`);
    expect(await api('preferences', token)).toBe(200);
    const calls = (await control('GET', 'calls')).body as { status?: number }[];
    expect(calls.slice(0, 2).map((call) => call.status)).toEqual([200, undefined]);
  });

  it('changes switches while it runs, without the app’s secret', async () => {
    const { body } = await control('POST', `companies/${REALM}/connect`);
    const token = (body as { access_token: string }).access_token;
    const off = await control('POST', 'switches', {
      monthlyQuota: 0,
      throttle: { format: 'json', retryAfter: 7 },
    });
    expect(off.body).toMatchObject({
      monthlyQuota: 0,
      throttle: { retryAfter: 7 },
      limits: { concurrent: 10 },
    });
    expect(JSON.stringify(off.body)).not.toContain('simulator-client-secret');
    expect(await api('preferences', token)).toBe(429);
    await control('POST', 'switches', { monthlyQuota: null, limits: { requestsPerSecond: 0 } });
    expect(await api('preferences', token)).toBe(429);
    const on = await control('POST', 'switches', { limits: 'none', throttle: { retryAfter: null } });
    expect(on.body).not.toHaveProperty('limits');
    expect(await api('preferences', token)).toBe(200);
  });

  it('a company whose subscription has ended can be read, not written: 6190 [documented]', async () => {
    const options = { subscriptionEnded: true };
    await control('POST', 'companies', { realmId: '7', name: 'Over', profile: 'us-manual', options });
    const user = await control('POST', 'companies/7/user', {
      action: 'create',
      entity: 'Customer',
      record: { DisplayName: 'A' },
    });
    expect(user).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '6190' }] } } });
    expect((await control('GET', 'companies/7/dump')).body).toMatchObject({ Customer: [] });
  });

  it('refuses mistakes with a reason', async () => {
    expect(await control('POST', 'companies', { realmId: '1', name: 'x', profile: 'mars' })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^profile: .*us-automated/) },
    });
    for (const kind of ['truncated', 'wrong-entity'])
      expect((await control('POST', 'faults', { times: 0, effect: { kind } })).status).toBe(200);
    await control('DELETE', 'faults');
    const wrongFaults = [{}, { effect: { kind: 'flood' } }, { effect: { kind: 'reset' }, probability: 2 }];
    for (const rule of wrongFaults) expect((await control('POST', 'faults', rule)).status).toBe(400);
    expect((await control('GET', 'faults')).body).toEqual([]);
    expect(await control('POST', 'switches', { books: { emoji: 'perhaps', taxes: 1 } })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^books\.emoji: .*; books: .*taxes/) },
    });
    expect((await control('POST', 'companies', [])).body).toEqual({
      error: 'the body must be a JSON object',
    });
    expect((await control('GET', 'companies/5/dump')).body).toEqual({ error: 'No company 5' });
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  it('the page shows companies, records and calls, escaped', async () => {
    const page = await (await fetch(server.baseUrl)).text();
    expect(page).toContain('A &amp; B');
    expect(page).toMatch(/>Customer<\/a><\/td><td>1<\/td>/);
    expect(page).toContain('Preferences read');
  });
});
