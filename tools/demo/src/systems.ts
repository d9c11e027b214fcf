import { createHttpBpro, type BproChange, type BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { connectEventStore, type ReadOptions, type RecordedEvent } from '@bpro-qbo-sync/event-store';
import { compareWithRebuild, connectReadModels } from '@bpro-qbo-sync/read-models';
import { COMPANY, type RunningStack } from '@bpro-qbo-sync/local-stack';
import type { FaultRule } from '@bpro-qbo-sync/qbo-simulator';
import {
  recordLives,
  type Books,
  type Calls,
  type QboDump,
  type RecordLife,
} from '@bpro-qbo-sync/simulation';
import { foldReplay, replayStream, type BproRecord, type ReplayEvent } from '@bpro-qbo-sync/sync-domain';
import type { BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { UsageError } from './options.js';

/** QuickBooks calls as the QuickBooks side counted them. */
export interface QboCalls {
  readonly byKind: Calls;
  readonly metered: number;
  readonly unmetered: number;
  readonly throttled: number;
}

/** What people do in BPro: `everyMs` of the programs' clock from one thing to the next. */
export interface DaySettings {
  readonly seed: number;
  readonly changes: number;
  readonly everyMs: number;
}

const FEED_PAGE = 200;
/** Milliseconds of the programs' clock that a slow QuickBooks takes. */
const SLOW_MS = 100_000;

/** Both systems and the event store, seen past the sync: by their own control endpoints and by reading streams. */
export class Systems {
  private readonly feed: BproPort;

  constructor(
    private readonly stack: RunningStack,
    private readonly signal: AbortSignal,
  ) {
    const { bproUrl, bproToken, clock } = stack;
    this.feed = createHttpBpro({ baseUrl: bproUrl, tokenFor: () => bproToken ?? '', clock });
  }

  /** Puts the books into both systems. Throws `UsageError` for books that a system refuses. */
  async load(bpro: BproBooks, qboFolder: string): Promise<void> {
    await this.loadBpro(bpro);
    await this.accepted(
      await this.qbo('POST', `/companies/${COMPANY}/load`, { folder: qboFolder }),
      '--qbo-company',
    );
  }

  /** Puts the books into BPro, in place of what was there. Throws `UsageError` for books that it refuses. */
  async loadBpro(books: BproBooks): Promise<void> {
    const path = `/tenants/${this.stack.tenant}/books`;
    await this.accepted(await this.bpro('PUT', path, books), '--bpro-data');
  }

  /** Both systems' records as they are stored. */
  async books(): Promise<Books> {
    const bpro = await this.bpro('GET', `/tenants/${this.stack.tenant}/records`);
    const { records } = await answerOf<{ records: BproRecord[] }>(bpro, 'BPro');
    const qbo = await this.qbo('GET', `/companies/${COMPANY}/dump`);
    return { bpro: records, qbo: await answerOf<QboDump>(qbo, 'QuickBooks') };
  }

  async calls(): Promise<{ readonly bpro: Calls; readonly qbo: QboCalls }> {
    const bpro = await answerOf<{ calls: Calls }>(await this.bpro('GET', '/usage'), 'BPro');
    const qbo = await this.qbo('GET', `/companies/${COMPANY}/counters`);
    return { bpro: bpro.calls, qbo: await answerOf<QboCalls>(qbo, 'QuickBooks') };
  }

  /** People begin a day's work in BPro. */
  async beginDay(day: DaySettings): Promise<void> {
    await answerOf(await this.bpro('POST', `/tenants/${this.stack.tenant}/day`, day), 'BPro');
  }

  /** How far the day is. */
  async day(): Promise<{ readonly done: number; readonly ended: boolean }> {
    return answerOf(await this.bpro('GET', `/tenants/${this.stack.tenant}/day`), 'BPro');
  }

  /** Where BPro's change feed ends now. */
  feedHead(): Promise<string> {
    return this.feed.feedHead(this.stack.tenant);
  }

  /** Everything that the feed holds after `position`. */
  async changesSince(position: string): Promise<BproChange[]> {
    const found: BproChange[] = [];
    for (let at = position; ;) {
      const page = await this.feed.changes(this.stack.tenant, at, FEED_PAGE);
      found.push(...page.changes);
      if (page.changes.length === 0) return found;
      at = page.position;
    }
  }

  /** How far replay has read the feed. */
  async replayed(): Promise<string | undefined> {
    const last = await this.replayEvents({ direction: 'backwards', limit: 1 });
    return foldReplay(last.map(({ type, data }) => ({ type, data }) as unknown as ReplayEvent)).position;
  }

  /** Records whose change replay had passed over before the second reading of the feed found it: `customer/12`. */
  async missed(): Promise<string[]> {
    return (await this.replayEvents()).flatMap(({ type, data }) =>
      type === 'MissedChangesRepaired' ? (data['records'] as string[]) : [],
    );
  }

  private async replayEvents(options: ReadOptions = {}): Promise<RecordedEvent[]> {
    const store = connectEventStore(this.stack.eventStoreUrl, { clock: this.stack.clock });
    try {
      return await store.read(replayStream(this.stack.tenant), options);
    } finally {
      await store.close();
    }
  }

  /** From now on these faults happen to calls of QuickBooks, and no others. */
  async setFaults(rules: readonly Omit<FaultRule, 'realmId'>[]): Promise<void> {
    await answerOf(await this.qbo('DELETE', '/faults'), 'QuickBooks');
    for (const rule of rules)
      await answerOf(await this.qbo('POST', '/faults', { ...rule, realmId: COMPANY }), 'QuickBooks');
  }

  /** How often each fault rule fired, by its id. */
  async faultsFired(): Promise<ReadonlyMap<string, number>> {
    const rules = await answerOf<{ rule: FaultRule; fired: number }[]>(
      await this.qbo('GET', '/faults'),
      'QuickBooks',
    );
    return new Map(rules.map(({ rule, fired }) => [String(rule.id), fired]));
  }

  /** A person acts in QuickBooks: the body of the simulator's `…/user`. */
  async actInQuickBooks(action: Readonly<Record<string, unknown>>): Promise<void> {
    await answerOf(await this.qbo('POST', `/companies/${COMPANY}/user`, action), 'QuickBooks');
  }

  /** What can happen to the connection, and to QuickBooks' speed and presence. */
  whims(): {
    disconnect(): Promise<void>;
    slow(isSlow: boolean): Promise<void>;
    away(isAway: boolean): Promise<void>;
  } {
    return {
      disconnect: async () => {
        await answerOf(await this.qbo('POST', `/companies/${COMPANY}/disconnect`, {}), 'QuickBooks');
      },
      slow: (isSlow) => this.setFaults(isSlow ? [{ effect: { kind: 'latency', ms: SLOW_MS } }] : []),
      away: (isAway) => this.setFaults(isAway ? [{ effect: { kind: 'server-error', status: 503 } }] : []),
    };
  }

  /** Every record's stream of the tenant. */
  async lives(): Promise<RecordLife[]> {
    const store = connectEventStore(this.stack.eventStoreUrl, { clock: this.stack.clock });
    try {
      return await recordLives(store, this.stack.tenant);
    } finally {
      await store.close();
    }
  }

  /** Rows of the read models that a rebuild from event 0 does not have so, as `notes: {…}` (invariant I7). */
  async differencesFromRebuild(): Promise<string[]> {
    const { eventStoreUrl, databaseUrl, clock } = this.stack;
    const store = connectEventStore(eventStoreUrl, { clock });
    const db = connectReadModels(databaseUrl);
    try {
      const differences = await compareWithRebuild(db, store);
      return differences.map(({ table, key }) => `${table}: ${JSON.stringify(key)}`);
    } finally {
      await Promise.all([store.close(), db.close()]);
    }
  }

  private bpro(method: string, path: string, body?: unknown): Promise<Response> {
    const { bproUrl, bproToken } = this.stack;
    return this.control(method, `${bproUrl}/_control${path}`, body, bproToken);
  }

  private qbo(method: string, path: string, body?: unknown): Promise<Response> {
    return this.control(method, `${this.stack.qboUrl}/_control${path}`, body, undefined);
  }

  private control(method: string, url: string, body: unknown, token: string | undefined): Promise<Response> {
    return fetch(url, {
      method,
      signal: this.signal,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private async accepted(response: Response, option: string): Promise<void> {
    const text = await response.text();
    if (response.ok) return;
    const said = /"(?:error|detail)":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 200);
    throw new UsageError(`${option}: ${said}`);
  }
}

async function answerOf<T>(response: Response, system: string): Promise<T> {
  if (!response.ok) throw new Error(`${system}'s control endpoint answered ${String(response.status)}`);
  return (await response.json()) as T;
}
