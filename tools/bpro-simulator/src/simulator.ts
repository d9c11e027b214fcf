import type { Clock } from '@bpro-qbo-sync/clock';
import type { BproHttpRequest, BproHttpResponse, BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { BproRefused } from '@bpro-qbo-sync/bpro-adapter';
import { type BproRecord, RECORD_TYPES } from '@bpro-qbo-sync/sync-domain';
import { readBooks } from './books.js';
import { Faults, type FaultHook, type FaultRule, type Operation } from './faults.js';
import { handleRequest } from './http-handler.js';
import { Journal, type JournalLine } from './journal.js';
import { directPort, portCore } from './port-core.js';
import { playDay, type StoreDay, type StoreDaySettings } from './store-day.js';
import { Tenant } from './tenant.js';
import { type UserActions, userActions } from './user-actions.js';

export interface BproSimulatorSettings {
  readonly clock: Clock;
  /** 0 ≤ n < 1; draws the faults that have a probability. */
  readonly random: () => number;
  /** Where journals are kept; none: memory only. */
  readonly dataDirectory?: string | undefined;
  /** The bearer token that `handle` asks for; none: every caller is let in. */
  readonly token?: string | undefined;
}

const TENANT_NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** A small BPro: many tenants, BPro's rules, a durable change feed, faults on demand. */
export class BproSimulator {
  private readonly tenants = new Map<string, Tenant>();
  private readonly journal: Journal | undefined;
  private readonly faults: Faults;
  private readonly calls = new Map<Operation, number>();
  private readonly days = new Map<string, StoreDay>();

  constructor(private readonly settings: BproSimulatorSettings) {
    this.faults = new Faults(settings.clock, settings.random);
    this.journal = settings.dataDirectory === undefined ? undefined : new Journal(settings.dataDirectory);
    for (const tenant of this.journal?.tenants() ?? []) this.recover(tenant);
  }

  /**
   * Puts the books of one BPro system into place of whatever the tenant had; its change feed begins anew and empty.
   * Throws `BooksError`; then nothing is changed.
   */
  loadBooks(name: string, json: unknown): void {
    if (!TENANT_NAME.test(name))
      throw new BproRefused(
        'bad-tenant',
        undefined,
        'a tenant is 1 to 64 of letters, digits, ".", "_" and "-"',
      );
    const tenant = new Tenant(readBooks(json), (line) => this.journal?.append(name, line));
    this.days.get(name)?.stop();
    this.journal?.rewrite(name, tenant.snapshot());
    this.tenants.set(name, tenant);
  }

  /** Forgets the tenant. */
  reset(name: string): void {
    this.days.get(name)?.stop();
    this.tenants.delete(name);
    this.journal?.remove(name);
  }

  tenantNames(): string[] {
    return [...this.tenants.keys()].sort();
  }

  /** Acts as a person in BPro. */
  user(name: string): UserActions {
    return userActions(this.tenant(name), this.settings.clock);
  }

  /** People of the store begin a day's work; the day before, if it still goes on, ends. */
  playDay(name: string, settings: StoreDaySettings): StoreDay {
    this.days.get(name)?.stop();
    const day = playDay(this.tenant(name), this.settings.clock, settings);
    this.days.set(name, day);
    return day;
  }

  /** The day that is played, or was last. */
  dayOf(name: string): StoreDay | undefined {
    return this.days.get(name);
  }

  /** Every record of a tenant in dependency order, deleted ones included. */
  dump(name: string): BproRecord[] {
    const { books } = this.tenant(name);
    return RECORD_TYPES.flatMap((type) => [...books.all(type)]);
  }

  /** BPro in process, with the same faults as over HTTP. */
  port(): BproPort {
    return directPort(this.core());
  }

  /** One HTTP request of the contract or of the control endpoint. Rejects when a fault breaks the connection. */
  handle(request: BproHttpRequest): Promise<BproHttpResponse> {
    return handleRequest(this, this.core(), this.settings.token, request);
  }

  setFaults(rules: readonly FaultRule[]): void {
    this.faults.set(rules);
  }

  setFaultHook(hook: FaultHook | undefined): void {
    this.faults.hook = hook;
  }

  /** Calls and faults since the simulator began. */
  usage(): {
    readonly calls: Readonly<Partial<Record<Operation, number>>>;
    readonly faults: ReturnType<Faults['counts']>;
  } {
    return { calls: Object.fromEntries(this.calls), faults: this.faults.counts() };
  }

  close(): void {
    for (const day of this.days.values()) day.stop();
    this.journal?.close();
  }

  private core(): ReturnType<typeof portCore> {
    return portCore({
      clock: this.settings.clock,
      tenant: (name) => this.tenant(name),
      around: (point, work) => {
        this.calls.set(point.operation, (this.calls.get(point.operation) ?? 0) + 1);
        return this.faults.around(point, work);
      },
    });
  }

  private tenant(name: string): Tenant {
    const tenant = this.tenants.get(name);
    if (!tenant) throw new BproRefused('unknown-tenant', undefined, 'there is no such BPro system');
    return tenant;
  }

  private recover(name: string): void {
    const append = (line: JournalLine): void => this.journal?.append(name, line);
    let tenant: Tenant | undefined;
    for (const line of this.journal?.read(name) ?? [])
      if (line.kind === 'tenant') tenant = Tenant.withSettings(line.settings, append);
      else tenant?.apply(line);
    if (!tenant) return;
    this.journal?.rewrite(name, tenant.snapshot());
    this.tenants.set(name, tenant);
  }
}
