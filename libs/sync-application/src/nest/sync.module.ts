import type { QboConnector } from '@bpro-qbo-sync/qbo-client';
import type { ReadModelQueries } from '@bpro-qbo-sync/read-models';
import {
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type Provider,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ScheduleModule } from '@nestjs/schedule';
import type { Ports } from '../ports.js';
import { ACCESS_HANDLERS } from './access.handlers.js';
import { watchConnections } from './connection-watch.js';
import { CONNECTION_HANDLERS } from './connection.handlers.js';
import type { EngineOptions } from './engine-options.js';
import { FULL_SYNC_HANDLERS } from './full-sync.handlers.js';
import { ENGINE, PORTS, QBO_CONNECTOR, RECORD_LINKS } from './injection-tokens.js';
import { NOTES_HANDLERS } from './notes.handlers.js';
import type { RecordLinks } from './queries/display.js';
import { QUERY_HANDLERS } from './queries/query.handlers.js';
import { ReadSide } from './read-side.js';
import { ReplayScheduler } from './replay-scheduler.js';
import { REPLAY_HANDLERS } from './replay.handlers.js';
import { SagaService } from './saga.service.js';
import { TenantDirectory } from './tenant-directory.js';
import { WakeReplayHandler } from './wake-replay.handler.js';

/** What the sync reaches the world through; BPro's own implementation of its port goes in here. */
export interface SyncParts {
  readonly ports: Ports;
  readonly connector: QboConnector;
  /** What questions are answered from; `sync-projector` keeps them current. */
  readonly readModels: ReadModelQueries;
}

export interface SyncModuleOptions {
  readonly imports?: ModuleMetadata['imports'];
  /** What `useFactory` is given. */
  readonly inject?: readonly InjectionToken[];
  /** Called once, at the start. Whoever makes the parts closes them. */
  readonly useFactory: (...dependencies: never[]) => SyncParts | Promise<SyncParts>;
  /** Runs the saga and the scheduler in this process; none: commands and queries only. */
  readonly engine?: EngineOptions | undefined;
  /** Where people find a record (rule H1). */
  readonly links?: RecordLinks;
}

const SYNC_PARTS = Symbol('sync parts');

/**
 * QuickBooks Sync as a NestJS module: commands and queries on the bus, and, with an engine, the saga and the scheduler
 * for as long as the application runs. Events travel through the store, never through Nest's event bus.
 */
@Module({})
export class SyncModule {
  static forRoot({
    imports = [],
    inject = [],
    useFactory,
    engine,
    links = {},
  }: SyncModuleOptions): DynamicModule {
    const parts: Provider[] = [
      {
        provide: SYNC_PARTS,
        inject: [...inject],
        useFactory: useFactory as (...dependencies: unknown[]) => SyncParts | Promise<SyncParts>,
      },
      {
        provide: ReadSide,
        inject: [SYNC_PARTS],
        useFactory: ({ readModels }: SyncParts) => new ReadSide(readModels),
      },
      {
        provide: PORTS,
        inject: [SYNC_PARTS, ReadSide],
        useFactory: ({ ports }: SyncParts, readSide: ReadSide) => watchConnections(readSide.follow(ports)),
      },
      { provide: RECORD_LINKS, useValue: links },
      { provide: QBO_CONNECTOR, inject: [SYNC_PARTS], useFactory: ({ connector }: SyncParts) => connector },
    ];
    const running: Provider[] =
      engine === undefined ? [] : [{ provide: ENGINE, useValue: engine }, SagaService, ReplayScheduler];
    return {
      module: SyncModule,
      imports: [
        ...imports,
        CqrsModule.forRoot(),
        ...(engine === undefined ? [] : [ScheduleModule.forRoot()]),
      ],
      providers: [
        ...parts,
        ...ACCESS_HANDLERS,
        ...CONNECTION_HANDLERS,
        ...FULL_SYNC_HANDLERS,
        ...REPLAY_HANDLERS,
        WakeReplayHandler,
        ...NOTES_HANDLERS,
        ...QUERY_HANDLERS,
        TenantDirectory,
        ...running,
      ],
      exports: [CqrsModule, PORTS, TenantDirectory],
    };
  }
}
