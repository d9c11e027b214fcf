import { AxiosError } from 'axios';
import { BproUnavailable } from '@bpro-qbo-sync/bpro-adapter';
import {
  RevisionConflict,
  StoreUnavailable,
  type Checkpoints,
  type EventStore,
} from '@bpro-qbo-sync/event-store';
import { RecordStoreUnavailable } from '@bpro-qbo-sync/record-store';
import { FaultDraws, type FaultPlan } from './fault-draws.js';
import type { Phase } from './gate.js';
import { disturbed } from './store-faults.js';
import { failInside } from './system-faults.js';
import type { Boundary } from './trace.js';
import type { World } from './world.js';

/** How often, relative to the others: some boundaries are crossed much more often. */
const WEIGHT = { crash: 0.15, crashAtEffect: 1, postgres: 0.3, refresh: 1.5, checkpoint: 3 } as const;
const MOST_SKEW_MS = 90_000;
const SKEWED = 0.3;

/** Methods of PostgreSQL's tables that change something: one that fails is a transaction that is lost. */
const READS = /^(get|page|byKeys|bySide|open|totals|load|ping)$/;

/** The faults of a run: at the boundaries of the processes, and inside both systems. */
export class FaultSource extends FaultDraws {
  /** Boundaries that processes crossed while things may fail, as `store.append.before`. */
  readonly crossed: string[] = [];
  /** Called when a drawn fault is the death of the process. */
  kill: () => void = () => undefined;
  /** Called when a second worker is to take the tenants' turns. */
  intrude: () => void = () => undefined;
  /** Called when two processes are to refresh the tokens at once. */
  refreshTwice: () => void = () => undefined;

  private isQuiet = false;

  constructor(private readonly plan: FaultPlan) {
    super(plan);
  }

  /** At a boundary of the process: a store that does not answer, a rival, or the end of the process. */
  readonly crossing = ({ port, method, subject }: Boundary, phase: Phase): void => {
    const key = `${port}.${method}.${phase}`;
    const strikes = (name: string, kind: string, weight: number): boolean =>
      this.strikes(`${name} ${key} ${subject}`, kind, weight);
    const room = port.split('.')[0] ?? port;
    const planned = this.planned(key);
    if (planned === 'failure') throw failureOf(room);
    if (planned === 'crash' || strikes('crash', crashOf(room, method, phase), crashWeight(room, method))) {
      this.kill();
      return;
    }
    if (key === 'records.leases.acquire.after' && strikes('rival', 'second-worker', 1)) this.intrude();
    if (key === 'http.send.before' && strikes('refresh', 'two-refreshes-at-once', WEIGHT.refresh))
      this.refreshTwice();
    if (room === 'store') this.atStore(method, phase, subject, strikes);
    if (room === 'records' && strikes('postgres', postgresFault(method, phase), WEIGHT.postgres))
      throw failureOf(room);
  };

  private atStore(
    method: string,
    phase: Phase,
    subject: string,
    strikes: (name: string, kind: string, weight: number) => boolean,
  ): void {
    if (method === 'read' && phase === 'before' && strikes('store', 'store-read-reset', 1))
      throw failureOf('store');
    if (method !== 'append') return;
    if (phase === 'before' && strikes('conflict', 'append-conflict', 1))
      throw new RevisionConflict(subject, 'no_stream', 0);
    if (strikes('store', phase === 'after' ? 'append-reply-lost' : 'append-unavailable', 1))
      throw failureOf('store');
  }

  private planned(key: string): 'crash' | 'failure' | undefined {
    const { planned } = this.plan;
    if (this.isQuiet || this.crossed.push(key) !== planned?.boundary) return undefined;
    return this.fire(`${planned.fault}-at-${key}`, key) ? planned.fault : undefined;
  }

  /** What a process remembers of its reading: now and then an older place, and what it handled comes again. */
  forgetful(checkpoints: Checkpoints): Checkpoints {
    return {
      load: async (reader) => {
        const position = await checkpoints.load(reader);
        const regresses =
          position !== undefined &&
          this.strikes(`checkpoint ${reader}`, 'checkpoint-regress', WEIGHT.checkpoint);
        return regresses ? undefined : position;
      },
      save: (reader, position) => checkpoints.save(reader, position),
    };
  }

  /** What the event store delivers: events again, in another order, not at all until the next start. */
  readonly disturbed = (store: EventStore): EventStore => disturbed(store, this);

  /** Milliseconds by which a process's clock is wrong. */
  skew(process: string): number {
    const drawn = this.draws(`clock ${process}`, SKEWED / (this.plan.rate || 1));
    if (!drawn || !this.fire('clock-skew', drawn.id)) return 0;
    return Math.round((drawn.which - 0.5) * 2 * MOST_SKEW_MS);
  }

  /** Installs itself into both systems. */
  install(world: World): void {
    failInside(world, this);
  }

  /** From here on nothing fails any more. */
  quiet(world: World): void {
    this.isQuiet = true;
    this.stop();
    world.qbo.faults.decideWith(undefined);
    world.bpro.setFaultHook(undefined);
  }
}

const crashOf = (room: string, method: string, phase: Phase): string =>
  `crash-${phase}-${method === 'append' ? 'append' : room}`;

const crashWeight = (room: string, method: string): number =>
  room === 'http' || method === 'append' ? WEIGHT.crashAtEffect : WEIGHT.crash;

const postgresFault = (method: string, phase: Phase): string => {
  if (READS.test(method)) return 'postgres-read-reset';
  return phase === 'after' ? 'postgres-reply-lost' : 'postgres-transaction-lost';
};

/** How a call across a port fails when its other end does not answer. */
function failureOf(room: string): Error {
  switch (room) {
    case 'store':
      return new StoreUnavailable('injected');
    case 'http':
      return new AxiosError('socket hang up', 'ECONNRESET');
    case 'bpro':
      return new BproUnavailable('injected', true);
    default:
      return new RecordStoreUnavailable('injected');
  }
}
