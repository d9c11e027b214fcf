import { describe, expect, it } from '@jest/globals';
import { Bench, faultText, REALM } from '../spec-support/in-process.js';
import type { FaultEffect, FaultRule } from './faults.js';

const CREATE = { DisplayName: 'A' };
const exists = async (bench: Bench): Promise<boolean> =>
  Number((await bench.query('select count(*) from Customer'))['totalCount']) === 1;

const withFault = (effect: FaultEffect, rule: Partial<FaultRule> = {}): Bench => {
  const bench = new Bench();
  bench.simulator.faults.add({ entity: 'Customer', operation: 'create', ...rule, effect });
  return bench;
};

describe('faults', () => {
  it('a 503 before the commit leaves nothing; a 500 after it leaves the record [documented]', async () => {
    const before = withFault({ kind: 'server-error', status: 503, format: 'html' });
    const refused = await before.call('POST', 'customer', CREATE);
    expect([refused.status, refused.headers['content-type']]).toEqual([503, 'text/html;charset=UTF-8']);
    expect(await exists(before)).toBe(false);
    const after = withFault({ kind: 'server-error', status: 500, afterCommit: true });
    expect(faultText(await after.call('POST', 'customer', CREATE))).toMatch(/^10000: System Failure Error/);
    expect(await exists(after)).toBe(true);
  });

  it('a connection can break before and after the commit', async () => {
    const before = withFault({ kind: 'reset' });
    await expect(before.call('POST', 'customer', CREATE)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await exists(before)).toBe(false);
    const after = withFault({ kind: 'reset', afterCommit: true });
    await expect(after.call('POST', 'customer?requestid=r', CREATE)).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(await exists(after)).toBe(true);
    after.simulator.faults.clear();
    expect((await after.call('POST', 'customer?requestid=r', CREATE)).status).toBe(200);
    expect(await exists(after)).toBe(true);
  });

  it('a slow call takes its time on the clock, then commits', async () => {
    const bench = withFault({ kind: 'latency', ms: 130_000, afterCommit: true });
    const call = bench.call('POST', 'customer', CREATE);
    await bench.clock.advance(0);
    expect(await exists(bench)).toBe(true);
    await bench.clock.advance(130_000);
    expect((await call).status).toBe(200);
  });

  it('an HTML page or a lower-case fault can come with HTTP 200 [recorded]', async () => {
    const html = await withFault({ kind: 'html', status: 200 }).call('POST', 'customer', CREATE);
    expect([html.status, html.text.startsWith('<html>')]).toEqual([200, true]);
    const fault = await withFault({ kind: 'fault-in-ok', afterCommit: true }).call(
      'POST',
      'customer',
      CREATE,
    );
    expect(fault.status).toBe(200);
    expect(fault.body).toHaveProperty('fault');
  });

  it('401 in mid-run, 429 on demand, 403 [recorded]', async () => {
    expect((await withFault({ kind: 'unauthorized' }).call('POST', 'customer', CREATE)).status).toBe(401);
    expect(
      (await withFault({ kind: 'throttle', format: 'json' }).call('POST', 'customer', CREATE)).status,
    ).toBe(429);
    expect((await withFault({ kind: 'forbidden' }).call('POST', 'customer', CREATE)).status).toBe(403);
  });

  it('a batch reply can miss items that were done', async () => {
    const bench = withFault({ kind: 'drop-batch-items', items: 1 }, {
      entity: undefined,
      operation: 'batch',
    } as never);
    const item = (bId: string, DisplayName: string): object => ({
      bId,
      operation: 'create',
      Customer: { DisplayName },
    });
    const reply = await bench.call('POST', 'batch', { BatchItemRequest: [item('1', 'A'), item('2', 'B')] });
    expect(reply.body['BatchItemResponse']).toHaveLength(1);
    expect(await bench.query('select count(*) from Customer')).toEqual({ totalCount: 2 });
  });

  it('a reply can end in the middle, or hold another type of record, of work that was done', async () => {
    const cut = withFault({ kind: 'truncated' });
    const half = await cut.call('POST', 'customer', CREATE);
    expect([half.status, half.text.startsWith('{"Customer":{')]).toEqual([200, true]);
    expect(() => JSON.parse(half.text) as unknown).toThrow(SyntaxError);
    expect(await exists(cut)).toBe(true);
    const wrong = withFault({ kind: 'wrong-entity' });
    expect((await wrong.call('POST', 'customer', CREATE)).body).toMatchObject({
      Vendor: { DisplayName: 'A' },
    });
    expect(await exists(wrong)).toBe(true);
  });

  it.each([
    ['query?query=select * from Customer', { QueryResponse: { Vendor: [{ DisplayName: 'A' }] } }],
    ['query?query=select count(*) from Customer', { Vendor: { Id: '1' } }],
    [
      'cdc?entities=Customer&changedSince=2026-05-05T00:00:00Z',
      { CDCResponse: [{ QueryResponse: [{ Vendor: [{ DisplayName: 'A' }] }] }] },
    ],
    ['preferences', { Vendor: {} }],
  ])('%s can be answered with another type of record', async (path, answer) => {
    const bench = new Bench();
    await bench.post('Customer', CREATE);
    bench.simulator.faults.add({ effect: { kind: 'wrong-entity' } });
    expect((await bench.call('GET', path.replaceAll(' ', '%20'))).body).toMatchObject(answer);
  });

  it('a refusal can come with any status and name a field', async () => {
    const effect = {
      kind: 'service-fault',
      code: '2500',
      message: 'M',
      detail: 'D',
      element: 'Line',
    } as const;
    const reply = await withFault({ ...effect, status: 200 }).call('POST', 'customer', CREATE);
    expect([reply.status, reply.body['Fault']]).toEqual([
      200,
      { Error: [{ Message: 'M', Detail: 'D', code: '2500', element: 'Line' }], type: 'ValidationFault' },
    ]);
  });

  it('one item of a batch can be refused with any code', async () => {
    const effect = {
      kind: 'service-fault',
      code: '6190',
      message: 'Invalid Company Status',
      detail: 'ended',
    } as const;
    const bench = withFault(effect, { inBatch: true });
    const item = (bId: string, entity: string): object => ({
      bId,
      operation: 'create',
      [entity]: { DisplayName: bId },
    });
    const reply = await bench.call('POST', 'batch', {
      BatchItemRequest: [item('1', 'Customer'), item('2', 'Vendor')],
    });
    expect(reply.body['BatchItemResponse']).toMatchObject([
      { Fault: { Error: [{ code: '6190' }] } },
      { Vendor: { DisplayName: '2' } },
    ]);
  });

  it('rules count calls: the n-th only, so many times, with a probability drawn from the seed', async () => {
    const bench = new Bench();
    const { faults } = bench.simulator;
    const status = async (): Promise<number> => (await bench.call('GET', 'preferences')).status;
    faults.add({ operation: 'read', nth: 2, effect: { kind: 'unauthorized' } });
    expect([await status(), await status(), await status()]).toEqual([200, 401, 200]);
    faults.clear();
    faults.add({ operation: 'read', times: 1, effect: { kind: 'unauthorized' } });
    expect([await status(), await status()]).toEqual([401, 200]);
    expect(faults.list()).toMatchObject([{ seen: 2, fired: 1 }]);
    faults.clear();
    faults.add({ operation: 'read', probability: 0.5, effect: { kind: 'unauthorized' } });
    const drawn = [];
    for (let i = 0; i < 20; i++) drawn.push(await status());
    expect(new Set(drawn)).toEqual(new Set([200, 401]));
  });

  it('a function can decide about each call instead', async () => {
    const bench = new Bench();
    const seen: string[] = [];
    bench.simulator.faults.decideWith((call) => {
      seen.push(`${String(call.entity)}.${call.operation}.${String(call.requestId)}`);
      return call.requestId === 'bad' ? { kind: 'unauthorized' } : undefined;
    });
    expect((await bench.call('POST', 'customer?requestid=bad', CREATE)).status).toBe(401);
    expect((await bench.call('POST', 'customer?requestid=good', CREATE)).status).toBe(200);
    expect(seen).toEqual(['Customer.create.bad', 'Customer.create.good']);
  });
});

