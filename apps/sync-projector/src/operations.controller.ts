import { Controller, Get, Header, Inject } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { PARTS } from './injection-tokens.js';
import { ProjectionsService } from './projections.service.js';
import type { ProjectorParts } from './projector.module.js';

/** For the platform's probes and its monitoring. */
@Controller()
export class OperationsController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly projections: ProjectionsService,
    @Inject(PARTS) private readonly parts: ProjectorParts,
  ) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** Ready: the read models are current, by this process or, as far as it knows, by another. */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.reach('eventStore', () => this.parts.store.ping()),
      () => this.reach('database', () => this.parts.db.ping()),
      () => this.readModels(),
    ]);
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(): Promise<string> {
    const progress = await this.parts.db.progress().catch(() => undefined);
    return this.parts.metrics.scrape(this.projections.state === 'current', progress?.eventAt);
  }

  private async readModels(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('readModels');
    const { state } = this.projections;
    const progress = await this.parts.db.progress().catch(() => undefined);
    const detail = { state, currentTo: progress?.eventAt ?? null };
    return state === 'behind' || !progress ? indicator.down(detail) : indicator.up(detail);
  }

  private async reach(name: string, ping: () => Promise<void>): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      await ping();
      return indicator.up();
    } catch {
      return indicator.down();
    }
  }
}
