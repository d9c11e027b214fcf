import { VirtualClock } from '@bpro-qbo-sync/clock';
import { describe, expect, it } from '@jest/globals';
import {
  MemoryCheckpoints,
  MemoryEventStore,
  type NewEvent,
  type ReaderOptions,
  type RecordedEvent,
  runReader,
  StoreUnavailable,
} from './index.js';

let ids = 0;
const event = (): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
  type: 'Tried',
  data: {},
  metadata: {},
});

/** A reader of the streams `a…` on virtual time; `run` ends when everything of `store` was handled `times` times. */
function scene() {
  const store = new MemoryEventStore();
  const checkpoints = new MemoryCheckpoints();
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  const start = (options: Partial<ReaderOptions> = {}) => {
    const stopping = new AbortController();
    const running = runReader({
      store,
      reader: 'test',
      prefixes: ['a'],
      checkpoints,
      clock,
      handle: ({ revision }) => void seen.push(revision),
      signal: stopping.signal,
      ...options,
    });
    return { running, stop: () => stopping.abort() };
  };
  const fill = (count: number, from = -1) =>
    store.append('a-1', from < 0 ? 'no_stream' : from, Array.from({ length: count }, event));
  return { store, checkpoints, clock, seen, start, fill };
}

describe('a reader', () => {
  it('handles the past and what comes live, one at a time and in order', async () => {
    const { store, clock, seen, start, fill, checkpoints } = scene();
    await fill(3);
    let busy = 0;
    const handle = async ({ revision }: RecordedEvent): Promise<void> => {
      expect(++busy).toBe(1);
      await clock.sleep(10);
      busy--;
      seen.push(revision);
    };
    let caughtUp = 0;
    const reader = start({ handle, caughtUp: () => void caughtUp++ });
    await clock.advance(100);
    await fill(2, 2);
    await store.append('b-1', 'no_stream', [event()]);
    await clock.advance(100);
    reader.stop();
    await reader.running;
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(caughtUp).toBe(1);
    expect(await checkpoints.load('test')).toBe((await store.read('a-1')).at(-1)?.position);
  });

  it('gets an event again after a crash between its handling and its checkpoint, and loses none', async () => {
    const { clock, seen, start, fill, checkpoints } = scene();
    await fill(4);
    const crashing: ReaderOptions['checkpoints'] = {
      load: (reader) => checkpoints.load(reader),
      save: (reader, position) =>
        seen.length === 3 ? Promise.reject(new Error('crash')) : checkpoints.save(reader, position),
    };
    const first = start({ checkpoints: crashing });
    await clock.advance(50);
    first.stop();
    await first.running;
    const second = start();
    await clock.advance(50);
    second.stop();
    await second.running;
    expect(seen).toEqual([0, 1, 2, 2, 3]);
  });

  it('tries the event that fails again, later and later, and never goes on without it', async () => {
    const { clock, seen, start, fill } = scene();
    await fill(3);
    const waits: number[] = [];
    const attempts: number[] = [];
    const reader = start({
      handle: ({ revision }) => {
        if (revision === 1) attempts.push(clock.now());
        if (revision === 1 && attempts.length < 5) throw new Error('not yet');
        seen.push(revision);
      },
      onError: (_error, trouble) => {
        expect(trouble.event?.revision).toBe(1);
        waits.push(trouble.retryInMs);
      },
      backoff: { firstMs: 100, maxMs: 400 },
    });
    await clock.advance(5000);
    reader.stop();
    await reader.running;
    expect(seen).toEqual([0, 1, 2]);
    expect(waits).toEqual([100, 200, 400, 400]);
    expect(attempts).toEqual([0, 100, 300, 700, 1100]);
  });

  it('goes on after the last handled event when the store was lost', async () => {
    const { store, clock, seen, start, fill } = scene();
    await fill(2);
    const troubles: unknown[] = [];
    const reader = start({ onError: (error) => troubles.push(error) });
    await clock.advance(10);
    let refusals = 3;
    store.fault = (operation) => {
      if (operation === 'subscribe' && refusals-- > 0) throw new StoreUnavailable('down');
    };
    store.dropSubscriptions();
    await clock.advance(10);
    store.fault = undefined;
    await fill(2, 1);
    await clock.advance(60_000);
    reader.stop();
    await reader.running;
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(troubles.length).toBeGreaterThan(0);
    expect(troubles.every((error) => error instanceof StoreUnavailable)).toBe(true);
  });

  it('loses nothing when the store fails at any delivery', async () => {
    const { store, clock, seen, start, fill } = scene();
    await fill(20);
    let deliveries = 0;
    store.fault = (operation, phase) => {
      if (operation === 'subscribe' && phase === 'after' && ++deliveries % 3 === 0)
        throw new StoreUnavailable('reset');
    };
    const reader = start();
    await clock.advance(600_000);
    reader.stop();
    await reader.running;
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('saves its checkpoint every so many events, when caught up and when it is stopped', async () => {
    const { clock, start, fill, checkpoints } = scene();
    const saved: string[] = [];
    const recording: ReaderOptions['checkpoints'] = {
      load: (reader) => checkpoints.load(reader),
      save: (reader, position) => {
        saved.push(position);
        return checkpoints.save(reader, position);
      },
    };
    await fill(7);
    const reader = start({ checkpoints: recording, saveEvery: 3 });
    await clock.advance(10);
    expect(saved).toHaveLength(3);
    await fill(1, 6);
    await clock.advance(10);
    expect(saved).toHaveLength(3);
    reader.stop();
    await reader.running;
    expect(saved).toHaveLength(4);
  });

  it('waits for a checkpoint that cannot be read instead of starting from the beginning', async () => {
    const { store, clock, seen, start, fill, checkpoints } = scene();
    await fill(3);
    await checkpoints.save('test', (await store.read('a-1'))[1]!.position);
    let refusals = 2;
    const reader = start({
      checkpoints: {
        load: (name) =>
          refusals-- > 0 ? Promise.reject(new Error('database down')) : checkpoints.load(name),
        save: (name, position) => checkpoints.save(name, position),
      },
    });
    await clock.advance(10_000);
    reader.stop();
    await reader.running;
    expect(seen).toEqual([2]);
  });

  it('stops at once while it waits to try again, and leaves no sleeper behind', async () => {
    const { clock, start, fill } = scene();
    await fill(1);
    const reader = start({
      handle: () => {
        throw new Error('never');
      },
    });
    await clock.advance(10);
    reader.stop();
    await reader.running;
    expect(clock.pending).toBe(0);
  });
});
