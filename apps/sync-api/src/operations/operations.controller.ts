import type { Ports } from '@bpro-qbo-sync/sync-application';
import { PORTS, TenantDirectory } from '@bpro-qbo-sync/sync-application/nest';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { Public } from '../access/access.guard.js';
import { WORLD } from '../injection-tokens.js';
import type { World } from '../world.js';
import { Metrics } from './metrics.js';

/** For the platform's probes and its monitoring. */
@ApiExcludeController()
@Controller()
@Public()
export class OperationsController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly directory: TenantDirectory,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(WORLD) private readonly world: World,
  ) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.reach('eventStore', () => this.ports.store.ping()),
      () => this.reach('database', () => this.ports.records.ping()),
    ]);
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(): Promise<string> {
    const old = await this.world.countOldKeys(this.directory.all()).catch(() => undefined);
    if (old !== undefined) this.metrics.setOldKeys(old);
    return this.metrics.registry.metrics();
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
