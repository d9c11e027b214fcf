import { describe, expect, it } from '@jest/globals';
import { Bench, faultText, REALM } from '../spec-support/in-process.js';

const COMPANY = `companyinfo/${REALM}`;

describe('the gate before the service', () => {
  it('an expired token is 401 with a fault in lower case, code 3200 [recorded]', async () => {
    const bench = new Bench();
    expect((await bench.call('GET', COMPANY)).status).toBe(200);
    await bench.clock.advance(3_600_000);
    const reply = await bench.call('GET', COMPANY);
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({
      fault: {
        error: [{ message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', code: '3200' }],
        type: 'AUTHENTICATION',
      },
      batchItemResponse: [],
    });
    bench.token = 'x';
    expect(JSON.stringify((await bench.call('GET', COMPANY)).body)).toContain('too short or too long');
  });

  it('a token for another company is 403, code 3100 [recorded]', async () => {
    const bench = new Bench();
    bench.simulator.createCompany({ realmId: '77', name: 'Other', profile: 'uk' });
    bench.token = bench.simulator.connect('77').access_token;
    const reply = await bench.call('GET', COMPANY);
    expect(reply.status).toBe(403);
    expect(JSON.stringify(reply.body)).toContain('errorCode=003100');
  });

  it('ten requests a second pass, the eleventh is 429 as XML without Retry-After [documented, recorded]', async () => {
    const bench = new Bench({ switches: { limits: {} } });
    for (let i = 0; i < 10; i++) expect((await bench.call('GET', COMPANY)).status).toBe(200);
    const refused = await bench.call('GET', COMPANY);
    expect(refused.status).toBe(429);
    expect(refused.headers['content-type']).toBe('application/xml');
    expect(refused.headers['retry-after']).toBeUndefined();
    expect(refused.text).toContain('<Detail>The request limit was reached.  Try again later</Detail>');
    await bench.clock.advance(1000);
    expect((await bench.call('GET', COMPANY)).status).toBe(200);
    expect(bench.simulator.counters(REALM)).toMatchObject({ throttled: 1, metered: 11 });
  });

  it('429 can be JSON with Retry-After [assumed]', async () => {
    const bench = new Bench({
      switches: { limits: { requestsPerSecond: 1 }, throttle: { format: 'json', retryAfter: 30 } },
    });
    await bench.call('GET', COMPANY);
    const refused = await bench.call('GET', COMPANY);
    expect(refused.body).toMatchObject({ fault: { error: [{ code: '3001' }], type: 'SERVICE' } });
    expect(refused.headers['retry-after']).toBe('30');
  });

  it('500 requests a minute and 40 batches a minute, each in a sliding window [documented]', async () => {
    const bench = new Bench({ switches: { limits: {}, oauth: { accessMs: 86_400_000 } } });
    let passed = 0;
    for (let i = 0; i < 590; i++) {
      if ((await bench.call('GET', COMPANY)).status === 200) passed++;
      await bench.clock.advance(101);
    }
    expect(passed).toBe(500);
    await bench.clock.advance(60_000);
    let batches = 0;
    for (let i = 0; i < 50; i++) {
      if ((await bench.call('POST', 'batch', { BatchItemRequest: [] })).status === 200) batches++;
      await bench.clock.advance(101);
    }
    expect(batches).toBe(40);
  });

  it('no more than ten calls run at the same time [documented]', async () => {
    const bench = new Bench({ switches: { limits: { requestsPerSecond: 100 } } });
    bench.simulator.faults.add({ operation: 'read', effect: { kind: 'latency', ms: 1000 } });
    const calls = Promise.all(Array.from({ length: 12 }, () => bench.call('GET', COMPANY)));
    await bench.clock.advance(1000);
    const statuses = (await calls).map((reply) => reply.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it("reads are metered and blocked at the month's quota; writes are free and go on [documented]", async () => {
    const bench = new Bench({ switches: { monthlyQuota: 2, oauth: { accessMs: 90 * 86_400_000 } } });
    await bench.call('GET', COMPANY);
    await bench.query('select * from Term');
    await bench.refusal('PaymentMethod', { Name: 'Visa' });
    await bench.post('PaymentMethod', { Name: 'Voucher' });
    const blocked = await bench.call('GET', 'preferences');
    expect(blocked.status).toBe(429);
    await bench.post('PaymentMethod', { Name: 'Second voucher' });
    expect(bench.simulator.counters(REALM)).toEqual({
      byKind: { 'CompanyInfo.read': 1, 'Term.query': 1, 'PaymentMethod.create': 3, 'Preferences.read': 1 },
      metered: 2,
      unmetered: 2,
      throttled: 1,
    });
    await bench.clock.advance(27 * 86_400_000);
    expect((await bench.call('GET', 'preferences')).status).toBe(200);
  });

  it('answers are the same for the same seed', async () => {
    const run = async (): Promise<string[]> => {
      const bench = new Bench();
      const first = await bench.call('POST', 'customer', { DisplayName: 'A' });
      const second = await bench.call('GET', 'customer/1');
      return [bench.token, JSON.stringify(first), JSON.stringify(second), faultText(second)];
    };
    expect(await run()).toEqual(await run());
  });
});
