import { describe, expect, it } from '@jest/globals';
import type { BatchItem, QboWrite } from './port.js';
import { CONNECTION, connectedClient, live } from './testing/connected-client.js';

async function sent(write: QboWrite) {
  const { api, clock, server } = await connectedClient();
  for (const entity of ['Invoice', 'Payment', 'SalesReceipt', 'Customer'])
    server.put(entity, { Id: '7', SyncToken: '0' });
  const before = JSON.stringify(write);
  await clock.runUntil(api.write(CONNECTION, write, live('key')));
  expect(JSON.stringify(write)).toBe(before);
  const [call] = server.apiCalls();
  return {
    path: call?.path.replace('/v3/company/4620816365', ''),
    query: Object.fromEntries(call?.query ?? []),
    body: JSON.parse(call?.body ?? '{}') as unknown,
    headers: call?.headers,
  };
}

const pair = { Id: '7', SyncToken: '0' };
const usual = { requestid: 'key', minorversion: '75', format: 'json' };

describe('a write on the wire', () => {
  it.each<[string, QboWrite, string, Record<string, string>, unknown]>([
    [
      'create',
      { entity: 'Invoice', operation: 'create', body: { DocNumber: '1' } },
      '/invoice',
      {},
      { DocNumber: '1' },
    ],
    [
      'create with a number that exists',
      { entity: 'Invoice', operation: 'create', body: { DocNumber: '1' }, allowDuplicateDocNumber: true },
      '/invoice',
      { include: 'allowduplicatedocnum' },
      { DocNumber: '1' },
    ],
    [
      'full update',
      { entity: 'Customer', operation: 'update', body: { ...pair, Notes: 'n' } },
      '/customer',
      { operation: 'update' },
      { ...pair, Notes: 'n', sparse: false },
    ],
    [
      'sparse update',
      { entity: 'Customer', operation: 'update', body: { ...pair, Notes: 'n', sparse: true } },
      '/customer',
      { operation: 'update' },
      { ...pair, Notes: 'n', sparse: true },
    ],
    [
      'delete',
      { entity: 'Payment', operation: 'delete', body: pair },
      '/payment',
      { operation: 'delete' },
      pair,
    ],
    [
      'void of an invoice',
      { entity: 'Invoice', operation: 'void', body: pair },
      '/invoice',
      { operation: 'void' },
      pair,
    ],
    [
      'void of a payment',
      { entity: 'Payment', operation: 'void', body: pair },
      '/payment',
      { operation: 'update', include: 'void' },
      { ...pair, sparse: true },
    ],
    [
      'void of a sales receipt',
      { entity: 'SalesReceipt', operation: 'void', body: pair },
      '/salesreceipt',
      { operation: 'update', include: 'void' },
      { ...pair, sparse: true },
    ],
  ])('%s', async (_, write, path, query, body) => {
    const call = await sent(write);
    expect(call).toMatchObject({ path, query: { ...usual, ...query }, body });
    expect(call.body).toEqual(body);
    expect(call.headers?.['Request-Id']).toBeUndefined();
    expect(call.headers?.['Accept']).toBe('application/json');
  });

  it.each<[string, QboWrite, string]>([
    ['deleting a customer', { entity: 'Customer', operation: 'delete', body: pair }, 'unsupported-operation'],
    [
      'voiding a credit memo',
      { entity: 'CreditMemo', operation: 'void', body: pair },
      'unsupported-operation',
    ],
    ['creating a tax code', { entity: 'TaxCode', operation: 'create', body: {} }, 'unsupported-operation'],
    ['a name that is a path', { entity: '../x', operation: 'create', body: {} }, 'unsupported-operation'],
    [
      'an update without a token',
      { entity: 'Customer', operation: 'update', body: { Id: '7', DisplayName: 'planted' } },
      '2020',
    ],
    ['a delete without an id', { entity: 'Payment', operation: 'delete', body: { SyncToken: '0' } }, '2020'],
    [
      'a key that the library takes',
      { entity: 'Customer', operation: 'create', body: { requestId: 'x' } },
      '2010',
    ],
  ])('%s is refused before it is sent, alone and in a batch', async (_, write, code) => {
    const { api, server } = await connectedClient();
    const alone = api.write(CONNECTION, write, live('key'));
    await expect(alone).rejects.toMatchObject({ kind: 'validation', code });
    await expect(alone).rejects.not.toThrow('planted');
    const batched = api.batch(CONNECTION, [{ ...write, bId: '01' }], live('key'));
    await expect(batched).rejects.toMatchObject({ kind: 'validation', code });
    expect(server.seen).toHaveLength(0);
  });

  it('keeps its query parameters in every try, though node-quickbooks takes them from the body', async () => {
    const { api, clock, server } = await connectedClient();
    server.put('Payment', { Id: '7', SyncToken: '0' });
    server.mishaps.push('503-empty', '503-empty');
    const payment: QboWrite = { entity: 'Payment', operation: 'void', body: pair };
    await clock.runUntil(api.write(CONNECTION, payment, live('void')));
    server.mishaps.push('503-empty', '503-empty');
    const invoice: QboWrite = {
      entity: 'Invoice',
      operation: 'create',
      body: {},
      allowDuplicateDocNumber: true,
    };
    await clock.runUntil(api.write(CONNECTION, invoice, live('create')));
    expect(server.apiCalls().map((call) => call.query.get('include'))).toEqual([
      ...['void', 'void', 'void'],
      ...['allowduplicatedocnum', 'allowduplicatedocnum', 'allowduplicatedocnum'],
    ]);
  });

  it('an answer about another record is not taken for this one', async () => {
    const { api, clock, server } = await connectedClient();
    server.put('Customer', pair);
    const id = { entity: 'Customer', operation: 'update', body: { ...pair, sparse: true } } as const;
    server.put('Customer', { Id: '8', SyncToken: '0' });
    await clock.runUntil(api.write(CONNECTION, id, live('same')));
    const other = { ...id, body: { ...id.body, Id: '8' } };
    await expect(clock.runUntil(api.write(CONNECTION, other, live('same')))).rejects.toMatchObject({
      kind: 'unknown-outcome',
      code: 'shape',
    });
  });
});

