/** What is called, as a fault rule sees it. */
export interface CallInfo {
  readonly realmId: string;
  /** `create`, `update`, `delete`, `void`, `read`, `query`, `batch`, `cdc`, `refresh`, `exchange`, `revoke`, … */
  readonly operation: string;
  /** `Customer`, `TaxService`, `token`; undefined for a batch. */
  readonly entity: string | undefined;
  readonly requestId: string | undefined;
  /** An item of a batch: only `service-fault` applies to it. */
  readonly inBatch: boolean;
}

/** What goes wrong. `afterCommit`: the write was done, the reply is lost or false. */
export type FaultEffect =
  | { readonly kind: 'latency'; readonly ms: number; readonly afterCommit?: boolean }
  | { readonly kind: 'throttle'; readonly format?: 'xml' | 'json'; readonly retryAfter?: number }
  | {
      readonly kind: 'server-error';
      readonly status: number;
      readonly format?: 'json' | 'html' | 'xml' | 'empty';
      readonly afterCommit?: boolean;
    }
  | { readonly kind: 'html'; readonly status: number; readonly afterCommit?: boolean }
  | { readonly kind: 'reset'; readonly afterCommit?: boolean }
  | { readonly kind: 'fault-in-ok'; readonly afterCommit?: boolean }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'invalid-grant' }
  /** The work is done; the reply lacks its last items, ends in the middle, or holds another record type. */
  | { readonly kind: 'drop-batch-items'; readonly items: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'wrong-entity' }
  | {
      readonly kind: 'service-fault';
      readonly code: string;
      readonly message: string;
      readonly detail: string;
      readonly element?: string;
      /** Default 400; an item of a batch has none. */
      readonly status?: number;
    };

/** When something goes wrong: all given conditions hold. */
export interface FaultRule {
  readonly id?: string;
  readonly realmId?: string;
  readonly entity?: string;
  readonly operation?: string;
  readonly requestId?: string;
  readonly inBatch?: boolean;
  /** Only the n-th call that matches (from 1). */
  readonly nth?: number;
  /** 0 to 1, drawn from the simulator's randomness. */
  readonly probability?: number;
  /** At most this often. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** Decides about one call; the simulation draws its own faults with one of these. */
export type FaultHook = (call: CallInfo) => FaultEffect | undefined;

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

/** The rules in force and how often each fired. */
export class Faults {
  private rules: ActiveRule[] = [];
  private hook: FaultHook | undefined;
  private sequence = 0;

  constructor(private readonly random: () => number) {}

  add(rule: FaultRule): string {
    const id = rule.id ?? `fault-${String(++this.sequence)}`;
    this.rules.push({ rule: { ...rule, id }, seen: 0, fired: 0 });
    return id;
  }

  clear(id?: string): void {
    this.rules = id === undefined ? [] : this.rules.filter((active) => active.rule.id !== id);
  }

  /** A function that is asked first, about every call. */
  decideWith(hook: FaultHook | undefined): void {
    this.hook = hook;
  }

  list(): readonly { readonly rule: FaultRule; readonly seen: number; readonly fired: number }[] {
    return this.rules.map((active) => ({ ...active }));
  }

  /** What happens to this call: the hook's answer, else the first rule that applies. */
  draw(call: CallInfo): FaultEffect | undefined {
    const hooked = this.hook?.(call);
    if (hooked) return hooked;
    for (const active of this.rules) {
      if (!matches(active.rule, call)) continue;
      active.seen++;
      const { nth, times, probability, effect } = active.rule;
      if (nth !== undefined && active.seen !== nth) continue;
      if (times !== undefined && active.fired >= times) continue;
      if (probability !== undefined && this.random() >= probability) continue;
      active.fired++;
      return effect;
    }
    return undefined;
  }
}

const matches = (rule: FaultRule, call: CallInfo): boolean =>
  (rule.inBatch ?? false) === call.inBatch &&
  (rule.realmId === undefined || rule.realmId === call.realmId) &&
  (rule.entity === undefined || rule.entity.toLowerCase() === call.entity?.toLowerCase()) &&
  (rule.operation === undefined || rule.operation === call.operation) &&
  (rule.requestId === undefined || rule.requestId === call.requestId);
