import 'reflect-metadata';
import { createHmac } from 'node:crypto';
import type { Clock } from '@bpro-qbo-sync/clock';
import type { Checkpoints, EventStore } from '@bpro-qbo-sync/event-store';
import {
  createQboClient,
  quickbooksUrls,
  type QboConnector,
  type QboLimits,
  type TokenVault,
} from '@bpro-qbo-sync/qbo-client';
import type { Leases, RecordStore } from '@bpro-qbo-sync/record-store';
import {
  advanceRun,
  beginRun,
  bySync,
  checkTenant,
  releaseRun,
  replayChanges,
  type Ports,
} from '@bpro-qbo-sync/sync-application';
import {
  AdvanceRun,
  BeginRun,
  CHECK_EVERY_MS,
  CheckTenant,
  REPLAY_EVERY_MS,
  ReleaseRun,
  ReplayChanges,
  ReplayScheduler,
  SagaService,
  TenantDirectory,
  watchConnections,
} from '@bpro-qbo-sync/sync-application/nest';
import type { Gate } from './gate.js';
import { adapterTo, type ChangeRequest } from './in-process-http.js';
import { overlay } from './overlay.js';
import { TENANT, type World } from './world.js';

/** A planted bug: a small change of behaviour behind the ports, which the simulation must catch. */
export interface Mutant {
  readonly ports?: (ports: Ports) => Ports;
  readonly http?: ChangeRequest;
  readonly checkpoints?: (checkpoints: Checkpoints, world: World) => Checkpoints;
  readonly vault?: (vault: TokenVault) => TokenVault;
  /** What the client believes to be QuickBooks' limits. */
  readonly limits?: Partial<QboLimits>;
  /** Replay is never held against what should have come of it. */
  readonly unchecked?: boolean;
}

export interface ProcessOptions {
  readonly name?: string;
  readonly gate?: Gate;
  readonly mutant?: Mutant;
  /** Takes every tenant's turn without asking, as a worker whose lease ran out unnoticed. */
  readonly isGreedy?: boolean;
  /** Milliseconds by which the process's clock is ahead of everybody else's. */
  readonly skewMs?: number;
  /** Disturbs what the event store delivers. */
  readonly store?: (store: EventStore) => EventStore;
}

const GREEDY_LEASES: Leases = {
  acquire: (name) =>
    Promise.resolve({
      name,
      fence: 0,
      renew: () => Promise.resolve(true),
      release: () => Promise.resolve(),
    }),
};

/** One process of the product, its parts as the hosts put them together: it can be killed, and another started. */
export class SyncProcess {
  readonly ports: Ports;
  readonly connector: QboConnector;
  readonly gate: Gate;
  readonly troubles: string[] = [];
  private readonly saga: SagaService;
  private readonly directory: TenantDirectory;
  private readonly scheduler: ReplayScheduler;
  private readonly isUnchecked: boolean;

  constructor(
    readonly world: World,
    { name = 'console', gate = world.gate(name), mutant = {}, ...rest }: ProcessOptions = {},
  ) {
    this.gate = gate;
    this.isUnchecked = mutant.unchecked === true;
    const { isGreedy = false, skewMs = 0, store = (inner: EventStore) => inner } = rest;
    const clock = gate.around<Clock>(
      skewMs === 0 ? world.clock : overlay<Clock>(world.clock, { now: () => world.clock.now() + skewMs }),
      'clock',
    );
    const records = gate.around<RecordStore>(world.records, 'records');
    const positions = gate.around<Checkpoints>(world.checkpoints, 'checkpoints');
    const vault = world.vaultOf(gate);
    const client = createQboClient({
      clock,
      vault: mutant.vault?.(vault) ?? vault,
      baseUrls: quickbooksUrls('http://qbo.test'),
      clientId: 'simulator-client-id',
      clientSecret: 'simulator-client-secret',
      redirectUri: 'http://127.0.0.1/callback',
      random: () => world.draw(),
      ...(mutant.limits ? { limits: mutant.limits } : {}),
      http: (config) => gate.around({ send: adapterTo(world, gate, mutant.http) }, 'http').send(config),
    });
    this.connector = client.connector;
    const ports: Ports = {
      store: gate.around<EventStore>(store(world.store), 'store'),
      records: overlay<RecordStore>(records, {
        positions: mutant.checkpoints?.(positions, world) ?? positions,
        ...(isGreedy ? { leases: GREEDY_LEASES } : {}),
      }),
      qbo: client.api,
      bpro: gate.around(world.bpro.port(), 'bpro'),
      clock,
      newId: () => world.newId(),
      hashFor: (tenant) => (text) => createHmac('sha256', `key-${tenant}`).update(text).digest('hex'),
      log: (level, message, fields) => {
        if (level === 'error') this.note(`${message} ${JSON.stringify(fields)}`);
      },
    };
    this.ports = watchConnections(mutant.ports?.(ports) ?? ports);
    const engine = { holder: name };
    this.saga = new SagaService(this.ports, engine, busOf(this.ports) as never);
    this.directory = new TenantDirectory(this.ports);
    this.scheduler = new ReplayScheduler(this.ports, engine, undefined as never, this.saga, this.directory);
  }

  /** With its saga, and its scheduler unless somebody else wakes replay. */
  start(isScheduled = true): this {
    this.saga.onApplicationBootstrap();
    if (!isScheduled) return this;
    this.directory.onApplicationBootstrap();
    void this.every(REPLAY_EVERY_MS, () => {
      this.scheduler.tick();
    });
    void this.every(CHECK_EVERY_MS, () => {
      if (!this.isUnchecked) void this.scheduler.check();
    });
    return this;
  }

  /** As kill -9: what it was doing never goes on. */
  kill(): void {
    this.gate.kill();
    void this.saga.beforeApplicationShutdown();
  }

  replay(): Promise<void> {
    return this.saga.wake(TENANT);
  }

  check(): Promise<void> {
    return this.saga.check(TENANT);
  }

  private async every(ms: number, work: () => void): Promise<void> {
    while (!this.gate.dead) {
      await this.ports.clock.sleep(ms);
      work();
    }
  }

  private note(trouble: string): void {
    this.troubles.push(trouble);
    if (this.troubles.length > 200) this.troubles.shift();
  }
}

/** The command bus, as far as the saga uses it. */
const busOf = (ports: Ports): { readonly execute: (command: object) => Promise<unknown> } => ({
  execute: async (command) => {
    if (command instanceof AdvanceRun) return advanceRun(ports, command.tenant, command.run);
    if (command instanceof BeginRun) return beginRun(ports, command.tenant, command.run, bySync(command.run));
    if (command instanceof ReleaseRun)
      return releaseRun(ports, command.tenant, command.run, command.completed, bySync(command.run));
    if (command instanceof ReplayChanges) return replayChanges(ports, command.tenant);
    if (command instanceof CheckTenant) return checkTenant(ports, command.tenant);
    throw new TypeError(`the saga has no command ${command.constructor.name}`);
  },
});
