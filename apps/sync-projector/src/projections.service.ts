import { runProjections, type ProjectionTrouble } from '@bpro-qbo-sync/read-models';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PARTS } from './injection-tokens.js';
import { reasonOf } from './logging.js';
import type { ProjectorParts } from './projector.module.js';

/**
 * `behind`: on its way to the present, or kept from it. `current`: reached it, and writes what comes. `standing-by`:
 * another process writes.
 */
export type ProjectionState = 'behind' | 'current' | 'standing-by';

/** Keeps the read models current as long as the application runs; stops after the batch that is being written. */
@Injectable()
export class ProjectionsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private reached: ProjectionState = 'behind';

  constructor(@Inject(PARTS) private readonly parts: ProjectorParts) {}

  get state(): ProjectionState {
    return this.reached;
  }

  onApplicationBootstrap(): void {
    const { store, db, clock, logger, metrics } = this.parts;
    this.running = runProjections({
      store,
      db,
      clock,
      signal: this.stop.signal,
      onWaiting: () => {
        this.become('standing-by', 'another process writes the read models; this one stands by');
      },
      onRebuild: () => {
        metrics.rebuilt();
        logger.info('another version made the rows of the read models: they are rebuilt from event 0');
      },
      onCaughtUp: () => {
        this.become('current', 'the read models are current');
      },
      onWritten: (events) => {
        if (this.reached === 'standing-by') this.reached = 'behind';
        metrics.wrote(events);
      },
      onError: (error, trouble) => {
        this.tell(error, trouble);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private become(state: ProjectionState, message: string): void {
    if (this.reached !== state) this.parts.logger.info(message);
    this.reached = state;
  }

  private tell(error: unknown, { attempt, retryInMs }: ProjectionTrouble): void {
    this.reached = 'behind';
    const { passing, fields } = reasonOf(error);
    this.parts.metrics.hadTrouble(String(fields['because']));
    const level = passing ? 'warn' : 'error';
    this.parts.logger[level]({ ...fields, attempt, retryInMs }, 'the read models wait');
  }
}
