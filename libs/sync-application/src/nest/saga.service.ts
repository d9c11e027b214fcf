import { RevisionConflict } from '@bpro-qbo-sync/event-store';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { fullSyncSaga, SAGA_PREFIXES, type SagaCommand } from '../full-sync/full-sync.saga.js';
import type { Ports } from '../ports.js';
import { NotNow } from '../reconcile/not-now.js';
import { RecordMoved } from '../reconcile/record-journal.js';
import { SagaRunner } from '../saga/saga-runner.js';
import type { EngineOptions } from './engine-options.js';
import { AdvanceRun, BeginRun, ReleaseRun } from './full-sync.handlers.js';
import { ENGINE, PORTS } from './injection-tokens.js';
import { CheckTenant, ReplayChanges } from './replay.handlers.js';

/** How long a stop waits for the step that is under way; what is not done by then is repeated after the next start. */
const STOP_MS = 10_000;

/** Runs the saga as long as the module lives; its commands and the scheduler's go through one queue per tenant. */
@Injectable()
export class SagaService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private readonly runner: SagaRunner<SagaCommand>;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ENGINE) engine: EngineOptions,
    private readonly commands: CommandBus,
  ) {
    this.runner = new SagaRunner<SagaCommand>({
      store: ports.store,
      checkpoints: ports.records.positions,
      leases: ports.records.leases,
      clock: ports.clock,
      name: 'full-sync-saga',
      holder: engine.holder,
      prefixes: SAGA_PREFIXES,
      saga: fullSyncSaga,
      dispatch: (command) => this.dispatch(command),
      signal: this.stop.signal,
      onTrouble: (error, { command, tenant }, retryInMs) => {
        const level = error instanceof NotNow || isConflict(error) ? 'info' : 'error';
        ports.log(level, 'a step waits', { tenant, command, retryInMs, because: reasonOf(error) });
      },
    });
  }

  onApplicationBootstrap(): void {
    this.running = this.runner.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    const patience = new AbortController();
    const waited = this.ports.clock.sleep(STOP_MS, patience.signal).catch(() => undefined);
    await Promise.race([this.running, waited]);
    patience.abort();
  }

  /** Replays a tenant's changes after what is under way for it; resolves when that has ended. */
  wake(tenant: string): Promise<void> {
    return this.runner.enqueue({ command: 'ReplayChanges', tenant });
  }

  /** Goes on with what was forgotten, and looks for what replay may have missed; as `wake`. */
  check(tenant: string): Promise<void> {
    return this.runner.enqueue({ command: 'CheckTenant', tenant });
  }

  /** A replay that cannot go on now does not keep the tenant's other work waiting: the scheduler brings it again. */
  private async dispatch(command: SagaCommand): Promise<void> {
    try {
      await this.commands.execute(commandOf(command));
    } catch (error) {
      if (!ASKED_AGAIN.has(command.command) || isConflict(error)) throw error;
      const level = error instanceof NotNow ? 'info' : 'error';
      const { command: name, tenant } = command;
      this.ports.log(level, 'replay waits', { tenant, command: name, because: reasonOf(error) });
    }
  }
}

function commandOf(command: SagaCommand): Command<unknown> {
  switch (command.command) {
    case 'BeginRun':
      return new BeginRun(command.tenant, command.run);
    case 'AdvanceRun':
      return new AdvanceRun(command.tenant, command.run);
    case 'ReleaseRun':
      return new ReleaseRun(command.tenant, command.run, command.completed);
    case 'ReplayChanges':
      return new ReplayChanges(command.tenant);
    case 'CheckTenant':
      return new CheckTenant(command.tenant);
  }
}

/** The scheduler brings them again. */
const ASKED_AGAIN: ReadonlySet<SagaCommand['command']> = new Set(['ReplayChanges', 'CheckTenant']);

/** Another writer was first: repeating it decides anew. */
const isConflict = (error: unknown): boolean =>
  error instanceof RevisionConflict || error instanceof RecordMoved;

/** An unexpected error's message may quote a record: only its name is told. */
const reasonOf = (error: unknown): string => {
  if (error instanceof NotNow) return error.reason;
  return error instanceof Error ? error.name : 'unknown';
};
