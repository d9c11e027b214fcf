import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { disableSync, enableSync } from '../access/tenant-commands.js';
import type { Cause, Ports } from '../ports.js';
import { PORTS } from './injection-tokens.js';
import { recordSupportAccess } from './support-access.js';

/** Support switches the feature on (rules A1, A2). */
export class EnableSync extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(EnableSync)
export class EnableSyncHandler implements ICommandHandler<EnableSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, cause }: EnableSync): Promise<void> {
    return enableSync(this.ports, tenant, cause);
  }
}

export class DisableSync extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(DisableSync)
export class DisableSyncHandler implements ICommandHandler<DisableSync> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, cause }: DisableSync): Promise<void> {
    return disableSync(this.ports, tenant, cause);
  }
}

/** A person of BPro support looks at a tenant (rule A2). `what`: the route, without anybody's data. */
export class RecordSupportAccess extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly what: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(RecordSupportAccess)
export class RecordSupportAccessHandler implements ICommandHandler<RecordSupportAccess> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant, what, cause }: RecordSupportAccess): Promise<void> {
    return recordSupportAccess(this.ports, tenant, what, cause);
  }
}

export const ACCESS_HANDLERS = [EnableSyncHandler, DisableSyncHandler, RecordSupportAccessHandler];
