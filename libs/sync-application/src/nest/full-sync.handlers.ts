import type { Settings } from '@bpro-qbo-sync/sync-domain';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { advanceRun } from '../full-sync/advance-run.js';
import {
  beginRun,
  cancelFullSync,
  planFullSync,
  releaseRun,
  startFullSync,
} from '../full-sync/run-commands.js';
import { bySync, type Cause, type Ports } from '../ports.js';
import { configureSync } from '../settings/configure-sync.js';
import { PORTS } from './injection-tokens.js';

/** Records a draft of the settings (rules C6, C8). `wanted` is checked field by field. */
export class ConfigureSync extends Command<{ readonly version: number }> {
  constructor(
    readonly tenant: string,
    readonly wanted: unknown,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(ConfigureSync)
export class ConfigureSyncHandler implements ICommandHandler<ConfigureSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, wanted, cause }: ConfigureSync): Promise<{ version: number }> {
    return configureSync(this.ports, tenant, wanted, cause);
  }
}

/** Begins to read and decide (rule K1); `trial`: for settings to try out (rule K2). */
export class PlanFullSync extends Command<{ readonly run: string }> {
  constructor(
    readonly tenant: string,
    readonly cause: Cause,
    readonly trial?: Settings,
  ) {
    super();
  }
}

@CommandHandler(PlanFullSync)
export class PlanFullSyncHandler implements ICommandHandler<PlanFullSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, cause, trial }: PlanFullSync): Promise<{ run: string }> {
    return planFullSync(this.ports, tenant, cause, trial);
  }
}

/** Starts the plan that was shown (rule E1). */
export class StartFullSync extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly run: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(StartFullSync)
export class StartFullSyncHandler implements ICommandHandler<StartFullSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run, cause }: StartFullSync): Promise<void> {
    return startFullSync(this.ports, tenant, run, cause);
  }
}

/** Between records (rule E6). */
export class CancelFullSync extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly run: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(CancelFullSync)
export class CancelFullSyncHandler implements ICommandHandler<CancelFullSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run, cause }: CancelFullSync): Promise<void> {
    return cancelFullSync(this.ports, tenant, run, cause);
  }
}

/** The saga's: the run begins to write. */
export class BeginRun extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly run: string,
  ) {
    super();
  }
}

@CommandHandler(BeginRun)
export class BeginRunHandler implements ICommandHandler<BeginRun> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run }: BeginRun): Promise<void> {
    return beginRun(this.ports, tenant, run, bySync(run));
  }
}

/** The saga's: the run's next step. */
export class AdvanceRun extends Command<boolean> {
  constructor(
    readonly tenant: string,
    readonly run: string,
  ) {
    super();
  }
}

@CommandHandler(AdvanceRun)
export class AdvanceRunHandler implements ICommandHandler<AdvanceRun> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run }: AdvanceRun): Promise<boolean> {
    return advanceRun(this.ports, tenant, run);
  }
}

/** The saga's: the run has ended. */
export class ReleaseRun extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly run: string,
    readonly completed: boolean,
  ) {
    super();
  }
}

@CommandHandler(ReleaseRun)
export class ReleaseRunHandler implements ICommandHandler<ReleaseRun> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, run, completed }: ReleaseRun): Promise<void> {
    return releaseRun(this.ports, tenant, run, completed, bySync(run));
  }
}

export const FULL_SYNC_HANDLERS = [
  ConfigureSyncHandler,
  PlanFullSyncHandler,
  StartFullSyncHandler,
  CancelFullSyncHandler,
  BeginRunHandler,
  AdvanceRunHandler,
  ReleaseRunHandler,
];
