import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** What an operator watches. No label names a tenant, a company or a record. */
export class Metrics {
  readonly registry = new Registry();
  private readonly events = new Counter({
    name: 'sync_projector_events_total',
    help: 'Events written into the read models, or passed over as unknown, since the process began',
    registers: [this.registry],
  });
  private readonly troubles = new Counter({
    name: 'sync_projector_troubles_total',
    help: 'Times that a batch could not be read or written; each is tried again',
    labelNames: ['because'],
    registers: [this.registry],
  });
  private readonly rebuilds = new Counter({
    name: 'sync_projector_rebuilds_total',
    help: 'Rebuilds from event 0 because another version made the rows',
    registers: [this.registry],
  });
  private readonly current = new Gauge({
    name: 'sync_projector_current',
    help: '1 while this process writes the read models and has reached the present',
    registers: [this.registry],
  });
  private readonly currentTo = new Gauge({
    name: 'sync_projector_current_to_seconds',
    help: 'When the last event happened that is in the read models, seconds since the Unix epoch',
    registers: [this.registry],
  });

  wrote(events: number): void {
    this.events.inc(events);
  }
  hadTrouble(because: string): void {
    this.troubles.inc({ because });
  }
  rebuilt(): void {
    this.rebuilds.inc();
  }

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** `eventAt`: UTC instant; undefined: not known now, the last known one stays. */
  scrape(current: boolean, eventAt: string | undefined): Promise<string> {
    this.current.set(current ? 1 : 0);
    if (eventAt !== undefined) this.currentTo.set(Date.parse(eventAt) / 1000);
    return this.registry.metrics();
  }
}
