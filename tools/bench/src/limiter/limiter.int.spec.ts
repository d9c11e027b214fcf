import { describe, expect, it } from '@jest/globals';
import { QBO_LIMITS } from '@bpro-qbo-sync/qbo-client';
import { CONNECTION, limiterRun, type LimiterRun, otherApp } from './limiter-run.js';

function expectWithinLimits({ peaks, refused, stored, wanted }: LimiterRun): void {
  expect(refused).toBe(0);
  expect(stored).toBe(wanted);
  for (const [name, most] of Object.entries(peaks))
    expect([name, most <= QBO_LIMITS[name as keyof typeof peaks]]).toEqual([name, true]);
}

describe('the limiter on virtual time', () => {
  it.each(['none', 'request', 'items'] as const)(
    'I12 M3 M4 10,000 writes of the usual mix: never over a limit, no 429, at most 1.10 of the bound (a batch counts as: %s)',
    async (reading) => {
      const run = await limiterRun(reading, 10_000);
      expectWithinLimits(run);
      expect(run.calls).toBe(3_500 + 217);
      expect(run.minutes / run.boundMinutes).toBeLessThanOrEqual(1.1);
    },
    60_000,
  );

  it('I12 live changes go before the bulk and hold it up no more than they take', async () => {
    let slowest = 0;
    const run = await limiterRun('none', 2_000, async (api, clock) => {
      for (let i = 0; i < 30; i++) {
        await clock.sleep(2_000);
        const asked = clock.now();
        const write = {
          entity: 'Customer',
          operation: 'create',
          body: { DisplayName: `Live ${String(i)}` },
        } as const;
        await api.write(CONNECTION, write, { requestId: `l-${String(i)}`, lane: 'live' });
        slowest = Math.max(slowest, clock.now() - asked);
      }
    });
    expectWithinLimits({ ...run, stored: run.stored - 30 });
    expect(slowest).toBeLessThan(5_000);
    expect(run.minutes / (run.boundMinutes + 30 / QBO_LIMITS.requestsPerMinute)).toBeLessThanOrEqual(1.2);
  });

  it('M4 another app that uses half of the company’s requests costs few 429 and no more time than its share', async () => {
    const half = QBO_LIMITS.requestsPerMinute / 2;
    const run = await limiterRun('request', 4_000, (_api, clock, simulator) =>
      otherApp(simulator, clock, half * 9, half),
    );
    expect(run.stored).toBe(run.wanted);
    expect(run.refused).toBeLessThanOrEqual(3);
    // Half of the requests take twice as long; each 429 is a minute of waiting, as QuickBooks asks.
    expect(run.minutes).toBeLessThanOrEqual((2 * run.boundMinutes + run.refused) * 1.15);
  });
});
