import { StoreUnavailable, type Checkpoints } from '@bpro-qbo-sync/event-store';
import { RecordStoreUnavailable } from '@bpro-qbo-sync/record-store';
import type { CallInfo, FaultEffect } from '@bpro-qbo-sync/qbo-simulator';
import type { FaultKind } from '@bpro-qbo-sync/bpro-simulator';
import { draw } from './random.js';
import type { World } from './world.js';

/** Faults of QuickBooks, with what a simulated run calls them. */
const QBO_FAULTS: readonly (readonly [string, FaultEffect])[] = [
  ['429-xml', { kind: 'throttle', format: 'xml' }],
  ['429-json', { kind: 'throttle', format: 'json' }],
  ['503-before-commit', { kind: 'server-error', status: 503, format: 'html' }],
  ['500-after-commit', { kind: 'server-error', status: 500, format: 'json', afterCommit: true }],
  ['reset-before-commit', { kind: 'reset' }],
  ['reset-after-commit', { kind: 'reset', afterCommit: true }],
  ['html-instead-of-json', { kind: 'html', status: 200 }],
  ['html-after-commit', { kind: 'html', status: 502, afterCommit: true }],
  ['fault-in-200', { kind: 'fault-in-ok' }],
  ['401-mid-run', { kind: 'unauthorized' }],
  ['slow-then-commits', { kind: 'latency', ms: 130_000, afterCommit: true }],
  ['batch-items-missing', { kind: 'drop-batch-items', items: 1 }],
];

/** How often, relative to the others: these boundaries are crossed much more often. */
const CRASHES = 0.3;
const POSTGRES = 0.3;

/** A write that QuickBooks answers with an error for so long (milliseconds), whether it did it or not. */
const NOT_SETTLED_MS = 900_000;
const NOT_SETTLED = 0.5;

const BPRO_FAULTS: readonly FaultKind[] = [
  'unavailable',
  'error-before-commit',
  'error-after-commit',
  'reset-before-commit',
  'reset-after-commit',
];

export interface FaultPlan {
  readonly seed: number;
  /** Probability of a fault at one boundary. */
  readonly rate: number;
  /** Faults stop after so many, so that the world becomes quiet. */
  readonly budget: number;
  /** The process dies at this boundary, counted from 1. */
  readonly crashAt?: number;
  /** Kinds that may fire; shrinking takes some away. */
  readonly allowed?: ReadonlySet<string>;
}

/** Draws faults by key (what, where, which time), so that a failing seed can be shrunk. */
export class FaultSource {
  readonly fired = new Map<string, number>();
  private readonly seen = new Map<string, number>();
  /** Request ids of writes that are not settled yet: until when, and what they are answered. */
  private readonly notSettled = new Map<string, { readonly until: number; readonly effect: FaultEffect }>();
  private left: number;
  /** Boundaries that the process has crossed so far. */
  crossed = 0;
  /** Called when a drawn fault is the death of the process. */
  kill: () => void = () => undefined;
  /** Called when a second worker is to take the tenants' turns. */
  intrude: () => void = () => undefined;

  constructor(private readonly plan: FaultPlan) {
    this.left = plan.budget;
  }

  private draws(key: string, weight = 1): number | undefined {
    const nth = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, nth);
    const value = draw(this.plan.seed, `${key}#${String(nth)}`);
    return this.left > 0 && value < this.plan.rate * weight ? value / (this.plan.rate * weight) : undefined;
  }

  private fire(kind: string): boolean {
    if (this.plan.allowed && !this.plan.allowed.has(kind)) return false;
    this.left--;
    this.fired.set(kind, (this.fired.get(kind) ?? 0) + 1);
    return true;
  }

  /** At a boundary of the process: a store that does not answer, a rival, or the end of the process. */
  readonly crossing = (port: string, method: string, phase: 'before' | 'after'): void => {
    const key = `${port}.${method}.${phase}`;
    const strikes = (name: string, kind: string, weight: number): boolean =>
      this.draws(`${name}:${key}`, weight) !== undefined && this.fire(kind);
    const isPlanned = ++this.crossed === this.plan.crashAt && this.fire(`crash-at-${key}`);
    if (isPlanned || strikes('crash', `crash-${phase}-${port.split('.')[0] ?? port}`, CRASHES)) {
      this.kill();
      return;
    }
    if (key === 'records.leases.acquire.after' && strikes('rival', 'second-worker', 1)) this.intrude();
    const reply = phase === 'after' ? 'reply-lost' : 'unavailable';
    if (key.startsWith('store.append.') && strikes('store', `append-${reply}`, 1))
      throw new StoreUnavailable('injected');
    if (key === 'store.read.before' && strikes('store', 'store-read-reset', 1))
      throw new StoreUnavailable('injected');
    if (port.startsWith('records') && strikes('postgres', `postgres-${reply}`, POSTGRES))
      throw new RecordStoreUnavailable('injected');
  };

  /** What a process remembers of its reading: now and then an older place, and what it handled comes again. */
  forgetful(checkpoints: Checkpoints): Checkpoints {
    return {
      load: async (reader) => {
        const position = await checkpoints.load(reader);
        if (position === undefined || this.draws('checkpoint.load', 3) === undefined) return position;
        return this.fire('checkpoint-regress') ? undefined : position;
      },
      save: (reader, position) => checkpoints.save(reader, position),
    };
  }

  /** Installs itself into both systems. */
  install(world: World): void {
    world.qbo.faults.decideWith((call) => {
      if (call.inBatch) return undefined;
      const stuck = this.stuck(world, call);
      if (stuck) return stuck;
      const at = this.draws(`qbo:${call.entity ?? ''}.${call.operation}`, 3);
      if (at === undefined) return undefined;
      const [name, effect] = QBO_FAULTS[Math.floor(at * QBO_FAULTS.length)] ??
        QBO_FAULTS[0] ?? ['', { kind: 'reset' }];
      return this.fire(name) ? effect : undefined;
    });
    world.bpro.setFaultHook((point) => {
      const at = this.draws(`bpro:${point.type ?? ''}.${point.operation}`, 3);
      if (at === undefined) return undefined;
      const kind = BPRO_FAULTS[Math.floor(at * BPRO_FAULTS.length)] ?? 'unavailable';
      return this.fire(`bpro-${kind}`) ? { kind } : undefined;
    });
  }

  private stuck({ clock }: World, { requestId, entity, operation }: CallInfo): FaultEffect | undefined {
    if (requestId === undefined) return undefined;
    const known = this.notSettled.get(requestId);
    if (known) return clock.now() < known.until ? known.effect : undefined;
    const at = this.draws(`stuck:${entity ?? ''}.${operation}`, NOT_SETTLED);
    if (at === undefined || !this.fire('write-not-settled')) return undefined;
    const effect = { kind: 'server-error', status: 500, format: 'json', afterCommit: at < 0.5 } as const;
    this.notSettled.set(requestId, { until: clock.now() + NOT_SETTLED_MS, effect });
    return effect;
  }

  /** From here on nothing fails any more. */
  quiet(world: World): void {
    this.left = 0;
    world.qbo.faults.decideWith(undefined);
    world.bpro.setFaultHook(undefined);
  }
}
