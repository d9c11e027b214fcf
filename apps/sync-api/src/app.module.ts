import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { SyncModule } from '@bpro-qbo-sync/sync-application/nest';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { AccessGuard } from './access/access.guard.js';
import { DemoTokensController } from './access/demo-tokens.controller.js';
import { PlatformTokens } from './access/platform-tokens.js';
import { SessionController } from './access/session.controller.js';
import { Sessions } from './access/sessions.js';
import type { Configuration } from './configuration.js';
import { CONFIGURATION, LOGGER, WORLD } from './injection-tokens.js';
import { LandingController } from './operations/landing.controller.js';
import { Metrics } from './operations/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ConnectionController } from './tenants/connection.controller.js';
import { HistoryController } from './tenants/history.controller.js';
import { NotesController } from './tenants/notes.controller.js';
import { OauthCallbackController } from './tenants/oauth-callback.controller.js';
import { PlansController } from './tenants/plans.controller.js';
import { RunsController } from './tenants/runs.controller.js';
import { SettingsController } from './tenants/settings.controller.js';
import { TenantController } from './tenants/tenant.controller.js';
import type { World } from './world.js';

/** What the host is made of. */
export interface HostParts {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly world: World;
}

/** The host: the sync's module, and HTTP around it. */
@Module({})
export class AppModule {
  static forRoot({ configuration, logger, metrics, world }: HostParts): DynamicModule {
    const { engine, clock, qbo, bpro, publicUrl, sessionKey, platform, demoTenants } = configuration;
    const holder = `${hostname()}/${String(process.pid)}/${randomUUID().slice(0, 8)}`;
    return {
      module: AppModule,
      imports: [
        SyncModule.forRoot({
          useFactory: () => world,
          engine: engine ? { holder, clockScale: clock.scale } : undefined,
          links: { qboApp: qbo.app, bproRecord: bpro.recordUrl },
        }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [
        LandingController,
        OperationsController,
        SessionController,
        ...(demoTenants.length === 0 ? [] : [DemoTokensController]),
        OauthCallbackController,
        TenantController,
        ConnectionController,
        SettingsController,
        PlansController,
        RunsController,
        NotesController,
        HistoryController,
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: LOGGER, useValue: logger },
        { provide: WORLD, useValue: world },
        { provide: Metrics, useValue: metrics },
        { provide: PlatformTokens, useValue: new PlatformTokens(platform) },
        { provide: Sessions, useValue: new Sessions(sessionKey, publicUrl) },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(logger) },
      ],
    };
  }
}
