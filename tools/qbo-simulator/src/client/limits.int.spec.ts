import { describe, expect, it } from '@jest/globals';
import { REALM, seeded } from '../spec-support/in-process.js';
import { bulk, CONNECTION, type ClientBench, clientBench } from './connected-client.js';

/** Work in turn by `workers`. */
async function drive(
  count: number,
  workers: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/** The usual mix in the money lane: 65 of 100 records in batches, payments one by one. */
async function writeMix({ api, bench }: ClientBench, records: number): Promise<void> {
  const customer = await bench.customer('Ann');
  const payment = { CustomerRef: { value: customer }, TotalAmt: 1 };
  const singles = (records * 35) / 100;
  const batched = records - singles;
  await Promise.all([
    drive(singles, 30, (i) =>
      api.write(
        CONNECTION,
        { entity: 'Payment', operation: 'create', body: payment },
        bulk(`p-${String(i)}`),
      ),
    ),
    drive(Math.ceil(batched / 30), 8, (i) =>
      api.batch(
        CONNECTION,
        Array.from({ length: Math.min(30, batched - i * 30) }, (_, j) => ({
          bId: String(j + 10),
          entity: 'Customer',
          operation: 'create' as const,
          body: { DisplayName: `C ${String(i)} ${String(j)}` },
        })),
        bulk(`b-${String(i)}`),
      ),
    ),
  ]);
}

function withLatency(subject: ClientBench): ClientBench {
  const random = seeded(3);
  subject.bench.simulator.faults.decideWith(({ operation, inBatch }) =>
    inBatch
      ? undefined
      : {
          kind: 'latency',
          ms: operation === 'batch' ? 1500 + 2000 * random() : 150 + 150 * random(),
          afterCommit: true,
        },
  );
  return subject;
}

describe("the client and QuickBooks' limits", () => {
  it.each([
    [10_000, false],
    [4_000, true],
  ])(
    'I12 M4 %i writes of the usual mix meet no 429 and take 1.10 of the bound at most (a batch is a request: %s)',
    async (records, batchCountsAsRequest) => {
      const subject = withLatency(await clientBench({ switches: { limits: { batchCountsAsRequest } } }));
      const { api, bench, run } = subject;
      const began = bench.clock.now();
      await run(writeMix(subject, records));
      const minutes = (bench.clock.now() - began) / 60_000;
      const payments = records * 0.35;
      const batches = Math.ceil((records - payments) / 30);
      const unmetered = payments + batches;
      expect(bench.simulator.counters(REALM).throttled).toBe(0);
      expect(api.usage(REALM)).toMatchObject({ unmetered, throttled: 0, metered: 0, batches });
      expect(bench.simulator.dump(REALM).Payment).toHaveLength(payments);
      expect(minutes / (7.6 * (records / 10_000))).toBeLessThanOrEqual(1.1);
    },
  );
});
