import type { EventStore, Position } from '@bpro-qbo-sync/event-store';
import type { ReadModelQueries } from '@bpro-qbo-sync/read-models';
import { parseStream } from '@bpro-qbo-sync/sync-domain';
import type { Ports } from '../ports.js';

/** Wall milliseconds that a question waits for the projector; it is some milliseconds behind while it runs. */
const PATIENCE_MS = 2_000;

/**
 * The read models as people ask them: a question waits until they contain what this process last recorded for the
 * tenant, so that who looks after a command sees what came of it. When the projector is too far behind, or does not
 * run, the answer comes as it is, and its `currentTo` says how old it is (rule J2).
 */
export class ReadSide {
  private readonly recorded = new Map<string, Position>();
  /** Where the read models stood when waiting was in vain: nobody waits there again. */
  private stuckAt: Position | null | undefined;

  constructor(
    private readonly queries: ReadModelQueries,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** The same ports; what is appended through them is waited for. */
  follow(ports: Ports): Ports {
    const { store } = ports;
    const append: EventStore['append'] = async (stream, expected, events) => {
      const appended = await store.append(stream, expected, events);
      const name = parseStream(stream);
      if (name && 'tenant' in name) this.recorded.set(name.tenant, appended.position);
      return appended;
    };
    return {
      ...ports,
      store: {
        append,
        read: (stream, options) => store.read(stream, options),
        readAll: (prefixes, after) => store.readAll(prefixes, after),
        subscribe: (prefixes, after) => store.subscribe(prefixes, after),
        ping: () => store.ping(),
        close: () => store.close(),
      },
    };
  }

  /** What to ask about a tenant. */
  async of(tenant: string): Promise<ReadModelQueries> {
    const wanted = this.recorded.get(tenant);
    if (wanted === undefined) return this.queries;
    if (await this.queries.reached(wanted, 0)) {
      if (this.recorded.get(tenant) === wanted) this.recorded.delete(tenant);
      return this.queries;
    }
    const { position } = await this.queries.currentTo();
    if (position === this.stuckAt) return this.queries;
    this.stuckAt = (await this.queries.reached(wanted, this.patienceMs)) ? undefined : position;
    return this.queries;
  }
}
