import type { Clock } from './clock.js';

const realSleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      },
      Math.max(0, ms),
    );
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });

export const realClock: Clock = { now: () => Date.now(), sleep: realSleep };

/**
 * A clock that runs `scale` times as fast as the wall's. Processes that share `origin` (epoch ms at which the
 * clock showed the wall's time) agree on the time.
 */
export function scaledClock(scale: number, origin: number): Clock {
  if (!(scale > 0)) throw new RangeError(`CLOCK_SCALE must be a positive number, not ${String(scale)}`);
  if (scale === 1) return realClock;
  return {
    now: () => Math.floor(origin + (Date.now() - origin) * scale),
    sleep: (ms, signal) => realSleep(ms / scale, signal),
  };
}

/** The clock of a process: `CLOCK_SCALE` (default 1) and `CLOCK_ORIGIN` (epoch ms, needed when scaled). */
export function clockFromEnvironment(env: Record<string, string | undefined>): Clock {
  const scale = Number(env['CLOCK_SCALE'] ?? '1');
  const origin = Number(env['CLOCK_ORIGIN'] ?? 'NaN');
  if (scale !== 1 && !Number.isFinite(origin))
    throw new Error(
      'CLOCK_SCALE needs CLOCK_ORIGIN (epoch milliseconds) so that all processes agree on the time',
    );
  return scaledClock(scale, origin);
}
