import { describe, expect, it } from '@jest/globals';
import type { QboConnector } from '@bpro-qbo-sync/qbo-client';
import { companyStream, connectionStream, settingsStream } from '@bpro-qbo-sync/sync-domain';
import { BY_MANAGER, fault, given, testPorts, typesIn, type TestPorts } from '../nest/testing/nest-ports.js';
import { RuleViolation } from '../rule-violation.js';
import { beginConnection, completeConnection } from './connection-commands.js';

const SHOP = 'shop';
const REALM = '123';

/** Intuit, as far as a consent goes: gives tokens for a good code, and keeps whose they are. */
class PretendIntuit implements QboConnector {
  readonly granted: string[] = [];
  authorizeUrl = (state: string): string => `https://intuit.example/?state=${state}`;
  connect: QboConnector['connect'] = (tenant, { code, realmId }) => {
    if (code === 'broken') return Promise.reject(new Error('the vault is away'));
    if (code !== 'good') return Promise.reject(fault('auth'));
    this.granted.push(`${tenant}/${realmId}`);
    return Promise.resolve({ realmId });
  };
  disconnect = (): Promise<void> => Promise.resolve();
}

interface Bench {
  readonly ports: TestPorts;
  readonly intuit: PretendIntuit;
  begin(tenant?: string, startOver?: boolean): Promise<string>;
  /** How the callback ends: `connected`, or the code of the refusal. */
  callback(state: string, code: string, more?: { tenant?: string; realmId?: string }): Promise<string>;
}

async function bench(): Promise<Bench> {
  const ports = testPorts();
  const intuit = new PretendIntuit();
  for (const tenant of [SHOP, 'other'])
    await given(ports, settingsStream(tenant), { type: 'SyncEnabled', data: {} });
  return {
    ports,
    intuit,
    begin: async (tenant = SHOP, startOver = false) =>
      (await beginConnection(ports, intuit, tenant, startOver, BY_MANAGER)).state,
    callback: (state, code, { tenant = SHOP, realmId = REALM } = {}) =>
      completeConnection(ports, intuit, tenant, { state, code, realmId }, BY_MANAGER).then(
        () => 'connected',
        (error: unknown) => (error instanceof RuleViolation ? error.code : `failed: ${String(error)}`),
      ),
  };
}

describe('the callback of a consent', () => {
  it.each([
    ['Intuit refuses the code', 'bad', 'consent-refused'],
    ['the tokens cannot be kept', 'broken', 'failed: Error: the vault is away'],
  ])('B1, B4 %s: the state is used up, and the company is free for others', async (_case, code, outcome) => {
    const { ports, begin, callback } = await bench();
    const state = await begin();
    expect(await callback(state, code)).toBe(outcome);
    expect(await callback(state, 'good')).toBe('consent-expired');
    expect(await typesIn(ports, connectionStream(SHOP))).toEqual(['ConsentRequested', 'ConsentRefused']);
    expect(await typesIn(ports, companyStream(REALM))).toEqual(['CompanyClaimed', 'CompanyReleased']);
    expect(await callback(await begin('other'), 'good', { tenant: 'other' })).toBe('connected');
  });

  it('B1, B4 a reconnection that Intuit refuses leaves the company with its owner', async () => {
    const { begin, callback } = await bench();
    expect(await callback(await begin(), 'good')).toBe('connected');
    expect(await callback(await begin(), 'bad')).toBe('consent-refused');
    const taken = await callback(await begin('other'), 'good', { tenant: 'other' });
    expect(taken).toBe('company-taken');
  });

  it('B1, B4 the state is used up when another company answers, and when the company is another tenant’s', async () => {
    const { intuit, begin, callback } = await bench();
    expect(await callback(await begin(), 'good')).toBe('connected');
    const again = await begin();
    expect(await callback(again, 'good', { realmId: '456' })).toBe('another-company');
    expect(await callback(again, 'good')).toBe('consent-expired');
    const other = await begin('other');
    expect(await callback(other, 'good', { tenant: 'other' })).toBe('company-taken');
    expect(await callback(other, 'good', { tenant: 'other', realmId: '456' })).toBe('consent-expired');
    expect(intuit.granted).toEqual([`${SHOP}/${REALM}`]);
  });

  it('B1 a state is good once, and for 15 minutes', async () => {
    const { ports, begin, callback } = await bench();
    const first = await begin();
    expect(await callback(first, 'good')).toBe('connected');
    expect(await callback(first, 'good')).toBe('consent-expired');
    const late = await begin();
    await ports.clock.advance(15 * 60_000 + 1);
    expect(await callback(late, 'good')).toBe('consent-expired');
  });
});
