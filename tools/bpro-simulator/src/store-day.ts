import { isoNow, type Clock } from '@bpro-qbo-sync/clock';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { STORE_ACTIONS, type Store, type StoreAction } from './store-actions.js';
import type { Tenant } from './tenant.js';
import { userActions } from './user-actions.js';

export interface StoreDaySettings {
  /** The same seed on the same books: the same day. */
  readonly seed: number;
  /** How many things people do. */
  readonly changes: number;
  /** Milliseconds of the clock from one to the next; 0: all at once. */
  readonly everyMs: number;
}

/** A day that is being played, or was. */
export interface StoreDay {
  readonly of: number;
  /** So many things were done. */
  readonly done: number;
  readonly ended: boolean;
  /** Ends it early. */
  stop(): void;
  /** Resolves when it has ended. */
  readonly finished: Promise<void>;
}

/** Draws in a row that find nothing to do: the books have nothing to work with. */
const MOST_IDLE_DRAWS = 500;

/** Orders, payments, refunds, edits, voids, new customers: people of one store at work, one commit after another. */
export function playDay(
  tenant: Tenant,
  clock: Clock,
  { seed, changes, everyMs }: StoreDaySettings,
): StoreDay {
  const over = new AbortController();
  const random = seeded(seed);
  let counted = 0;
  const store: Store = {
    books: tenant.books,
    user: userActions(tenant, clock),
    random,
    mark: String(seed),
    today: () => isoNow(clock).slice(0, 10),
    next: () => ++counted,
  };
  const day = {
    of: changes,
    done: 0,
    ended: false,
    stop: () => {
      over.abort(new Error('the day was ended'));
    },
    finished: Promise.resolve(),
  };
  const play = async (): Promise<void> => {
    while (day.done < changes && !over.signal.aborted) {
      actOnce(store);
      day.done++;
      if (everyMs > 0 && day.done < changes) await clock.sleep(everyMs, over.signal).catch(() => undefined);
    }
  };
  day.finished = play().finally(() => {
    day.ended = true;
  });
  return day;
}

function actOnce(store: Store): void {
  for (let draws = 0; draws < MOST_IDLE_DRAWS; draws++)
    try {
      drawn(store.random())(store);
      return;
    } catch (error) {
      if (!(error instanceof BproRefused)) throw error;
    }
  throw new BproRefused('nothing-to-do', undefined, 'the books have nothing that people could work with');
}

const WHOLE = STORE_ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

function drawn(value: number): StoreAction {
  let left = value * WHOLE;
  for (const [weight, act] of STORE_ACTIONS) {
    if (left < weight) return act;
    left -= weight;
  }
  throw new RangeError('a draw is below 1');
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
