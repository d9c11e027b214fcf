import { RevisionConflict } from '@bpro-qbo-sync/event-store';
import { fullSyncStream, settingsStream } from '@bpro-qbo-sync/sync-domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command, CommandBus } from '@nestjs/cqrs';
import { NotNow } from '../reconcile/not-now.js';
import { AdvanceRun, BeginRun } from './full-sync.handlers.js';
import { CheckTenant, ReplayChanges } from './replay.handlers.js';
import { SagaService } from './saga.service.js';
import { given, testPorts, type TestPorts } from './testing/nest-ports.js';

const REQUESTED = { type: 'FullSyncRequested', data: { run: 'r-1', settings: {}, version: 1 } };

describe('the service of the saga', () => {
  let ports: TestPorts;
  let done: string[];
  let failures: Error[];
  let service: SagaService;

  /** A bus whose handlers fail as often as there are failures, and then do their work. */
  const bus = {
    execute: (command: Command<unknown>): Promise<unknown> => {
      const failure = failures.shift();
      if (failure) return Promise.reject(failure);
      done.push(command.constructor.name);
      return Promise.resolve();
    },
  } as CommandBus;
  const settled = (): Promise<void> => ports.clock.advance(120_000);

  beforeEach(() => {
    ports = testPorts();
    done = [];
    failures = [];
    service = new SagaService(ports, { holder: 'p-1' }, bus);
    service.onApplicationBootstrap();
  });
  afterEach(async () => {
    const ended = service.beforeApplicationShutdown();
    await ports.clock.advance(20_000);
    await ended;
  });

  it('turns events into commands on the bus', async () => {
    await given(ports, settingsStream('acme'), REQUESTED);
    await settled();
    expect(done).toEqual([BeginRun.name]);
  });

  it('E4 repeats a command of the saga until it is done', async () => {
    failures = [new NotNow('qbo-unavailable'), new Error('a defect'), new NotNow('bpro-unavailable')];
    await given(ports, settingsStream('acme'), REQUESTED);
    await settled();
    expect(done).toEqual([BeginRun.name]);
    expect(ports.told).toContain('a step waits');
  });

  it("G1 a replay that cannot go on does not keep the tenant's other work waiting", async () => {
    failures = [new NotNow('qbo-unavailable')];
    const woken = service.wake('acme');
    await given(ports, settingsStream('acme'), REQUESTED);
    await settled();
    await woken;
    expect(done).toEqual([BeginRun.name]);
  });

  it('G1 a replay that lost a race is repeated at once', async () => {
    failures = [new RevisionConflict('replay-acme', 1, 2)];
    const woken = service.wake('acme');
    await settled();
    await woken;
    expect(done).toEqual([ReplayChanges.name]);
  });

  it('G1 waking a tenant many times asks for one replay', async () => {
    const woken = Promise.all([service.wake('acme'), service.wake('acme'), service.wake('acme')]);
    await settled();
    await woken;
    expect(done).toEqual([ReplayChanges.name]);
  });

  it('G1 waking it while a replay is at work asks for another, which may see what that one has not', async () => {
    const gate = { open: (): void => undefined };
    failures = [];
    const reading = new Promise<void>((resolve) => (gate.open = resolve));
    const execute = bus.execute.bind(bus);
    bus.execute = (async (command: Command<unknown>) => {
      bus.execute = execute;
      await reading;
      return execute(command);
    }) as CommandBus['execute'];
    const first = service.wake('acme');
    await settled();
    const second = service.wake('acme');
    const third = service.wake('acme');
    gate.open();
    await settled();
    await Promise.all([first, second, third]);
    expect(done).toEqual([ReplayChanges.name, ReplayChanges.name]);
  });

  it('G1 E5 a replay has its turn after the next step of a run, however many events ask for that step', async () => {
    const run = fullSyncStream('acme', 'r-1');
    const steps = ['RecordsReconciled', 'TypeReconciled', 'RecordsReconciled', 'TypeReconciled'];
    const execute = bus.execute.bind(bus);
    let woken: Promise<void> | undefined;
    bus.execute = ((command: Command<unknown>) => {
      bus.execute = execute;
      return ports.clock.sleep(1_000).then(() => {
        woken = service.wake('acme');
        return execute(command);
      });
    }) as CommandBus['execute'];
    await given(ports, run, ...steps.map((type) => ({ type, data: { type: 'customer' } })));
    await settled();
    await woken;
    expect(done).toEqual([AdvanceRun.name, AdvanceRun.name, ReplayChanges.name]);
  });

  it('G1 a check goes through the same queue, and one that cannot go on keeps nothing waiting', async () => {
    failures = [new NotNow('qbo-unavailable')];
    const all = Promise.all([service.check('acme'), service.check('acme'), service.wake('acme')]);
    await settled();
    await all;
    const later = service.check('acme');
    await settled();
    await later;
    expect(done).toEqual([ReplayChanges.name, CheckTenant.name]);
  });
});
