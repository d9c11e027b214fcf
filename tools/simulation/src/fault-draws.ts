import { draw } from './random.js';

/** One fault at one boundary, and no other: the process dies there, or the call fails there. */
export interface PlannedFault {
  /** Counted from 1. */
  readonly boundary: number;
  readonly fault: 'crash' | 'failure';
}

export interface FaultPlan {
  readonly seed: number;
  /** Probability of a fault at one boundary. */
  readonly rate: number;
  /** Faults stop after so many, so that the world becomes quiet. */
  readonly budget: number;
  readonly planned?: PlannedFault;
  /** The mask: of what is drawn these alone strike, as `struck` names them. */
  readonly only?: ReadonlySet<string>;
}

export interface Drawn {
  /** Which of several, in [0, 1). */
  readonly which: number;
  /** What and where, and for which time: the same in every run of a seed. */
  readonly id: string;
}

/**
 * Draws faults, each by its own key (what strikes, at which operation about what, for which time): to take one away
 * leaves the others where they were, so a failing seed can be shrunk.
 */
export class FaultDraws {
  /** How often each kind struck. */
  readonly fired = new Map<string, number>();
  /** Every fault that struck, in order. */
  readonly struck: string[] = [];
  /** Called with every fault that strikes. */
  tell: (kind: string, id: string) => void = () => undefined;
  private readonly seen = new Map<string, number>();
  private readonly rate: number;
  private readonly seed: number;
  private readonly only: ReadonlySet<string> | undefined;
  private left: number;

  constructor({ seed, rate, budget, only }: FaultPlan) {
    this.seed = seed;
    this.rate = rate;
    this.only = only;
    this.left = only ? Infinity : budget;
  }

  /** Whether something strikes here, this time; it may be refused by `fire` all the same. */
  draws(key: string, weight = 1): Drawn | undefined {
    const nth = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, nth);
    const id = `${key} #${String(nth)}`;
    const limit = this.rate * weight;
    const value = draw(this.seed, id);
    return this.left > 0 && value < limit ? { which: value / limit, id } : undefined;
  }

  /** False: the mask takes it away. */
  fire(kind: string, id: string): boolean {
    if (this.only && !this.only.has(id)) return false;
    this.left--;
    this.count(kind);
    this.struck.push(id);
    this.tell(kind, id);
    return true;
  }

  strikes(key: string, kind: string, weight = 1): boolean {
    const drawn = this.draws(key, weight);
    return drawn !== undefined && this.fire(kind, drawn.id);
  }

  /** For what happens without being drawn at a boundary. */
  count(kind: string): void {
    this.fired.set(kind, (this.fired.get(kind) ?? 0) + 1);
  }

  protected stop(): void {
    this.left = 0;
  }
}
