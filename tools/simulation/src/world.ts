import { BproSimulator, type BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { VirtualClock } from '@bpro-qbo-sync/clock';
import { MemoryCheckpoints, MemoryEventStore, type EventStore } from '@bpro-qbo-sync/event-store';
import {
  createTokenCipher,
  MemoryTokenVault,
  type Connection,
  type TokenVault,
} from '@bpro-qbo-sync/qbo-client';
import { ENTITY_NAMES, QboSimulator, type SwitchOverrides } from '@bpro-qbo-sync/qbo-simulator';
import { MemoryRecordStore } from '@bpro-qbo-sync/record-store';
import { Gate, type Crossing } from './gate.js';
import { overlay } from './overlay.js';
import { hash32, seeded } from './random.js';
import { Subjects } from './subject.js';
import { Trace } from './trace.js';
import { Watch } from './watch.js';

export const TENANT = 'acme';
export const REALM = '9130350000000001';

export interface WorldOptions {
  readonly seed: number;
  readonly bpro: BproBooks;
  readonly qbo: Readonly<Record<string, readonly object[]>>;
  readonly switches?: SwitchOverrides;
  /** Whether the trace keeps lines for people. */
  readonly isTraced?: boolean;
}

/** Both systems, the stores and time, in one process; what a crash does not destroy. */
export class World {
  readonly clock = new VirtualClock();
  readonly watch: Watch;
  readonly memory = new MemoryEventStore();
  readonly store: EventStore;
  readonly records: MemoryRecordStore;
  readonly checkpoints = new MemoryCheckpoints();
  readonly qbo: QboSimulator;
  readonly bpro: BproSimulator;
  readonly vault: MemoryTokenVault;
  /** Request ids of the writes that processes sent to QuickBooks, in their order; `none` where one had none. */
  readonly writes: string[] = [];
  /** How often QuickBooks did what it may do without failing: forget a request id, refuse a repeated batch. */
  readonly oddities = new Map<string, number>();
  readonly trace: Trace;
  readonly subjects = new Subjects();
  private readonly firstSent = new Map<string, number>();
  private readonly ids: () => number;
  private readonly jitter: () => number;

  constructor(options: WorldOptions) {
    const drawsFor = (use: string): (() => number) => seeded(hash32(`${String(options.seed)}/${use}`));
    this.watch = new Watch(this.clock, TENANT, (entity, id) => {
      const name = ENTITY_NAMES.find((each) => each.toLowerCase() === entity);
      return name !== undefined && this.qbo.company(REALM).get(name, id) !== undefined;
    });
    this.store = overlay<EventStore>(this.memory, { append: this.watch.around(this.memory) });
    this.trace = new Trace(this.clock, options.isTraced === true);
    this.ids = drawsFor('ids');
    this.jitter = drawsFor('jitter');
    this.records = new MemoryRecordStore({ clock: this.clock });
    this.qbo = new QboSimulator({
      clock: this.clock,
      random: drawsFor('qbo'),
      ...(options.switches ? { switches: options.switches } : {}),
    });
    this.bpro = new BproSimulator({ clock: this.clock, random: drawsFor('bpro') });
    this.bpro.loadBooks(TENANT, options.bpro);
    this.qbo.loadRecords({ realmId: REALM, records: options.qbo as never });
    this.vault = new MemoryTokenVault(
      createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]),
    );
  }

  readonly connection: Connection = { tenant: TENANT, realmId: REALM };

  /** A write goes to QuickBooks; `answer` comes back. */
  noteRepeat(requestId: string, path: string, answer: string): void {
    const now = this.clock.now();
    const first = this.firstSent.get(requestId);
    this.firstSent.set(requestId, first ?? now);
    if (first === undefined) return;
    const { mode, forgetAfterMs } = this.qbo.switches.requestIds;
    if (forgetAfterMs !== undefined && now - first > forgetAfterMs) this.odd('requestid-forgotten');
    if (mode === 'batch-6000' && path === 'batch' && answer.includes('"6000"')) this.odd('batch-replay-6000');
  }

  private odd(kind: string): void {
    this.oddities.set(kind, (this.oddities.get(kind) ?? 0) + 1);
  }

  /** The access token is refused from now on, as at the end of its hour. */
  async expireAccess(): Promise<void> {
    const tokens = await this.vault.load(TENANT);
    if (tokens) this.qbo.tokens.expireAccess(tokens.accessToken);
  }

  newId(): string {
    const hex = (n: number): string =>
      Array.from({ length: n }, () => Math.floor(this.ids() * 16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  /** Around everything that a process holds of the world; `crossing` may make trouble. */
  gate(process: string, crossing?: Crossing): Gate {
    const { trace, subjects } = this;
    return new Gate({ process, trace, subjects, ...(crossing ? { crossing } : {}) });
  }

  /** The tokens, as a process reaches them: its lock on a tenant's ends with its death. */
  vaultOf(gate: Gate): TokenVault {
    const { vault } = this;
    return gate.around<TokenVault>(
      overlay<TokenVault>(vault, {
        exclusively: (tenant, work) => vault.exclusively(tenant, () => Promise.race([work(), gate.gone()])),
      }),
      'vault',
    );
  }

  draw(): number {
    return this.jitter();
  }
}
