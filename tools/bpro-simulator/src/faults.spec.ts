import { beforeEach, describe, expect, it } from '@jest/globals';
import { BproUnavailable, createHttpBpro, type BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { BproSimulator, FAULT_KINDS, type FaultKind } from './index.js';
import { booksOf } from './fixtures.js';

const METHOD = { name: 'Cash', kind: 'other' };

describe('faults of the simulator', () => {
  let clock: VirtualClock;
  let simulator: BproSimulator;
  let direct: BproPort;

  beforeEach(() => {
    clock = new VirtualClock();
    simulator = new BproSimulator({ clock, random: () => 0.5 });
    simulator.loadBooks('demo', booksOf());
    direct = simulator.port();
  });

  const overHttp = (attempts: number): BproPort =>
    createHttpBpro({
      baseUrl: 'http://bpro.invalid',
      tokenFor: () => 'any',
      clock,
      attempts,
      fetch: (request) => simulator.handle(request),
    });
  const create = (port: BproPort): Promise<unknown> =>
    port.create('demo', 'payment-method', METHOD, { idempotencyKey: 'k-1' });
  const outcome = (port: BproPort): Promise<unknown> =>
    clock.runUntil(
      create(port).then(
        () => 'done',
        (error: unknown) => (error instanceof BproUnavailable ? error.maybeDone : error),
      ),
    );
  const methods = (): number => simulator.dump('demo').filter((r) => r.type === 'payment-method').length;

  it.each<[FaultKind, boolean | string, number]>([
    ['unavailable', false, 0],
    ['error-before-commit', true, 0],
    ['error-after-commit', true, 1],
    ['reset-before-commit', true, 0],
    ['reset-after-commit', true, 1],
    ['latency', 'done', 1],
  ])('%s looks the same over HTTP and in process', async (kind, expected, committed) => {
    simulator.setFaults([{ kind, operation: 'create', times: 1, latencyMs: 500 }]);
    expect(await outcome(overHttp(1))).toBe(expected);
    expect(methods()).toBe(committed);
    simulator.loadBooks('demo', booksOf());
    simulator.setFaults([{ kind, operation: 'create', times: 1, latencyMs: 500 }]);
    expect(await outcome(direct)).toBe(expected);
    expect(methods()).toBe(committed);
    expect(simulator.usage().faults[kind]).toBe(2);
  });

  it.each(FAULT_KINDS)('E4 whatever strikes (%s), a repeated create ends as one record', async (kind) => {
    simulator.setFaults([{ kind, operation: 'create', times: 2, latencyMs: 60_000 }]);
    expect(await outcome(overHttp(4))).toBe('done');
    expect(methods()).toBe(1);
  });

  it('a rule strikes only where it says and as often as it says', async () => {
    simulator.setFaults([{ kind: 'unavailable', operation: 'count', type: 'customer', times: 1 }]);
    expect(await direct.count('demo', 'product')).toBe(0);
    await expect(direct.count('demo', 'customer')).rejects.toBeInstanceOf(BproUnavailable);
    expect(await direct.count('demo', 'customer')).toBe(0);
  });

  it('a probability is drawn from the given chance', async () => {
    simulator.setFaults([{ kind: 'unavailable', probability: 0.5 }]);
    expect(await direct.count('demo', 'customer')).toBe(0);
    simulator.setFaults([{ kind: 'unavailable', probability: 0.51 }]);
    await expect(direct.count('demo', 'customer')).rejects.toBeInstanceOf(BproUnavailable);
  });

  it('code can decide call by call', async () => {
    const seen: string[] = [];
    simulator.setFaultHook(({ operation, tenant, type }) => {
      seen.push(`${operation} ${tenant} ${type ?? '-'}`);
      return operation === 'feedHead' ? { kind: 'unavailable' } : undefined;
    });
    await direct.count('demo', 'customer');
    await expect(direct.feedHead('demo')).rejects.toBeInstanceOf(BproUnavailable);
    expect(seen).toEqual(['count demo customer', 'feedHead demo -']);
  });

  it('an unavailable BPro can say when to come back', async () => {
    simulator.setFaults([{ kind: 'unavailable', times: 1, retryAfterSeconds: 30 }]);
    const start = clock.now();
    await clock.runUntil(overHttp(2).count('demo', 'customer'));
    expect(clock.now() - start).toBe(30_000);
  });
});
