import { describe, expect, it } from '@jest/globals';
import { clockFromEnvironment, scaledClock, VirtualClock } from './index.js';

describe('the clocks', () => {
  it('a virtual clock wakes sleepers in order of time, then of asking', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const nap = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${String(clock.now())}`);
    };
    await clock.runUntil(Promise.all([nap('b', 20), nap('a', 10), nap('c', 20)]));
    expect(woken).toEqual(['a@10', 'b@20', 'c@20']);
  });

  it('a virtual clock says deadlock instead of hanging', async () => {
    const clock = new VirtualClock(0);
    await expect(clock.runUntil(new Promise(() => undefined))).rejects.toThrow('deadlock');
  });

  it('an aborted sleep rejects and leaves no sleeper behind', async () => {
    const clock = new VirtualClock(0);
    const abort = new AbortController();
    const nap = clock.sleep(1000, abort.signal);
    abort.abort(new Error('stopped'));
    await expect(nap).rejects.toThrow('stopped');
    expect(clock.pending).toBe(0);
  });

  it('a scaled clock runs faster by its scale', () => {
    const origin = Date.now() - 1000;
    expect(scaledClock(60, origin).now() - origin).toBeGreaterThanOrEqual(60_000);
  });

  it('CLOCK_SCALE without CLOCK_ORIGIN is refused by name', () => {
    expect(() => clockFromEnvironment({ CLOCK_SCALE: '60' })).toThrow('CLOCK_ORIGIN');
    expect(() => scaledClock(0, 0)).toThrow('CLOCK_SCALE');
  });
});
