import type { Clock } from '@bpro-qbo-sync/clock';
import type { Gate } from './gate.js';

/** Calls of a kind within a while. */
class Window {
  private times: number[] = [];

  constructor(
    readonly name: string,
    private readonly ms: number,
    private readonly most: number,
  ) {}

  /** Whether one more is one too many. */
  overflows(now: number): boolean {
    this.times = this.times.filter((at) => now - at < this.ms);
    return this.times.push(now) > this.most;
  }
}

const MINUTE = 60_000;
const CONCURRENT = 10;
const ITEMS = 30;

/** What one process has sent. */
class Sender {
  readonly calls = [
    new Window('requests in a minute', MINUTE, 500),
    new Window('requests in a second', 1_000, 10),
  ];
  readonly batches = new Window('batches in a minute', MINUTE, 40);
  running = 0;
}

/**
 * Counts what a process sends as QuickBooks does, by its published limits for one company and one app, whatever the
 * process believes to have sent (invariant I12); and refreshes of the tokens that are under way at once (rule B2).
 */
export class LimitAudit {
  private readonly senders = new Map<Gate, Sender>();
  private refreshing = new Set<Gate>();

  constructor(
    private readonly clock: Clock,
    private readonly found: (what: string) => void,
  ) {}

  /** A request to the company leaves. Answers what to call at its end. */
  request(gate: Gate, batchItems: number | undefined): () => void {
    const sender = this.senders.get(gate) ?? new Sender();
    this.senders.set(gate, sender);
    const now = this.clock.now();
    const windows = batchItems === undefined ? sender.calls : [...sender.calls, sender.batches];
    for (const window of windows) if (window.overflows(now)) this.found(`too many ${window.name}`);
    if ((batchItems ?? 0) > ITEMS) this.found(`a batch of ${String(batchItems)} items`);
    if (++sender.running > CONCURRENT) this.found(`${String(sender.running)} requests at once`);
    return () => {
      sender.running--;
    };
  }

  /** Tokens are being refreshed. Answers what to call at the end. */
  refresh(gate: Gate): () => void {
    this.refreshing = new Set([...this.refreshing].filter((other) => !other.dead));
    if (this.refreshing.size > 0) this.found('the tokens are refreshed twice at once (B2)');
    this.refreshing.add(gate);
    return () => {
      this.refreshing.delete(gate);
    };
  }
}
