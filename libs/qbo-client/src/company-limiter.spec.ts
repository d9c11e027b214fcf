import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import fc from 'fast-check';
import { CompanyLimiter } from './company-limiter.js';
import { QBO_LIMITS, type QboLimits } from './limits.js';
import type { Lane } from './port.js';
import { StrictThrottle } from './testing/strict-throttle.js';

/** mulberry32 */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

function setUp(change: Partial<QboLimits> = {}, seed = 1) {
  const clock = new VirtualClock(0);
  const limits = { ...QBO_LIMITS, ...change };
  const limiter = new CompanyLimiter(clock, limits);
  const throttle = new StrictThrottle(clock, limits);
  const random = seeded(seed);
  const call = async (lane: Lane, items: number): Promise<number> => {
    const asked = clock.now();
    const permit = await limiter.acquire({ lane, items });
    const waited = clock.now() - asked;
    const work = items > 0 ? 60 * items + 1500 * random() : 150 + 150 * random();
    await throttle.call(items, 20 + 55 * random(), work);
    permit.end();
    return waited;
  };
  /** `workers` in turn over `sizes`; 0 is a single request. */
  const drive = async (sizes: number[], workers: number, lane: Lane = 'bulk'): Promise<void> => {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let size = sizes[next++]; size !== undefined; size = sizes[next++]) await call(lane, size);
    };
    await Promise.all(Array.from({ length: workers }, work));
  };
  return { clock, limiter, throttle, limits, call, drive };
}

/** The usual mix: payments and refunds one by one, the rest in batches. */
const moneyLane = (records: number) => {
  const singles = records * 0.35;
  const batched = records - singles;
  return {
    singles: Array.from({ length: singles }, () => 0),
    batches: Array.from({ length: Math.ceil(batched / 30) }, (_, i) => Math.min(30, batched - i * 30)),
  };
};

