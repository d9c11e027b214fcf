import { createHmac } from 'node:crypto';
import { BproSimulator, type BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { VirtualClock, type Clock } from '@bpro-qbo-sync/clock';
import {
  MemoryCheckpoints,
  MemoryEventStore,
  type Checkpoints,
  type EventStore,
} from '@bpro-qbo-sync/event-store';
import {
  createQboClient,
  createTokenCipher,
  MemoryTokenVault,
  quickbooksUrls,
  type QboConnector,
  type TokenVault,
} from '@bpro-qbo-sync/qbo-client';
import { QboSimulator, type SwitchOverrides } from '@bpro-qbo-sync/qbo-simulator';
import { MemoryRecordStore, type Leases, type RecordStore } from '@bpro-qbo-sync/record-store';
import {
  fullSyncSaga,
  SAGA_PREFIXES,
  SagaRunner,
  advanceRun,
  beginRun,
  checkReplay,
  releaseRun,
  replayChanges,
  bySync,
  type Ports,
  type SagaCommand,
} from '@bpro-qbo-sync/sync-application';
import { Gate } from './gate.js';
import { adapterTo, type ChangeRequest } from './in-process-http.js';
import { seeded } from './random.js';

export const TENANT = 'acme';
export const REALM = '9130350000000001';

export interface WorldOptions {
  readonly seed: number;
  readonly bpro: BproBooks;
  readonly qbo: Readonly<Record<string, readonly object[]>>;
  readonly switches?: SwitchOverrides;
}

/** Both systems, the stores and time, in one process; what a crash does not destroy. */
export class World {
  readonly clock = new VirtualClock();
  readonly store = new MemoryEventStore();
  readonly records: MemoryRecordStore;
  readonly checkpoints = new MemoryCheckpoints();
  readonly qbo: QboSimulator;
  readonly bpro: BproSimulator;
  readonly vault: MemoryTokenVault;
  /** Request ids of the writes that processes sent to QuickBooks, in their order; `none` where one had none. */
  readonly writes: string[] = [];
  private readonly random: () => number;

  constructor(options: WorldOptions) {
    this.random = seeded(options.seed);
    this.records = new MemoryRecordStore({ clock: this.clock });
    this.qbo = new QboSimulator({
      clock: this.clock,
      random: this.random,
      ...(options.switches ? { switches: options.switches } : {}),
    });
    this.bpro = new BproSimulator({ clock: this.clock, random: this.random });
    this.bpro.loadBooks(TENANT, options.bpro);
    this.qbo.loadRecords({ realmId: REALM, records: options.qbo as never });
    this.vault = new MemoryTokenVault(
      createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]),
    );
  }

  newId(): string {
    const hex = (n: number): string =>
      Array.from({ length: n }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  draw(): number {
    return this.random();
  }
}

/** A planted bug: a small change of behaviour behind the ports, which the simulation must catch. */
export interface Mutant {
  readonly ports?: (ports: Ports) => Ports;
  readonly http?: ChangeRequest;
  readonly checkpoints?: (checkpoints: Checkpoints, world: World) => Checkpoints;
  /** Replay is never held against what should have come of it. */
  readonly unchecked?: boolean;
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

/** One process of the product: it can be killed and started again over the same world. */
export class SyncProcess {
  readonly ports: Ports;
  readonly connector: QboConnector;
  readonly troubles: string[] = [];
  private readonly stop = new AbortController();
  private readonly saga: SagaRunner<SagaCommand>;
  private running: Promise<void> | undefined;

  constructor(
    readonly world: World,
    readonly name = 'sync-api-1',
    readonly gate = new Gate(() => undefined),
    private readonly mutate: Mutant = {},
    /** Takes every tenant's turn without asking, as a worker whose lease ran out unnoticed. */
    greedy = false,
  ) {
    const clock = gate.around<Clock>(world.clock, 'clock');
    const store = gate.around<EventStore>(world.store, 'store');
    const records = gate.around<RecordStore>(world.records, 'records');
    const checkpoints = gate.around<Checkpoints>(world.checkpoints, 'checkpoints');
    const client = createQboClient({
      clock,
      vault: gate.around<TokenVault>(world.vault, 'vault'),
      baseUrls: quickbooksUrls('http://qbo.test'),
      clientId: 'simulator-client-id',
      clientSecret: 'simulator-client-secret',
      redirectUri: 'http://127.0.0.1/callback',
      random: () => world.draw(),
      http: (config) =>
        gate.around({ send: adapterTo(world.qbo, mutate.http, world.writes) }, 'http').send(config),
    });
    this.connector = client.connector;
    const ports: Ports = {
      store,
      records,
      qbo: client.api,
      bpro: gate.around(world.bpro.port(), 'bpro'),
      clock,
      newId: () => world.newId(),
      hashFor: (tenant) => (text) => createHmac('sha256', `key-${tenant}`).update(text).digest('hex'),
      log: () => undefined,
    };
    this.ports = mutate.ports?.(ports) ?? ports;
    this.saga = new SagaRunner({
      store,
      checkpoints: mutate.checkpoints?.(checkpoints, world) ?? checkpoints,
      leases: greedy ? GREEDY_LEASES : records.leases,
      clock,
      name: 'full-sync',
      holder: name,
      prefixes: SAGA_PREFIXES,
      saga: fullSyncSaga,
      dispatch: (command) => this.dispatch(command),
      signal: this.stop.signal,
      onTrouble: (error, command) => {
        this.troubles.push(
          `${command.command}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        if (this.troubles.length > 200) throw new Error(`too many troubles: ${this.troubles.at(-1) ?? ''}`);
      },
    });
  }

  start(): this {
    this.running = this.saga.run();
    return this;
  }

  /** As kill -9: what it was doing never goes on. */
  kill(): void {
    this.gate.dead = true;
    this.stop.abort(new Error('killed'));
  }

  async ended(): Promise<void> {
    await this.running;
  }

  replay(): Promise<void> {
    return this.saga.enqueue({ command: 'ReplayChanges', tenant: TENANT });
  }

  async check(): Promise<void> {
    if (this.mutate.unchecked) return;
    await this.saga.enqueue({ command: 'CheckReplay', tenant: TENANT });
  }

  private dispatch(command: SagaCommand): Promise<unknown> {
    const { ports } = this;
    switch (command.command) {
      case 'AdvanceRun':
        return advanceRun(ports, command.tenant, command.run);
      case 'BeginRun':
        return beginRun(ports, command.tenant, command.run, bySync(command.run));
      case 'ReleaseRun':
        return releaseRun(ports, command.tenant, command.run, command.completed, bySync(command.run));
      case 'ReplayChanges':
        return replayChanges(ports, command.tenant);
      case 'CheckReplay':
        return checkReplay(ports, command.tenant);
    }
  }
}
