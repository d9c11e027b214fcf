import type { Clock } from '@bpro-qbo-sync/clock';
import type { Lease, Leases, ReaderPositions } from '../port.js';
import type { Access } from './access.js';

interface Holding {
  readonly holder: string;
  readonly fence: number;
  /** Epoch ms of the port's clock; the lease is over from then on. */
  until: number;
}

export class LeaseTables {
  readonly leases = new Map<string, Holding>();
  readonly positions = new Map<string, string>();
}

export class MemoryLeases implements Leases {
  constructor(
    private readonly tables: LeaseTables,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    return this.access.call('leases', 'acquire', () => {
      const present = this.tables.leases.get(name);
      if (present && present.until > this.clock.now() && present.holder !== holder) return undefined;
      const mine: Holding = { holder, fence: (present?.fence ?? 0) + 1, until: this.clock.now() + ttlMs };
      this.tables.leases.set(name, mine);
      return this.lease(name, mine, ttlMs);
    });
  }

  private lease(name: string, mine: Holding, ttlMs: number): Lease {
    return {
      name,
      fence: mine.fence,
      renew: () =>
        this.access.call('leases', 'renew', () => {
          const now = this.clock.now();
          if (this.tables.leases.get(name) !== mine || mine.until <= now) return false;
          mine.until = now + ttlMs;
          return true;
        }),
      release: () =>
        this.access.call('leases', 'release', () => {
          mine.until = 0;
        }),
    };
  }
}

export class MemoryReaderPositions implements ReaderPositions {
  constructor(
    private readonly tables: LeaseTables,
    private readonly access: Access,
  ) {}

  load(reader: string): Promise<string | undefined> {
    return this.access.call('positions', 'load', () => this.tables.positions.get(reader));
  }

  save(reader: string, position: string): Promise<void> {
    return this.access.call('positions', 'save', () => {
      this.tables.positions.set(reader, position);
    });
  }
}
