import type { Clock } from '@bpro-qbo-sync/clock';
import {
  runReader,
  type Checkpoints,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@bpro-qbo-sync/event-store';
import type { Leases } from '@bpro-qbo-sync/record-store';
import { NotNow } from '../reconcile/not-now.js';

export interface SagaOptions<Command extends { readonly tenant: string }> {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly checkpoints: Checkpoints;
  readonly leases: Leases;
  readonly clock: Clock;
  /** Name of the saga: its checkpoint; and of this process, for the tenants' leases. */
  readonly name: string;
  readonly holder: string;
  readonly prefixes: readonly string[];
  readonly saga: (event: RecordedEvent) => Command | undefined;
  readonly dispatch: (command: Command) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly onTrouble?: (error: unknown, command: Command, retryInMs: number) => void;
}

const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/**
 * Runs a saga: commands of one tenant one after another, of different tenants side by side, each until it succeeds;
 * an event is acknowledged when its command has ended and all before it have (rule 5 of the house). A tenant's turn
 * is a lease, so that several processes share the tenants.
 */
export class SagaRunner<Command extends { readonly tenant: string }> {
  private readonly pending: { readonly position: Position; done: boolean }[] = [];
  private readonly queues = new Map<string, Promise<void>>();
  /** Commands that have not begun, by what they say. */
  private readonly waiting = new Map<string, Promise<void>>();
  private saved: Promise<void> = Promise.resolve();

  constructor(private readonly options: SagaOptions<Command>) {}

  async run(): Promise<void> {
    const { store, checkpoints, clock, name, prefixes, signal } = this.options;
    await runReader({
      store,
      reader: name,
      prefixes,
      clock,
      signal,
      checkpoints: { load: (reader) => checkpoints.load(reader), save: () => Promise.resolve() },
      handle: (event) => {
        this.accept(event);
      },
    });
    await Promise.all(this.queues.values());
    await this.saved;
  }

  /**
   * Puts a command behind the tenant's others without an event; resolves when it has ended. However often the same is
   * asked for, one waits at a time, so that none keeps others from their turn; one that has begun may have missed what
   * this one is about.
   */
  enqueue(command: Command): Promise<void> {
    const key = JSON.stringify(command);
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    const before = this.queues.get(command.tenant) ?? Promise.resolve();
    const mine = before.then(() => {
      this.waiting.delete(key);
      return this.untilDone(command);
    });
    this.waiting.set(key, mine);
    this.queues.set(command.tenant, mine);
    return mine;
  }

  private accept(event: RecordedEvent): void {
    const entry = { position: event.position, done: false };
    this.pending.push(entry);
    const command = this.options.saga(event);
    const finish = (): void => {
      entry.done = true;
      this.acknowledge();
    };
    if (!command) finish();
    else
      void this.enqueue(command).then(() => {
        if (!this.options.signal.aborted) finish();
      });
  }

  private acknowledge(): void {
    let last: Position | undefined;
    while (this.pending[0]?.done) last = this.pending.shift()?.position;
    if (last === undefined) return;
    const position = last;
    this.saved = this.saved
      .then(() => this.options.checkpoints.save(this.options.name, position))
      .catch(() => undefined);
  }

  private async untilDone(command: Command): Promise<void> {
    const { clock, signal, onTrouble } = this.options;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        if (await this.withLease(command)) return;
      } catch (error) {
        const retryInMs =
          error instanceof NotNow || attempt > 0 ? Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) : 0;
        onTrouble?.(error, command, retryInMs);
        await clock.sleep(retryInMs, signal).catch(() => undefined);
        continue;
      }
      await clock.sleep(FIRST_RETRY_MS, signal).catch(() => undefined);
    }
  }

  /** False: another process has the tenant's turn. */
  private async withLease(command: Command): Promise<boolean> {
    const { leases, holder, clock, signal } = this.options;
    const lease = await leases.acquire(`tenant/${command.tenant}`, holder, LEASE_MS);
    if (!lease) return false;
    const stop = new AbortController();
    const keep = async (): Promise<void> => {
      while (!stop.signal.aborted && !signal.aborted) {
        await clock.sleep(LEASE_MS / 3, stop.signal).catch(() => undefined);
        if (!stop.signal.aborted) await lease.renew().catch(() => undefined);
      }
    };
    const kept = keep();
    try {
      await this.options.dispatch(command);
      return true;
    } finally {
      stop.abort();
      await kept;
      await lease.release().catch(() => undefined);
    }
  }
}
