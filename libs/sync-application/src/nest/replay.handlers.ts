import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ports } from '../ports.js';
import { replayChanges } from '../replay/replay-changes.js';
import { checkTenant } from '../saga/check-tenant.js';
import { PORTS } from './injection-tokens.js';

/** Brings what changed in BPro to QuickBooks (rule G1). Answers how many changes were handled. */
export class ReplayChanges extends Command<number> {
  constructor(readonly tenant: string) {
    super();
  }
}

@CommandHandler(ReplayChanges)
export class ReplayChangesHandler implements ICommandHandler<ReplayChanges> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant }: ReplayChanges): Promise<number> {
    return replayChanges(this.ports, tenant);
  }
}

/** Goes on with what nobody was told of; looks for what replay may have missed, and repairs it (rules E4, G1). */
export class CheckTenant extends Command<void> {
  constructor(readonly tenant: string) {
    super();
  }
}

@CommandHandler(CheckTenant)
export class CheckTenantHandler implements ICommandHandler<CheckTenant> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  execute({ tenant }: CheckTenant): Promise<void> {
    return checkTenant(this.ports, tenant);
  }
}

export const REPLAY_HANDLERS = [ReplayChangesHandler, CheckTenantHandler];
