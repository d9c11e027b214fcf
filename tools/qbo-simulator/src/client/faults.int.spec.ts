import { describe, expect, it } from '@jest/globals';
import type { BatchItem } from '@bpro-qbo-sync/qbo-client';
import type { FaultEffect } from '../faults/faults.js';
import { REALM } from '../spec-support/in-process.js';
import { CONNECTION, clientBench, live } from './connected-client.js';

const ann = { entity: 'Customer', operation: 'create', body: { DisplayName: 'Ann' } } as const;
const pair: BatchItem[] = ['Ann', 'Bob'].map((DisplayName, i) => ({
  bId: `0${String(i)}`,
  entity: 'Customer',
  operation: 'create',
  body: { DisplayName },
}));

const PASSING: [string, FaultEffect][] = [
  ['a reset before', { kind: 'reset' }],
  ['a reset after', { kind: 'reset', afterCommit: true }],
  ['a 500 before', { kind: 'server-error', status: 500 }],
  ['a 500 after', { kind: 'server-error', status: 500, afterCommit: true }],
  ['a 503 as HTML', { kind: 'html', status: 503 }],
  ['HTML with 200 after', { kind: 'html', status: 200, afterCommit: true }],
  ['a 504 as XML after', { kind: 'server-error', status: 504, format: 'xml', afterCommit: true }],
  ['an empty 502', { kind: 'server-error', status: 502, format: 'empty' }],
  ['a fault inside 200 after', { kind: 'fault-in-ok', afterCommit: true }],
  ['an answer after three minutes', { kind: 'latency', ms: 180_000, afterCommit: true }],
  ['a start after three minutes', { kind: 'latency', ms: 180_000 }],
  ['a 429 as XML', { kind: 'throttle' }],
  ['a 429 as JSON', { kind: 'throttle', format: 'json', retryAfter: 3 }],
  ['a 401', { kind: 'unauthorized' }],
];

describe('the client and what goes wrong', () => {
  it.each(PASSING)('%s: a write is done once', async (_, effect) => {
    const { api, bench, run } = await clientBench();
    bench.simulator.faults.add({ realmId: REALM, operation: 'create', times: 1, effect });
    const { record } = await run(api.write(CONNECTION, ann, live('key')));
    await bench.clock.advance(300_000);
    expect(bench.simulator.dump(REALM).Customer).toEqual([expect.objectContaining({ Id: record['Id'] })]);
  });

  it.each(PASSING)('%s: a batch is done once', async (_, effect) => {
    const { api, bench, run } = await clientBench();
    bench.simulator.faults.add({ realmId: REALM, operation: 'batch', times: 1, effect });
    const results = await run(api.batch(CONNECTION, pair, live('key')));
    await bench.clock.advance(300_000);
    expect(results.map((result) => result.ok)).toEqual([true, true]);
    expect(bench.simulator.dump(REALM).Customer).toHaveLength(2);
  });

  it.each(PASSING)('%s: a query is answered', async (_, effect) => {
    const { api, bench, run } = await clientBench();
    bench.simulator.faults.add({ realmId: REALM, operation: 'query', times: 1, effect });
    expect(await run(api.query(CONNECTION, { entity: 'Term' }))).toHaveLength(4);
  });

  it('items that a batch does not name are missing, and found by the same batch again', async () => {
    const { api, bench, run } = await clientBench();
    const effect = { kind: 'drop-batch-items', items: 1 } as const;
    bench.simulator.faults.add({ operation: 'batch', times: 1, effect });
    const first = await run(api.batch(CONNECTION, pair, live('key')));
    expect(first.map((result) => result.ok)).toEqual([true, 'missing']);
    const second = await run(api.batch(CONNECTION, pair, live('key')));
    expect(second.map((result) => result.ok)).toEqual([true, true]);
    expect(bench.simulator.dump(REALM).Customer).toHaveLength(2);
  });

  it('a replayed batch that answers 6000 is unknown, item by item', async () => {
    const { api, bench, run } = await clientBench({ switches: { requestIds: { mode: 'batch-6000' } } });
    const effect = { kind: 'reset', afterCommit: true } as const;
    bench.simulator.faults.add({ operation: 'batch', times: 1, effect });
    const outcome = await run(
      api.batch(CONNECTION, pair, live('key')).then(
        (results) => results.map((r) => (r.ok === false ? r.fault.kind : r.ok)),
        (error: { kind: string }) => [error.kind, error.kind],
      ),
    );
    expect(outcome).toEqual(['unknown-outcome', 'unknown-outcome']);
    expect(bench.simulator.dump(REALM).Customer).toHaveLength(2);
  });

  it('a forgotten request id: the name that our own first try took is no refusal', async () => {
    const { api, bench, run } = await clientBench({ switches: { requestIds: { mode: 'ignore' } } });
    const effect = { kind: 'reset', afterCommit: true } as const;
    bench.simulator.faults.add({ operation: 'create', times: 1, effect });
    await expect(run(api.write(CONNECTION, ann, live('key')))).rejects.toMatchObject({
      kind: 'unknown-outcome',
      code: '6240',
    });
  });

  it('when the month is used up reads are refused and writes go on', async () => {
    const { api, run } = await clientBench({ switches: { monthlyQuota: 1 } });
    await run(api.query(CONNECTION, { entity: 'Term' }));
    await expect(run(api.query(CONNECTION, { entity: 'Term' }))).rejects.toMatchObject({
      kind: 'quota',
      retryable: false,
    });
    await run(api.write(CONNECTION, ann, live('key')));
  });
});
