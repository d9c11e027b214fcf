import { realClock } from '@bpro-qbo-sync/clock';
import { StoreUnavailable } from './port.js';

/**
 * The work's outcome, or `StoreUnavailable` after `ms` milliseconds of wall time: the network does not run faster
 * when the product's clock does. Late outcomes are ignored.
 */
export async function withinWallTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  work.catch(() => undefined);
  const late = realClock.sleep(ms, done.signal).then(() => {
    throw new StoreUnavailable(`the store gave no answer in ${String(ms)} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