describe('a QuickBooks user', () => {
  it('creates, edits, inactivates, voids and deletes by the same rules', async () => {
    const bench = new Bench();
    const user = bench.simulator.user(REALM);
    const customer = user.create('Customer', { DisplayName: 'A' });
    expect(user.edit('Customer', String(customer.Id), { Notes: 'x' })).toMatchObject({
      SyncToken: '1',
      Notes: 'x',
    });
    const invoice = await bench.invoice(String(customer.Id), 10);
    expect(() => user.inactivate('Customer', String(customer.Id))).toThrow('6220');
    expect(user.void('Invoice', invoice.Id)).toMatchObject({ TotalAmt: 0 });
    user.delete('Invoice', invoice.Id);
    expect(user.inactivate('Customer', String(customer.Id))).toMatchObject({ Active: false });
    expect(() => user.create('Invoice', { CustomerRef: { value: '9' } })).toThrow('2020');
  });

  it('merges two customers: their documents move, the first one is gone [documented, shape assumed]', async () => {
    const bench = new Bench();
    const from = await bench.customer('Jon');
    const into = await bench.customer('John');
    const invoice = await bench.invoice(from, 10);
    bench.simulator.user(REALM).merge('Customer', from, into);
    expect(await bench.get('Invoice', invoice.Id)).toMatchObject({
      CustomerRef: { value: into, name: 'John' },
    });
    expect(await bench.get('Customer', into)).toMatchObject({ Balance: 10 });
    await expect(bench.get('Customer', from)).rejects.toThrow('610');
  });
});
