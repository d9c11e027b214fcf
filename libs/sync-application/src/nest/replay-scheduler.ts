import { foldReplay, replayStream, type ReplayEvent } from '@bpro-qbo-sync/sync-domain';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { asDomainEvent } from '../journal.js';
import type { Ports } from '../ports.js';
import { REPLAY_EVERY_MS, type EngineOptions } from './engine-options.js';
import { ENGINE, PORTS } from './injection-tokens.js';
import { SagaService } from './saga.service.js';
import { TenantDirectory } from './tenant-directory.js';

const INTERVAL = 'replay-changes';
const LONG_POLL_MS = 20_000;

/**
 * Wakes replay (rule G1): at once when BPro's feed has something new, by a long poll per tenant, and every 15 seconds
 * in any case.
 */
@Injectable()
export class ReplayScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stop = new AbortController();
  private readonly listening = new Map<string, Promise<void>>();

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ENGINE) private readonly engine: EngineOptions,
    private readonly timers: SchedulerRegistry,
    private readonly saga: SagaService,
    private readonly directory: TenantDirectory,
  ) {}

  onApplicationBootstrap(): void {
    const wallMs = REPLAY_EVERY_MS / (this.engine.clockScale ?? 1);
    this.timers.addInterval(
      INTERVAL,
      setInterval(() => {
        this.tick();
      }, wallMs),
    );
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
    this.timers.deleteInterval(INTERVAL);
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
      let position = await this.position(tenant);
      while (position !== undefined && !this.stop.signal.aborted && this.isServed(tenant)) {
        const page = await bpro.changes(tenant, position, 1, LONG_POLL_MS);
        if (page.changes.length === 0) {
          position = page.position;
          continue;
        }
        await this.saga.wake(tenant);
        const reached = await this.position(tenant);
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

  private async position(tenant: string): Promise<string | undefined> {
    const last = await this.ports.store.read(replayStream(tenant), { direction: 'backwards', limit: 1 });
    return foldReplay(last.map(asDomainEvent<ReplayEvent>)).position;
  }
}
