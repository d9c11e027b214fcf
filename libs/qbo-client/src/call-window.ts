import type { QboLimits } from './limits.js';

/** One admitted call, kept for as long as QuickBooks may count it. */
export interface Slot {
  readonly weight: number;
  readonly batch: boolean;
  readonly startedAt: number;
  /** Undefined while in flight. */
  endedAt: number | undefined;
}

const MINUTE = 60_000;
const SECOND = 1_000;

/**
 * Sliding windows over the calls to one company. QuickBooks counts a call when it arrives, somewhere between its start
 * and its end: so a call fills the minute until a minute after its end. For the second's window that would halve the
 * rate; there the arrivals are taken to differ by at most `arrivalSpread`.
 */
export class CallWindow {
  private slots: Slot[] = [];

  constructor(private readonly limits: QboLimits) {}

  open(now: number, batch: boolean, weight: number): Slot {
    const slot: Slot = { weight, batch, startedAt: now, endedAt: undefined };
    this.slots.push(slot);
    return slot;
  }

  /** A slot whose request was never sent. */
  cancel(slot: Slot): void {
    this.slots = this.slots.filter((other) => other !== slot);
  }

  forget(now: number): void {
    if (this.slots.some((slot) => this.minuteEnd(slot) <= now))
      this.slots = this.slots.filter((slot) => this.minuteEnd(slot) > now);
  }

  inFlight(now: number): { readonly all: number; readonly batches: number } {
    const open = this.slots.filter((slot) => slot.endedAt === undefined || slot.endedAt > now);
    return { all: open.length, batches: open.filter((slot) => slot.batch).length };
  }

  inMinute(): { readonly weight: number; readonly calls: number; readonly batches: number } {
    let weight = 0;
    let batches = 0;
    for (const slot of this.slots) {
      weight += slot.weight;
      if (slot.batch) batches += 1;
    }
    return { weight, calls: this.slots.length, batches };
  }

  /** Only the youngest slots can count: they stand at the end, in order of their start. */
  inSecond(now: number): number {
    const oldest = now - this.limits.arrivalSpread - SECOND - 1;
    let count = 0;
    for (let at = this.slots.length - 1; at >= 0; at--) {
      const slot = this.slots[at];
      if (!slot || slot.startedAt <= oldest) break;
      if (this.secondEnd(slot) > now) count += 1;
    }
    return count;
  }

  /** The next moment at which some window has more room without anything completing, if there is one. */
  nextRelease(now: number): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    const consider = (at: number): void => {
      if (at > now && at < next) next = at;
    };
    for (const slot of this.slots) {
      if (slot.endedAt !== undefined) {
        consider(slot.endedAt);
        consider(slot.endedAt + MINUTE + 1);
      }
      if (slot.startedAt + this.limits.arrivalSpread + SECOND + 1 > now) consider(this.secondEnd(slot));
    }
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** Weight of the calls that started in the minute before `now`. */
  startedInMinute(now: number): number {
    return this.slots.reduce((sum, slot) => (slot.startedAt > now - MINUTE ? sum + slot.weight : sum), 0);
  }

  private minuteEnd(slot: Slot): number {
    return slot.endedAt === undefined ? Number.POSITIVE_INFINITY : slot.endedAt + MINUTE + 1;
  }

  private secondEnd(slot: Slot): number {
    const arrived = Math.min(
      slot.endedAt ?? Number.POSITIVE_INFINITY,
      slot.startedAt + this.limits.arrivalSpread,
    );
    return arrived + SECOND + 1;
  }
}
