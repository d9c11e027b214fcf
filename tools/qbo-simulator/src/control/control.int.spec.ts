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

  it('refuses mistakes with a reason', async () => {
    expect(await control('POST', 'companies', { realmId: '1', name: 'x', profile: 'mars' })).toMatchObject({
      status: 400,
      body: { error: 'profile must be one of us-automated, us-manual, ca, uk' },
    });
    expect((await control('GET', 'companies/5/dump')).body).toEqual({ error: 'No company 5' });
    expect((await control('GET', 'nothing')).status).toBe(404);
  });

  it('the page shows companies, records and calls, escaped', async () => {
    const page = await (await fetch(server.baseUrl)).text();
    expect(page).toContain('A &amp; B');
    expect(page).toContain('<td>Customer</td><td>1</td>');
    expect(page).toContain('Preferences read');
  });
});
