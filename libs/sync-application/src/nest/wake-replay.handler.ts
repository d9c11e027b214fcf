import { Optional } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SagaService } from './saga.service.js';

/**
 * Something changed in BPro (rule G1): for a platform that runs in the same process and need not wait for the long
 * poll. Answers at once; replay follows in the tenant's turn. Without an engine in this process nothing is done: the
 * process that has one hears of the change by itself.
 */
export class WakeReplay extends Command<void> {
  constructor(readonly tenant: string) {
    super();
  }
}

@CommandHandler(WakeReplay)
export class WakeReplayHandler implements ICommandHandler<WakeReplay> {
  constructor(@Optional() private readonly saga?: SagaService) {}

  execute({ tenant }: WakeReplay): Promise<void> {
    void this.saga?.wake(tenant);
    return Promise.resolve();
  }
}