describe('the limiter', () => {
  it('I12 10,000 writes of the usual mix are never over a limit and within 1.10 of the bound', async () => {
    const { clock, throttle, drive } = setUp();
    const { singles, batches } = moneyLane(10_000);
    await clock.runUntil(Promise.all([drive(singles, 30), drive(batches, 8)]));
    const minutes = clock.now() / 60_000;
    const bound = (singles.length + batches.length) / QBO_LIMITS.requestsPerMinute;
    expect(throttle.breaches).toEqual([]);
    expect(throttle.calls).toBe(3717);
    expect(minutes / bound).toBeLessThanOrEqual(1.1);
  });

  it('I12 keeps the limits and the bound when every item of a batch counts', async () => {
    const { clock, throttle, drive } = setUp({ batchItemsCount: true });
    const { singles, batches } = moneyLane(10_000);
    await clock.runUntil(Promise.all([drive(singles, 30), drive(batches, 8)]));
    expect(throttle.breaches).toEqual([]);
    expect(clock.now() / 60_000 / 20).toBeLessThanOrEqual(1.1);
  });

  it('I12 keeps the batches own limit when there is nothing but batches', async () => {
    const { clock, throttle, drive } = setUp();
    await clock.runUntil(
      drive(
        Array.from({ length: 334 }, () => 30),
        10,
      ),
    );
    expect(throttle.breaches).toEqual([]);
    expect(clock.now() / 60_000 / (334 / 40)).toBeLessThanOrEqual(1.1);
  });

  it('M10 a live change waits less than a second while the company runs a full sync', async () => {
    const { clock, throttle, call, drive } = setUp();
    const { singles, batches } = moneyLane(5_000);
    const waits: number[] = [];
    const live = async (): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        await clock.sleep(6_000);
        waits.push(await call('live', 0));
      }
    };
    await clock.runUntil(Promise.all([drive(singles, 30), drive(batches, 8), live()]));
    expect(throttle.breaches).toEqual([]);
    expect(Math.max(...waits)).toBeLessThan(1_500);
  });

  it('admits live before bulk, and within a lane in the order of asking', async () => {
    const { clock, limiter } = setUp({ requestsPerSecond: 1 });
    const order: string[] = [];
    const ask = async (lane: Lane, name: string): Promise<void> => {
      const permit = await limiter.acquire({ lane, items: 0 });
      order.push(name);
      permit.end();
    };
    const all = [
      ask('bulk', 'b1'),
      ask('bulk', 'b2'),
      ask('live', 'l1'),
      ask('live', 'l2'),
      ask('bulk', 'b3'),
    ];
    await clock.runUntil(Promise.all(all));
    expect(order).toEqual(['b1', 'l1', 'l2', 'b2', 'b3']);
  });

  it('a permit that was not used leaves its place', async () => {
    const { clock, limiter } = setUp({ requestsPerSecond: 1 });
    (await limiter.acquire({ lane: 'live', items: 0 })).cancel();
    await limiter.acquire({ lane: 'live', items: 0 });
    expect(clock.now()).toBe(0);
  });

  it('after a 429 nothing is sent for a minute, or for as long as the answer asks', async () => {
    const { clock, limiter } = setUp();
    limiter.throttled(clock.now());
    await clock.runUntil(limiter.acquire({ lane: 'live', items: 0 }));
    expect(clock.now()).toBe(60_000);
    limiter.throttled(clock.now(), 7_000);
    await clock.runUntil(limiter.acquire({ lane: 'live', items: 0 }));
    expect(clock.now()).toBe(67_000);
  });

  it('M4 with another app using half the quota it meets at most 3 answers of 429 per 10,000 calls', async () => {
    const clock = new VirtualClock(0);
    const limiter = new CompanyLimiter(clock, QBO_LIMITS);
    const theirs = 250;
    const random = seeded(2);
    let ours: number[] = [];
    let refusals = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      while (done < 10_000) {
        const permit = await limiter.acquire({ lane: 'bulk', items: 0 });
        const at = clock.now();
        ours = ours.filter((t) => t > at - 60_000);
        await clock.sleep(20 + 55 * random());
        const refused = ours.length + theirs >= 500;
        if (refused) refusals += 1;
        else {
          ours.push(at);
          done += 1;
        }
        await clock.sleep(200);
        if (refused) limiter.throttled(at);
        permit.end();
      }
    };
    await clock.runUntil(Promise.all(Array.from({ length: 4 }, work)));
    expect(refusals).toBeLessThanOrEqual(3);
    expect(clock.now() / 60_000).toBeLessThan(10_000 / 250 + 8);
  });

  it('I12 keeps every limit under any mix of lanes, sizes, pauses and travel times', async () => {
    const step = fc.record({
      lane: fc.constantFrom<Lane>('live', 'bulk'),
      items: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
      after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
      travel: fc.integer({ min: 0, max: 75 }),
      work: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 9_000 })),
    });
    const small = {
      requestsPerMinute: 40,
      requestsPerSecond: 4,
      concurrent: 4,
      batchesPerMinute: 5,
      concurrentBatches: 3,
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 150, size: 'max' }),
        fc.boolean(),
        async (steps, batchItemsCount) => {
          const { clock, limiter, throttle } = setUp({ ...small, batchItemsCount });
          const calls: Promise<void>[] = [];
          const run = async (): Promise<void> => {
            for (const { lane, items, after, travel, work } of steps) {
              await clock.sleep(after);
              calls.push(
                limiter.acquire({ lane, items }).then(async (permit) => {
                  await throttle.call(items, travel, work);
                  permit.end();
                }),
              );
            }
            await Promise.all(calls);
          };
          await clock.runUntil(run());
          expect(throttle.breaches).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same every time', async () => {
    const run = async (): Promise<number> => {
      const { clock, drive } = setUp({}, 5);
      const { singles, batches } = moneyLane(1_000);
      await clock.runUntil(Promise.all([drive(singles, 10), drive(batches, 4)]));
      return clock.now();
    };
    expect(await run()).toBe(await run());
  });
});
