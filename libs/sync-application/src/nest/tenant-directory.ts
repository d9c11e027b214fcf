import { MemoryCheckpoints, runReader, type RecordedEvent } from '@bpro-qbo-sync/event-store';
import {
  evolveTenant,
  initialTenantState,
  parseStream,
  type TenantEvent,
  type TenantState,
} from '@bpro-qbo-sync/sync-domain';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { asDomainEvent } from '../journal.js';
import type { Ports } from '../ports.js';
import { PORTS } from './injection-tokens.js';

/** The tenants that have a `settings-` stream, kept up to date from the store; in memory, read anew at every start. */
@Injectable()
export class TenantDirectory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly tenants = new Map<string, TenantState>();
  private readonly stop = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  /** Enabled tenants whose first full sync is complete: those that replay serves. */
  replaying(): string[] {
    return [...this.tenants].flatMap(([tenant, { enabled, completedRun }]) =>
      enabled && completedRun !== undefined ? [tenant] : [],
    );
  }

  all(): string[] {
    return [...this.tenants.keys()];
  }

  onApplicationBootstrap(): void {
    const { store, clock } = this.ports;
    this.reading = runReader({
      store,
      reader: 'tenant-directory',
      prefixes: ['settings-'],
      checkpoints: new MemoryCheckpoints(),
      clock,
      signal: this.stop.signal,
      handle: (event) => {
        this.take(event);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.reading;
  }

  private take(event: RecordedEvent): void {
    const stream = parseStream(event.stream);
    if (stream?.kind !== 'settings') return;
    const before = this.tenants.get(stream.tenant) ?? initialTenantState;
    this.tenants.set(stream.tenant, evolveTenant(before, asDomainEvent<TenantEvent>(event)));
  }
}
