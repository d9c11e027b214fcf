import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Ports } from '../ports.js';
import { mendLinks } from '../reconcile/mend-links.js';
import { lastOfReplay } from '../replay/replaying.js';
import { CHECK_EVERY_MS, REPLAY_EVERY_MS, type EngineOptions } from './engine-options.js';
import { ENGINE, PORTS } from './injection-tokens.js';
import { SagaService } from './saga.service.js';
import { TenantDirectory } from './tenant-directory.js';

const INTERVALS = { replay: 'replay-changes', check: 'check-tenants' } as const;
const LONG_POLL_MS = 20_000;

/**
 * Wakes replay (rule G1): at once when BPro's feed has something new, by a long poll per tenant, and every 15 seconds
 * in any case. Every two minutes it has each tenant's work checked.
 */
@Injectable()
export class ReplayScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private readonly listening = new Map<string, Promise<void>>();
  private mending: Promise<void> | undefined;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ENGINE) private readonly engine: EngineOptions,
    private readonly timers: SchedulerRegistry,
    private readonly saga: SagaService,
    private readonly directory: TenantDirectory,
  ) {}

  onApplicationBootstrap(): void {
    this.every(INTERVALS.replay, REPLAY_EVERY_MS, () => {
      this.tick();
    });
    this.every(INTERVALS.check, CHECK_EVERY_MS, () => {
      void this.check();
    });
  }

  private every(name: string, ms: number, work: () => void): void {
    this.timers.addInterval(name, setInterval(work, ms / (this.engine.clockScale ?? 1)));
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
    for (const name of Object.values(INTERVALS)) this.timers.deleteInterval(name);
  }

  /** Link rows that a death left behind are moved along, one time after the other; then each tenant's work is checked. */
  async check(): Promise<void> {
    this.mending ??= this.mend().finally(() => (this.mending = undefined));
    await this.mending;
    for (const tenant of this.directory.all()) void this.saga.check(tenant);
  }

  private async mend(): Promise<void> {
    try {
      const mended = await mendLinks(this.ports);
      if (mended > 0) this.ports.log('info', 'link rows were behind and are moved along', { rows: mended });
    } catch {
      this.ports.log('info', 'link rows are held against the streams at the next check', {});
    }
  }

  /** One turn of the scheduler: every tenant that replay serves is woken and listened to. */
  tick(): void {
    for (const tenant of this.directory.replaying()) {
      void this.saga.wake(tenant);
      if (!this.listening.has(tenant))
        this.listening.set(
          tenant,
          this.listen(tenant).finally(() => this.listening.delete(tenant)),
        );
    }
  }

  /** Until replay does not serve the tenant any more, or BPro does not answer; the next tick listens again. */
  private async listen(tenant: string): Promise<void> {
    const { bpro } = this.ports;
    try {
      let { position } = await lastOfReplay(this.ports, tenant);
      while (position !== undefined && !this.stop.signal.aborted && this.isServed(tenant)) {
        const page = await bpro.changes(tenant, position, 1, LONG_POLL_MS);
        if (page.changes.length === 0) {
          position = page.position;
          continue;
        }
        await this.saga.wake(tenant);
        const { position: reached } = await lastOfReplay(this.ports, tenant);
        if (reached === position) return;
        position = reached;
      }
    } catch {
      this.ports.log('info', 'BPro does not answer the long poll', { tenant });
    }
  }

  private isServed(tenant: string): boolean {
    return this.directory.replaying().includes(tenant);
  }
}
