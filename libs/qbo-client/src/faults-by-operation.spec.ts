import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { BatchItem, QboFaultKind, QboWrite } from './port.js';
import { CONNECTION, type ConnectedClient, connectedClient, live } from './testing/connected-client.js';
import type { Mishap } from './testing/replies.js';

const create: QboWrite = { entity: 'Customer', operation: 'create', body: { DisplayName: 'planted Ann' } };
const update = (operation: 'update' | 'delete'): QboWrite => ({
  entity: 'Invoice',
  operation,
  body: {
    Id: '7',
    SyncToken: '0',
    ...(operation === 'update' ? { sparse: true, PrivateNote: 'planted note' } : {}),
  },
});
const items: BatchItem[] = ['01', '02'].map((bId) => ({
  ...create,
  bId,
  body: { DisplayName: `planted ${bId}` },
}));

const WRITES: Readonly<Record<string, (client: ConnectedClient) => Promise<unknown>>> = {
  create: ({ api }) => api.write(CONNECTION, create, live('key')),
  update: ({ api }) => api.write(CONNECTION, update('update'), live('key')),
  delete: ({ api }) => api.write(CONNECTION, update('delete'), live('key')),
  void: ({ api }) => api.write(CONNECTION, { ...update('delete'), operation: 'void' }, live('key')),
  batch: ({ api }) => api.batch(CONNECTION, items, live('key')),
  createTaxCode: ({ api }) => api.createTaxCode(CONNECTION, { TaxCode: 'GST' }, live('key')),
};
const READS: Readonly<Record<string, (client: ConnectedClient) => Promise<unknown>>> = {
  query: ({ api }) => api.query(CONNECTION, { entity: 'Customer' }),
  count: ({ api }) => api.count(CONNECTION, 'Customer'),
  read: ({ api }) => api.read(CONNECTION, 'Invoice', '7'),
  changes: ({ api }) => api.changes(CONNECTION, ['Customer'], '2026-01-01T00:00:00Z'),
  companyInfo: ({ api }) => api.companyInfo(CONNECTION),
  preferences: ({ api }) => api.preferences(CONNECTION),
};

interface Expected {
  /** How often a mishap that never ends is met by a write and by a read. */
  readonly tries: readonly [write: number, read: number];
  readonly kinds: readonly [write: QboFaultKind, read: QboFaultKind];
}

