import type { Clock } from '@bpro-qbo-sync/clock';
import { CallWindow, type Slot } from './call-window.js';
import { FairShare } from './fair-share.js';
import type { QboLimits } from './limits.js';
import type { Lane } from './port.js';

/** What asks to be admitted: a single request has no items. */
export interface Admission {
  readonly lane: Lane;
  /** Items of a batch; 0 for a single request. */
  readonly items: number;
}

/** A call that may be sent now; each is ended exactly once. */
export interface Permit {
  /** `linger`: milliseconds for which QuickBooks may still be working on it. */
  end(linger?: number): void;
  /** It was not sent. */
  cancel(): void;
}

interface Waiting extends Admission {
  readonly admit: (permit: Permit) => void;
}

/** Admits the calls to one company: never over a limit, live before bulk, batches before single requests. */
export class CompanyLimiter {
  private readonly window: CallWindow;
  private readonly share: FairShare;
  /** Bulk calls are spaced evenly: a burst would all be in flight when a 429 comes. */
  private readonly bulkGap: number;
  private waiting: Waiting[] = [];
  private pausedUntil = 0;
  private lastBatch = Number.NEGATIVE_INFINITY;
  private nextBulk = 0;
  private alarm: { readonly at: number; readonly abort: AbortController } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly limits: QboLimits,
  ) {
    this.window = new CallWindow(limits);
    this.share = new FairShare(limits.requestsPerMinute);
    this.bulkGap = Math.ceil((1_001 + limits.arrivalSpread) / limits.requestsPerSecond);
  }

  acquire(admission: Admission): Promise<Permit> {
    return new Promise((admit) => {
      this.waiting.push({ ...admission, admit });
      this.pump();
    });
  }

  /** QuickBooks answered 429 to a call that started at `startedAt`. */
  throttled(startedAt: number, pause = this.limits.throttlePause): void {
    const now = this.clock.now();
    if (startedAt >= this.pausedUntil) this.share.throttled(now, this.window.startedInMinute(now));
    this.pausedUntil = Math.max(this.pausedUntil, now + pause);
    this.pump();
  }

  private pump(): void {
    const now = this.clock.now();
    this.window.forget(now);
    for (let next = this.choose(now); next; next = this.choose(now)) {
      this.waiting.splice(this.waiting.indexOf(next), 1);
      if (next.items > 0) this.lastBatch = now;
      this.nextBulk = now + this.bulkGap;
      next.admit(this.permit(this.window.open(now, next.items > 0, this.weight(next))));
    }
    this.setAlarm(now);
  }

  /** The first waiting call, in order of precedence, if it may go now. */
  private choose(now: number): Waiting | undefined {
    if (now < this.pausedUntil) return undefined;
    for (const lane of ['live', 'bulk'] as const) {
      const queue = this.waiting.filter((w) => w.lane === lane);
      const batch = queue.find((w) => w.items > 0);
      const single = queue.find((w) => w.items === 0);
      for (const candidate of this.inOrder(queue, batch, single)) {
        if (this.hasBatchRoom(candidate, now)) return this.hasRoom(candidate, now) ? candidate : undefined;
      }
    }
    return undefined;
  }

  /**
   * Batches have a limit of their own and go first; when their items count, all share one limit and go in turn. A
   * batch that waits for the batches' own limit lets single requests pass; one that waits for the shared limit does not.
   */
  private inOrder(queue: Waiting[], batch: Waiting | undefined, single: Waiting | undefined): Waiting[] {
    const order = this.limits.batchItemsCount && single === queue[0] ? [single, batch] : [batch, single];
    return order.filter((w) => w !== undefined);
  }

  private hasBatchRoom({ items }: Admission, now: number): boolean {
    if (items === 0) return true;
    const { batchesPerMinute, concurrentBatches } = this.limits;
    return (
      this.window.inMinute().batches < batchesPerMinute &&
      this.window.inFlight(now).batches < concurrentBatches
    );
  }

  private hasRoom(admission: Admission, now: number): boolean {
    const { limits, window } = this;
    const weight = this.weight(admission);
    const minute = window.inMinute();
    const share = this.share.at(now);
    const flying = window.inFlight(now).all;
    if (admission.lane === 'bulk' && now < this.nextBulk) return false;
    if (minute.weight + weight > Math.max(this.share.proven, weight) && flying > 0) return false;
    return (
      flying < limits.concurrent &&
      window.inSecond(now) < limits.requestsPerSecond &&
      minute.weight + weight <= this.perMinute(admission, minute.batches, share) &&
      minute.weight + weight <= limits.combinedPerMinute
    );
  }

  /** Requests per minute open to this call: the bulk lane leaves some to live changes and, single, to batches. */
  private perMinute({ lane, items }: Admission, batches: number, share: number): number {
    if (lane === 'live') return share;
    const { batchItemsCount, batchesPerMinute, itemsPerBatch, liveReserve } = this.limits;
    const bulk = share - Math.min(liveReserve, Math.floor(share / 10));
    const reserves = items === 0 && !batchItemsCount && this.clock.now() - this.lastBatch < 60_000;
    const open = reserves ? bulk - Math.max(0, Math.min(batchesPerMinute, bulk / 2) - batches) : bulk;
    return Math.max(open, batchItemsCount ? itemsPerBatch : 1);
  }

  private weight({ items }: Admission): number {
    return this.limits.batchItemsCount ? Math.max(1, items) : 1;
  }

  private permit(slot: Slot): Permit {
    const settle = (change: () => void): void => {
      if (slot.endedAt !== undefined) return;
      change();
      this.pump();
    };
    return {
      end: (linger = 0) => {
        settle(() => (slot.endedAt = this.clock.now() + linger));
      },
      cancel: () => {
        settle(() => {
          slot.endedAt = this.clock.now();
          this.window.cancel(slot);
        });
      },
    };
  }

  /** Wakes when a window opens; what completes meanwhile pumps by itself. */
  private setAlarm(now: number): void {
    const at = this.waiting.length === 0 ? undefined : this.nextChance(now);
    if (at === this.alarm?.at) return;
    this.alarm?.abort.abort();
    this.alarm = undefined;
    if (at === undefined) return;
    const alarm = { at, abort: new AbortController() };
    this.alarm = alarm;
    this.clock.sleep(at - now, alarm.abort.signal).then(
      () => {
        if (this.alarm === alarm) this.alarm = undefined;
        this.pump();
      },
      () => undefined,
    );
  }

  private nextChance(now: number): number | undefined {
    if (now < this.pausedUntil) return this.pausedUntil;
    const release = this.window.nextRelease(now) ?? Number.POSITIVE_INFINITY;
    const next = Math.min(release, now < this.nextBulk ? this.nextBulk : Number.POSITIVE_INFINITY);
    return Number.isFinite(next) ? next : undefined;
  }
}
