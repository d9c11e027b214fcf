import type { Clock } from '@bpro-qbo-sync/clock';
import type { EventStore } from '@bpro-qbo-sync/event-store';
import type { PostgresReadModels } from '@bpro-qbo-sync/read-models';
import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { PARTS } from './injection-tokens.js';
import type { Metrics } from './metrics.js';
import { OperationsController } from './operations.controller.js';
import { ProjectionsService } from './projections.service.js';

/** What the host is made of. Whoever makes the parts closes them. */
export interface ProjectorParts {
  readonly store: EventStore;
  readonly db: PostgresReadModels;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The projections, and what operators ask about them. */
@Module({})
export class ProjectorModule {
  static forRoot(parts: ProjectorParts): DynamicModule {
    return {
      module: ProjectorModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [OperationsController],
      providers: [{ provide: PARTS, useValue: parts }, ProjectionsService],
    };
  }
}
