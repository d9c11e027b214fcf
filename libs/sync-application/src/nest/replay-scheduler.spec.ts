import type { BproChanges } from '@bpro-qbo-sync/bpro-adapter';
import { replayStream } from '@bpro-qbo-sync/sync-domain';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { ReplayScheduler } from './replay-scheduler.js';
import type { SagaService } from './saga.service.js';
import type { TenantDirectory } from './tenant-directory.js';
import { given, testPorts, type TestPorts } from './testing/nest-ports.js';
import { WakeReplay, WakeReplayHandler } from './wake-replay.handler.js';

const TENANT = 'acme';
const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};

describe('what wakes replay', () => {
  let ports: TestPorts;
  let asked: string[];
  let scheduler: ReplayScheduler;
  let replaying: string[];
  /** What BPro's long poll answers, call by call; none: it is still held back. */
  let polls: { position: string; answer: (page: BproChanges) => void }[];
  const saga = {
    wake: async (tenant: string) => {
      asked.push(`wake ${tenant}`);
      const position = polls.at(-1)?.position;
      if (position !== undefined)
        await given(ports, replayStream(tenant), {
          type: 'ReplayAdvanced',
          data: { position: String(Number(position) + 1), changes: 1 },
        });
    },
    check: (tenant: string) => {
      asked.push(`check ${tenant}`);
      return Promise.resolve();
    },
  } as SagaService;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
    const memory = testPorts();
    polls = [];
    ports = {
      ...memory,
      bpro: {
        ...memory.bpro,
        changes: (_tenant, position) =>
          new Promise((answer) => {
            polls.push({ position, answer });
          }),
      },
    };
    asked = [];
    replaying = [TENANT];
    const directory = { replaying: () => replaying, all: () => [TENANT] } as TenantDirectory;
    scheduler = new ReplayScheduler(ports, { holder: 'p-1' }, new SchedulerRegistry(), saga, directory);
    scheduler.onApplicationBootstrap();
    await given(ports, replayStream(TENANT), { type: 'ReplayStarted', data: { position: '5', run: 'r-1' } });
  });
  afterEach(() => {
    scheduler.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  it('G1 the clock does, every 15 seconds, though nobody else says a word', async () => {
    await jest.advanceTimersByTimeAsync(14_999);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(30_001);
    expect(asked).toEqual(['wake acme', 'wake acme', 'wake acme']);
  });

  it('G1 E4 each tenant’s work is checked every two minutes, whether replay serves it or not', async () => {
    await jest.advanceTimersByTimeAsync(240_000);
    expect(asked.filter((what) => what === 'check acme')).toHaveLength(2);
    replaying = [];
    await jest.advanceTimersByTimeAsync(240_000);
    expect(asked.filter((what) => what === 'check acme')).toHaveLength(4);
  });

  it('G1 BPro’s long poll does at once, from where replay stands, again and again', async () => {
    await given(ports, replayStream(TENANT), {
      type: 'ReplayPaused',
      data: { position: '5', reason: 'quota', since: '2026-02-01T12:00:00.000Z' },
    });
    scheduler.tick();
    await settled();
    expect(polls.map(({ position }) => position)).toEqual(['5']);
    asked = [];
    const at = '2026-02-01T12:00:00.000Z';
    const told = { type: 'customer', id: 'a', kind: 'updated', version: 2, origin: 'bpro', at } as const;
    polls[0]?.answer({ changes: [{ ...told, position: '6' }], position: '6', more: false });
    await settled();
    expect(asked).toEqual(['wake acme']);
    expect(polls.map(({ position }) => position)).toEqual(['5', '6']);
    polls[1]?.answer({ changes: [], position: '6', more: false });
    await settled();
    expect(asked).toEqual(['wake acme']);
    expect(polls).toHaveLength(3);
  });

  it('G1 a platform in the same process does, by a command, where the engine runs', async () => {
    await new WakeReplayHandler(saga).execute(new WakeReplay(TENANT));
    await new WakeReplayHandler().execute(new WakeReplay('other'));
    expect(asked).toEqual(['wake acme']);
  });
});