const FAULTS: Readonly<Record<Exclude<Mishap, '429-retry-after'>, Expected>> = {
  'refused-connection': { tries: [3, 5], kinds: ['unavailable', 'unavailable'] },
  reset: { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  'reset-done': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  'hang-done': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '429-xml': { tries: [5, 5], kinds: ['throttled', 'throttled'] },
  '429-json': { tries: [5, 5], kinds: ['throttled', 'throttled'] },
  '429-quota': { tries: [1, 1], kinds: ['quota', 'quota'] },
  '401-lower-case': { tries: [2, 2], kinds: ['auth', 'auth'] },
  '403-forbidden': { tries: [1, 1], kinds: ['auth', 'auth'] },
  '500-done': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '502-html': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '503-empty': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '200-html': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '200-html-done': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '200-lower-case-fault': { tries: [2, 2], kinds: ['auth', 'auth'] },
  '200-empty': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '200-empty-done': { tries: [3, 5], kinds: ['unknown-outcome', 'unavailable'] },
  '400-5010': { tries: [1, 1], kinds: ['stale', 'stale'] },
  '400-6000': { tries: [1, 1], kinds: ['validation', 'validation'] },
  '400-6240': { tries: [1, 1], kinds: ['validation', 'validation'] },
  '400-610': { tries: [1, 1], kinds: ['not-found', 'not-found'] },
  '400-6190': { tries: [1, 1], kinds: ['subscription', 'subscription'] },
};

const cells = (operations: typeof WRITES): [Mishap, string][] =>
  Object.keys(FAULTS).flatMap((mishap) =>
    Object.keys(operations).map((name): [Mishap, string] => [mishap as Mishap, name]),
  );

async function meet(mishap: Mishap, times: number, operation: (client: ConnectedClient) => Promise<unknown>) {
  const client = await connectedClient();
  client.server.put('Invoice', { Id: '7', SyncToken: '0' });
  for (let i = 0; i < times; i++) client.server.mishaps.push(mishap);
  const outcome = await client.clock.runUntil(
    operation(client).then(
      () => undefined,
      (error: unknown) => error as Error,
    ),
  );
  return { client, fault: outcome };
}

/** No token, secret or customer's data in an error as anything prints it, or in what was logged. */
function expectNothingPlanted(client: ConnectedClient, fault: Error | undefined): void {
  const printed = [
    JSON.stringify(fault),
    String(fault),
    fault?.stack,
    JSON.stringify({ ...fault }),
    ...client.told,
    inspect(fault, { depth: null }),
  ].join();
  for (const secret of ['planted', 'access-', 'refresh-', 'Bearer', 'Basic', CONNECTION.realmId])
    expect(printed).not.toContain(secret);
}

describe.each([
  ['write', WRITES, 0],
  ['read', READS, 1],
] as const)('every fault at every %s', (_, operations, column) => {
  it.each(cells(operations))('%s without end at %s', async (mishap, name) => {
    const expected = FAULTS[mishap as keyof typeof FAULTS];
    const { client, fault } = await meet(mishap, 20, operations[name]!);
    expect(fault).toMatchObject({ name: 'QboFault', kind: expected.kinds[column] });
    const calls = client.server.apiCalls();
    expect(calls).toHaveLength(expected.tries[column]);
    expect(new Set(calls.map((call) => call.query.get('requestid')))).toEqual(
      new Set([column === 0 ? 'key' : null]),
    );
    expect(new Set(calls.map((call) => call.body)).size).toBe(1);
    expectNothingPlanted(client, fault);
  });

  it.each(cells(operations))('%s once at %s', async (mishap, name) => {
    const { client, fault } = await meet(mishap, 1, operations[name]!);
    if (FAULTS[mishap as keyof typeof FAULTS].tries[column] === 1) expect(fault).toBeDefined();
    else expect(fault).toBeUndefined();
    expectNothingPlanted(client, fault);
    if (name === 'create' && !fault) expect(client.server.all('Customer')).toHaveLength(1);
    if (name === 'batch' && !fault) expect(client.server.all('Customer')).toHaveLength(2);
    expect(client.clock.pending).toBe(0);
  });
});

describe('a write that had no answer', () => {
  it('is unknown when QuickBooks forgot the request id and refuses what the first try did', async () => {
    const client = await connectedClient();
    client.server.put('Invoice', { Id: '7', SyncToken: '0' });
    client.server.replays = 'forget';
    client.server.mishaps.push('reset-done');
    const failed = client.clock.runUntil(client.api.write(CONNECTION, update('update'), live('key')));
    await expect(failed).rejects.toMatchObject({ kind: 'unknown-outcome', code: '5010' });
  });

  it('is unknown when the replayed batch answers 6000', async () => {
    const client = await connectedClient();
    client.server.replays = 'batch-6000';
    client.server.mishaps.push('500-done');
    const failed = client.clock.runUntil(client.api.batch(CONNECTION, items, live('key')));
    await expect(failed).rejects.toMatchObject({ kind: 'unknown-outcome', code: '6000' });
  });

  it('stays unknown when the tries end in a throttle, and when the connection is lost meanwhile', async () => {
    const client = await connectedClient();
    client.server.mishaps.push('reset-done', ...Array.from({ length: 9 }, () => '429-xml' as const));
    const throttled = client.clock.runUntil(client.api.write(CONNECTION, create, live('key')));
    await expect(throttled).rejects.toMatchObject({ kind: 'unknown-outcome', code: '3001' });
    client.server.mishaps.length = 0;
    client.server.mishaps.push('reset-done', '401-lower-case');
    client.server.tokenMishaps.push('invalid_grant');
    const lost = client.clock.runUntil(client.api.write(CONNECTION, create, live('key-2')));
    await expect(lost).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'invalid_grant' });
  });

  it('stays unknown when the token vault fails meanwhile', async () => {
    const client = await connectedClient();
    client.server.mishaps.push('reset-done');
    const load = client.vault.load.bind(client.vault);
    let loads = 0;
    client.vault.load = (tenant) =>
      loads++ === 0 ? load(tenant) : Promise.reject(new Error('planted pg error'));
    const failed = client.clock.runUntil(client.api.write(CONNECTION, create, live('key')));
    await expect(failed).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'vault' });
  });
});

describe('waiting', () => {
  it('lasts as long as Retry-After asks, else a minute', async () => {
    for (const [mishap, wait] of [
      ['429-retry-after', 7_000],
      ['429-xml', 60_000],
    ] as const) {
      const { client } = await meet(mishap, 1, READS['query']!);
      const [first, second] = client.server.apiCalls();
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(wait);
    }
  });

  it('after failures grows from a second, and a call without answer ends after two minutes', async () => {
    const { client } = await meet('503-empty', 20, READS['query']!);
    const at = client.server.apiCalls().map((call) => call.at);
    expect(at.slice(1).map((time, i) => time - (at[i] ?? 0))).toEqual([750, 1500, 3000, 6000]);
    const hung = await meet('hang-done', 1, READS['query']!);
    const [first, second] = hung.client.server.apiCalls();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(120_750);
  });
});
