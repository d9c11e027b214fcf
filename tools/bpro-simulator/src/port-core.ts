import type { Clock } from '@bpro-qbo-sync/clock';
import { type BproChanges, type BproPort, BproRefused, BproUnavailable } from '@bpro-qbo-sync/bpro-adapter';
import type { RecordType } from '@bpro-qbo-sync/sync-domain';
import { type FaultPoint, InjectedFault, type Operation } from './faults.js';
import type { Tenant } from './tenant.js';
import { createForSync, existing, updateForSync } from './writes.js';

export interface PortCoreSettings {
  readonly clock: Clock;
  /** Throws `BproRefused('unknown-tenant')`. */
  tenant(name: string): Tenant;
  /** Counts the call and lets its faults strike. */
  around<T>(point: FaultPoint, work: () => T | Promise<T>): Promise<T>;
}

/** The port, with injected faults coming out as `InjectedFault`; `signal` ends a long poll early. */
export type PortCore = Omit<BproPort, 'changes'> & {
  changes(
    tenant: string,
    position: string,
    limit: number,
    waitMs?: number,
    signal?: AbortSignal,
  ): Promise<BproChanges>;
};

export function portCore({ clock, tenant, around }: PortCoreSettings): PortCore {
  const at = <T>(
    operation: Operation,
    name: string,
    type: RecordType | undefined,
    work: (found: Tenant) => T | Promise<T>,
  ): Promise<T> => around({ operation, tenant: name, type }, () => work(tenant(name)));

  return {
    capabilities: (name) =>
      at('capabilities', name, undefined, ({ books }) => ({
        ...books.settings,
        salesTermIds: [...books.all('sales-term')].filter((t) => t.state !== 'deleted').map((t) => t.id),
      })),
    count: (name, type, filter) => at('count', name, type, (t) => t.books.count(type, filter?.createdFrom)),
    page: (name, type, cursor, limit) =>
      at('page', name, type, (t) => ({ ...t.books.page(type, cursor, limit), malformed: [] })),
    read: (name, type, id) => at('read', name, type, (t) => existing(t, type, id)),
    create: (name, type, data, options) =>
      at('create', name, type, (t) =>
        createForSync(t, clock, { type, data, createdAt: options.createdAt }, options.idempotencyKey),
      ),
    update: (name, type, id, version, changes, options) =>
      at('update', name, type, (t) =>
        updateForSync(t, clock, { type, id, version }, changes, options.idempotencyKey),
      ),
    feedHead: (name) => at('feedHead', name, undefined, (t) => t.head()),
    changes: (name, position, limit, waitMs = 0, signal) =>
      at('changes', name, undefined, async (t) => {
        const answer = t.changesAfter(position, limit);
        if (answer.changes.length > 0 || waitMs <= 0) return answer;
        await nextCommit(t, clock, waitMs, signal);
        return t.changesAfter(position, limit);
      }),
    acceptsInvoiceNumber: (name, number) =>
      at('acceptsInvoiceNumber', name, undefined, ({ books }) => {
        const fits = number.length > 0 && number.length <= books.settings.invoiceNumberMaxLength;
        return fits && books.invoiceIdOf(number) === undefined;
      }),
  };
}

const nextCommit = async (
  tenant: Tenant,
  clock: Clock,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const over = new AbortController();
  const stop = (): void => {
    over.abort(new Error('no longer waiting'));
  };
  const forget = tenant.onCommit(stop);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (!signal?.aborted) await clock.sleep(waitMs, over.signal).catch(() => undefined);
  } finally {
    forget();
    signal?.removeEventListener('abort', stop);
  }
};

const WRITES: ReadonlySet<string> = new Set<Operation>(['create', 'update']);

/** The port for callers in the same process: an injected fault is what a caller over HTTP would conclude. */
export function directPort(core: PortCore): BproPort {
  const wrap =
    <A extends readonly unknown[], T>(operation: Operation, call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return structuredClone(await call(...args));
      } catch (error) {
        if (!(error instanceof InjectedFault)) throw error;
        const maybeDone = WRITES.has(operation) && error.fault.kind !== 'unavailable';
        throw new BproUnavailable(`BPro: ${operation}: ${error.fault.kind}`, maybeDone);
      }
    };
  const limited = (limit: number): number => {
    if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
    throw new BproRefused('bad-request', 'limit', 'a limit is 1 to 1000');
  };
  return {
    capabilities: wrap('capabilities', core.capabilities),
    count: wrap('count', core.count),
    page: wrap('page', (tenant, type, cursor, limit) => core.page(tenant, type, cursor, limited(limit))),
    read: wrap('read', core.read),
    create: wrap('create', core.create),
    update: wrap('update', core.update),
    feedHead: wrap('feedHead', core.feedHead),
    changes: wrap('changes', (tenant, position, limit, waitMs) =>
      core.changes(tenant, position, limited(limit), waitMs),
    ),
    acceptsInvoiceNumber: wrap('acceptsInvoiceNumber', core.acceptsInvoiceNumber),
  };
}
