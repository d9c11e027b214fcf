import type { Clock } from '@bpro-qbo-sync/clock';
import type { RecordType } from '@bpro-qbo-sync/sync-domain';

/** What the port can be asked. */
export const OPERATIONS = [
  'capabilities',
  'count',
  'page',
  'read',
  'create',
  'update',
  'feedHead',
  'changes',
  'acceptsInvoiceNumber',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One call on its way through the simulator. */
export interface FaultPoint {
  readonly operation: Operation;
  readonly tenant: string;
  readonly type: RecordType | undefined;
}

/**
 * - `unavailable`: 503 before anything is done; `error-before-commit`, `error-after-commit`: 500
 * - `reset-before-commit`, `reset-after-commit`: the connection breaks without an answer
 * - `latency`: the answer comes `latencyMs` later
 */
export const FAULT_KINDS = [
  'unavailable',
  'error-before-commit',
  'error-after-commit',
  'reset-before-commit',
  'reset-after-commit',
  'latency',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** When a fault strikes. What is left out matches everything; `times` counts down to none. */
export interface FaultRule {
  readonly kind: FaultKind;
  readonly operation?: Operation | undefined;
  readonly tenant?: string | undefined;
  readonly type?: RecordType | undefined;
  /** 0 to 1; default 1. */
  readonly probability?: number | undefined;
  readonly times?: number | undefined;
  readonly latencyMs?: number | undefined;
  /** Of `unavailable`: the Retry-After header, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Decides about one call in code; answers none to leave it alone. */
export type FaultHook = (point: FaultPoint) => FaultRule | undefined;

/** A fault on its way to the caller. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
  constructor(
    readonly fault: FaultRule,
    readonly committed: boolean,
  ) {
    super(`injected: ${fault.kind}`);
  }
}

interface ArmedRule {
  readonly rule: FaultRule;
  left: number;
}

/** The faults of a simulator: rules set from outside, and a hook for code. */
export class Faults {
  private armed: ArmedRule[] = [];
  private readonly struck = new Map<FaultKind, number>();
  hook: FaultHook | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  set(rules: readonly FaultRule[]): void {
    this.armed = rules.map((rule) => ({ rule, left: rule.times ?? Infinity }));
  }

  /** How often each kind has struck. */
  counts(): Readonly<Partial<Record<FaultKind, number>>> {
    return Object.fromEntries(this.struck);
  }

  /** Does `work` at its point, or fails as the drawn fault says: before it, after it, or late. */
  async around<T>(point: FaultPoint, work: () => T | Promise<T>): Promise<T> {
    const fault = this.hook?.(point) ?? this.draw(point);
    if (!fault) return work();
    this.struck.set(fault.kind, (this.struck.get(fault.kind) ?? 0) + 1);
    if (fault.kind === 'latency') {
      await this.clock.sleep(fault.latencyMs ?? 1000);
      return work();
    }
    const after = fault.kind.endsWith('-after-commit');
    if (after) await work();
    throw new InjectedFault(fault, after);
  }

  private draw(point: FaultPoint): FaultRule | undefined {
    for (const armed of this.armed) {
      const { rule } = armed;
      if (armed.left <= 0 || !matches(rule, point)) continue;
      if (rule.probability !== undefined && this.random() >= rule.probability) continue;
      armed.left--;
      return rule;
    }
    return undefined;
  }
}

const matches = (rule: FaultRule, point: FaultPoint): boolean =>
  (rule.operation ?? point.operation) === point.operation &&
  (rule.tenant ?? point.tenant) === point.tenant &&
  (rule.type ?? point.type) === point.type;
