import { VirtualClock } from '@bpro-qbo-sync/clock';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queriesContract } from './contract/queries.js';
import { randomEvents } from './contract/random-events.js';
import { everything, expected, untilCaughtUp, whileWaking } from './contract/running.js';
import { ScriptedSource } from './contract/scripted-source.js';
import type { StoredEvent } from './event-source.js';
import { PositionMoved, type ReadModels, RebuildRunning } from './read-models.js';
import { catchUp, compareWithRebuild, rebuildReadModels } from './rebuild.js';
import { runProjections } from './run-projections.js';

export { randomEvents, ScriptedSource };

export interface ReadModelsUnderTest {
  /** On no tables at all; what it leaves behind is gone at the next call. */
  empty(): Promise<ReadModels>;
  /** Another process's way to the same tables. */
  another(): Promise<ReadModels>;
  dispose(): Promise<void>;
}

/** What every home of the read models does alike; `runs` is the number of random histories per property. */
export function readModelsContract(
  name: string,
  make: () => Promise<ReadModelsUnderTest>,
  runs: number,
): void {
  describe(`the read models contract: ${name}`, () => {
    let made: ReadModelsUnderTest | undefined;
    const test = (): ReadModelsUnderTest => {
      if (!made) throw new Error('the read models could not be made');
      return made;
    };
    const prepared = async (): Promise<ReadModels> => {
      const db = await test().empty();
      expect(await db.prepare()).toBe('current');
      return db;
    };
    const property = (check: (events: StoredEvent[], number: number) => Promise<void>): Promise<void> =>
      fc.assert(fc.asyncProperty(randomEvents, fc.integer({ min: 5, max: 40 }), check), {
        numRuns: runs,
        seed: 20261124,
        endOnFailure: true,
      });

    beforeAll(async () => {
      made = await make();
    });
    afterAll(() => made?.dispose());

    it('J1 rows written live in batches of any size are those of a rebuild from event 0', () =>
      property(async (events, batchSize) => {
        const db = await prepared();
        expect(await untilCaughtUp(db, new ScriptedSource(events), { batchSize })).toEqual([]);
        const live = await everything(db);
        expect(live).toEqual(await expected(events));
        expect(await compareWithRebuild(db, new ScriptedSource(events))).toEqual([]);
        const progress = await db.progress();
        await rebuildReadModels({ store: new ScriptedSource(events), db });
        expect(await everything(db)).toEqual(live);
        expect(await db.progress()).toEqual(progress);
      }));

    it('J1 processes that die between batches lose and double nothing', () =>
      property(async (events, number) => {
        let db = await prepared();
        const dying = new ScriptedSource(events);
        dying.breakAfter = number;
        for (let deaths = 0; (await db.progress()).position !== events.at(-1)?.position; deaths++) {
          if (deaths > events.length) throw new Error('the processes get nowhere');
          const stop = new AbortController();
          db = await test().another();
          await untilCaughtUp(db, dying, {
            batchSize: Math.ceil(number / 3),
            signal: stop.signal,
            onCaughtUp: () => stop.abort(),
            onError: () => stop.abort(),
          });
        }
        expect(await everything(db)).toEqual(await expected(events));
      }));

    it('J1 events that are delivered again change nothing', () =>
      property(async (events, number) => {
        const db = await prepared();
        const store = new ScriptedSource([]);
        store.redeliver = number;
        for (let start = 0; start < events.length; start += number) {
          store.push(...events.slice(start, start + number));
          expect(await untilCaughtUp(db, store, { batchSize: 7 })).toEqual([]);
        }
        expect(await everything(db)).toEqual(await expected(events));
        const { handled, skipped } = await db.progress();
        const ours = events.filter(({ type }) => type !== 'SomethingElse').length;
        expect(handled + skipped).toBe(events.length);
        expect(handled).toBeLessThanOrEqual(ours);
      }));

    const [history] = fc.sample(
      randomEvents.filter((events) => events.length > 60),
      { numRuns: 1, seed: 5 },
    );
    const events = history ?? [];

    it('I7 a row that is not what its events say is found, with both versions of it', async () => {
      const db = await prepared();
      await catchUp(new ScriptedSource(events), db, {});
      const tampered = new ScriptedSource(
        events.map((event) => ({
          ...event,
          metadata: { ...event.metadata, at: '2026-06-01T00:00:00.000Z' },
        })),
      );
      const found = await compareWithRebuild(db, tampered, { limit: 5 });
      expect(found).toHaveLength(5);
      for (const { live, rebuilt } of found) expect(live).not.toEqual(rebuilt);
    });

    it('an event is never left out: a batch that does not follow on the rows is refused', async () => {
      const db = await prepared();
      const [first, second] = events;
      if (!first || !second) throw new Error('the sample is too short');
      const batch = {
        after: first.position,
        position: second.position,
        facts: [],
        skipped: [second.position],
      };
      await expect(db.apply(batch)).rejects.toBeInstanceOf(PositionMoved);
      expect((await db.progress()).position).toBeUndefined();
    });

    it('streams and event types that are not known are counted and passed over', async () => {
      const db = await prepared();
      const strange = events.slice(0, 3).map((event) => ({ ...event, type: 'OfALaterVersion' }));
      await catchUp(new ScriptedSource(strange), db, {});
      expect(await db.progress()).toMatchObject({
        position: strange.at(-1)?.position,
        handled: 0,
        skipped: 3,
      });
    });

    it('an old shape of an event is turned into the new one before it is folded', async () => {
      const db = await prepared();
      const old = events.map((event) => ({ ...event, type: `${event.type}.v0` }));
      await catchUp(new ScriptedSource(old), db, {
        upcast: (event) => ({ ...event, type: event.type.replace('.v0', '') }),
      });
      expect(await everything(db)).toEqual(await expected(events));
    });

    it('one process writes at a time; the next takes over when it stops', async () => {
      const db = await prepared();
      const other = await test().another();
      const clock = new VirtualClock();
      const turn = await db.takeTurn(clock, new AbortController().signal);
      let taken = false;
      let told = 0;
      const onWaiting = (): void => {
        told++;
      };
      const waiting = other.takeTurn(clock, new AbortController().signal, onWaiting).then((second) => {
        taken = true;
        return second;
      });
      for (let i = 0; i < 5 || told === 0; i++)
        await Promise.race([whileWaking(clock, new Promise((r) => setTimeout(r, 10))), waiting]);
      expect(taken).toBe(false);
      await turn.release();
      await (await whileWaking(clock, waiting)).release();
    });

    it('a process that waits for its turn can be stopped', async () => {
      const db = await prepared();
      const turn = await db.takeTurn(new VirtualClock(), new AbortController().signal);
      const stop = new AbortController();
      const running = runProjections({
        store: new ScriptedSource([]),
        db: await test().another(),
        clock: new VirtualClock(),
        signal: stop.signal,
      });
      setTimeout(() => {
        stop.abort();
      }, 20);
      await running;
      await turn.release();
    });

    it('J1 a rebuild beside a projector that goes on writing loses no event', async () => {
      const db = await prepared();
      const store = new ScriptedSource(events.slice(0, 30));
      const clock = new VirtualClock();
      const stop = new AbortController();
      const running = runProjections({ store, db, clock, signal: stop.signal, batchSize: 3 });
      const rebuilding = (async () => {
        for (const event of events.slice(30)) {
          store.push(event);
          if (Number(event.id.slice(-2)) % 10 === 0)
            await rebuildReadModels({ store, db: await test().another() });
        }
        while ((await db.progress()).position !== events.at(-1)?.position)
          await new Promise((r) => setTimeout(r, 5));
        stop.abort();
      })();
      await whileWaking(clock, Promise.all([running, rebuilding]));
      expect(await everything(db)).toEqual(await expected(events));
    });

    it('two rebuilds at once are refused by name', async () => {
      const db = await prepared();
      const fresh = await db.fresh('rebuild');
      await expect((await test().another()).fresh('rebuild')).rejects.toBeInstanceOf(RebuildRunning);
      await fresh.discard();
      await (await db.fresh('rebuild')).discard();
    });

    queriesContract(prepared, property);
  });
}
