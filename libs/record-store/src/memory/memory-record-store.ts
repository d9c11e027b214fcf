import type { Clock } from '@bpro-qbo-sync/clock';
import type { RecordStore } from '../port.js';
import { Access, type StoreFault } from './access.js';
import { ContentTables, MemoryContentStore } from './memory-content.js';
import { LeaseTables, MemoryLeases, MemoryReaderPositions } from './memory-leases.js';
import { LinkTables, MemoryLinks } from './memory-links.js';
import { MemoryFacts, MemoryMirror, MirrorTables } from './memory-mirror.js';
import { MemoryPlans, PlanTables } from './memory-plans.js';
import { MemorySecretBox, SecretTables } from './memory-secrets.js';

class Tables {
  readonly mirror = new MirrorTables();
  readonly links = new LinkTables();
  readonly content = new ContentTables();
  readonly plans = new PlanTables();
  readonly leases = new LeaseTables();
  readonly secrets = new SecretTables();
}

export interface MemoryRecordStoreOptions {
  /** Leases expire by it. */
  readonly clock: Clock;
  readonly fault?: StoreFault;
}

/**
 * The record store in memory: the twin that simulations and tests run on. It behaves as PostgreSQL does, gives
 * out frozen rows, and does the same thing every time. What one access does is seen by all that share its tables.
 */
export class MemoryRecordStore implements RecordStore {
  readonly mirror: MemoryMirror;
  readonly facts: MemoryFacts;
  readonly links: MemoryLinks;
  readonly content: MemoryContentStore;
  readonly plans: MemoryPlans;
  readonly leases: MemoryLeases;
  readonly positions: MemoryReaderPositions;
  readonly secrets: MemorySecretBox;
  private readonly access: Access;

  constructor(
    private readonly options: MemoryRecordStoreOptions,
    private readonly tables = new Tables(),
  ) {
    const access = (this.access = new Access(options.fault));
    this.mirror = new MemoryMirror(tables.mirror, access);
    this.facts = new MemoryFacts(tables.mirror, access);
    this.links = new MemoryLinks(tables.links, access);
    this.content = new MemoryContentStore(tables.content, access);
    this.plans = new MemoryPlans(tables.plans, access);
    this.leases = new MemoryLeases(tables.leases, access, options.clock);
    this.positions = new MemoryReaderPositions(tables.leases, access);
    this.secrets = new MemorySecretBox(tables.secrets, access);
  }

  /**
   * The way of another process to the same tables, with faults and (clock skew) a clock of its own. Closing it is
   * that process's death: its turns end, and what it still tries is refused.
   */
  another(options: Partial<MemoryRecordStoreOptions> = {}): MemoryRecordStore {
    return new MemoryRecordStore({ clock: this.options.clock, ...options }, this.tables);
  }

  migrate(): Promise<void> {
    return this.access.call('store', 'migrate', () => undefined);
  }

  ping(): Promise<void> {
    return this.access.call('store', 'ping', () => undefined);
  }

  close(): Promise<void> {
    this.access.close();
    return Promise.resolve();
  }
}