describe('a batch', () => {
  const create = (bId: string): BatchItem => ({
    bId,
    entity: 'Invoice',
    operation: 'create',
    body: { DocNumber: bId },
  });

  it('carries each operation as QuickBooks spells it', async () => {
    const { api, clock, server } = await connectedClient();
    for (const id of ['7', '8', '9']) server.put('Invoice', { Id: id, SyncToken: '0' });
    const token = (Id: string) => ({ Id, SyncToken: '0' });
    const items: BatchItem[] = [
      { ...create('01'), allowDuplicateDocNumber: true },
      { bId: '02', entity: 'Invoice', operation: 'update', body: { ...token('7'), sparse: true } },
      { bId: '03', entity: 'Invoice', operation: 'void', body: token('8') },
      { bId: '04', entity: 'Invoice', operation: 'delete', body: token('9') },
    ];
    const results = await clock.runUntil(api.batch(CONNECTION, items, live('key')));
    expect(results.map((result) => result.ok)).toEqual([true, true, true, true]);
    expect(JSON.parse(server.apiCalls()[0]?.body ?? '')).toEqual({
      BatchItemRequest: [
        { bId: '01', operation: 'create', optionsData: 'allowduplicatedocnum', Invoice: { DocNumber: '01' } },
        { bId: '02', operation: 'update', Invoice: { ...token('7'), sparse: true } },
        { bId: '03', operation: 'update', optionsData: 'void', Invoice: { ...token('8'), sparse: true } },
        { bId: '04', operation: 'delete', Invoice: token('9') },
      ],
    });
    expect(api.usage(CONNECTION.realmId)).toEqual({
      metered: 0,
      unmetered: 1,
      batches: 1,
      throttled: 0,
      byKind: { 'Invoice.create': 1, 'Invoice.update': 1, 'Invoice.void': 1, 'Invoice.delete': 1 },
    });
  });

  it('tells items apart: done, refused, not named', async () => {
    const { api, clock, server } = await connectedClient();
    server.batchOmits.add('03');
    const items: BatchItem[] = [
      create('01'),
      { bId: '02', entity: 'Invoice', operation: 'delete', body: { Id: '99', SyncToken: '0' } },
      create('03'),
    ];
    const results = await clock.runUntil(api.batch(CONNECTION, items, live('key')));
    expect(results).toEqual([
      {
        bId: '01',
        ok: true,
        written: { record: expect.objectContaining({ DocNumber: '01' }), intuitTid: '1-fake-tid' },
      },
      {
        bId: '02',
        ok: false,
        fault: expect.objectContaining({ kind: 'not-found', code: '610', intuitTid: '1-fake-tid' }),
      },
      { bId: '03', ok: 'missing' },
    ]);
  });

  it('a refusal inside a replayed batch that the first try may have caused is unknown', async () => {
    const { api, clock, server } = await connectedClient();
    server.put('Invoice', { Id: '7', SyncToken: '0' });
    server.replays = 'forget';
    server.mishaps.push('reset-done');
    const items: BatchItem[] = [
      { bId: '01', entity: 'Invoice', operation: 'delete', body: { Id: '7', SyncToken: '0' } },
    ];
    const [result] = await clock.runUntil(api.batch(CONNECTION, items, live('key')));
    expect(result).toMatchObject({ ok: false, fault: { kind: 'unknown-outcome', code: '610' } });
  });

  it.each([
    ['no items', [], 'key', '1040'],
    ['31 items', Array.from({ length: 31 }, (_, i) => create(String(i + 10))), 'key', '1040'],
    ['a bId twice', [create('01'), create('01')], 'key', 'batch'],
    ['keys over 50 characters together', [create('01')], 'k'.repeat(49), '2130'],
    ['an empty request id', [create('01')], '', '2130'],
    ['a request id that is a query', [create('01')], 'a&b=c', '2130'],
  ])('with %s is refused before it is sent', async (_, items, requestId, code) => {
    const { api, server } = await connectedClient();
    await expect(api.batch(CONNECTION, items, live(requestId))).rejects.toMatchObject({
      kind: 'validation',
      code,
    });
    expect(server.seen).toHaveLength(0);
  });

  it('suggests smaller batches when they are slow', async () => {
    const { api, clock, server, batchSize } = await connectedClient();
    expect(batchSize(CONNECTION.realmId)).toBe(30);
    server.latency = 12_000;
    const items = Array.from({ length: 30 }, (_, i) => create(String(i + 10)));
    await clock.runUntil(api.batch(CONNECTION, items, live('key')));
    expect(batchSize(CONNECTION.realmId)).toBe(13);
  });
});

it('a tax code is made by the tax service', async () => {
  const { api, clock, server } = await connectedClient();
  const body = { TaxCode: 'GST', TaxRateDetails: [{ TaxRateName: 'GST', RateValue: '5' }] };
  const { record } = await clock.runUntil(api.createTaxCode(CONNECTION, body, live('key')));
  expect(record).toMatchObject({ TaxCodeId: '9' });
  expect(server.apiCalls()[0]?.path).toBe('/v3/company/4620816365/taxservice/taxcode');
  expect(JSON.parse(server.apiCalls()[0]?.body ?? '')).toEqual(body);
});
