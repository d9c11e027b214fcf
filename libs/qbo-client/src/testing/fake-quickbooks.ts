import type { Clock } from '@bpro-qbo-sync/clock';
import type { AxiosAdapter } from 'axios';
import type { QboRecord } from '../port.js';
import {
  EARLY,
  fault,
  HTML,
  json,
  LATE,
  lowerCase,
  type Mishap,
  networkError,
  type Reply,
  settle,
} from './replies.js';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
}

/** A few rooms of QuickBooks and Intuit's token endpoint, in process, with the behaviour that the client must survive. */
export class FakeQuickbooks {
  readonly seen: SeenRequest[] = [];
  readonly mishaps: Mishap[] = [];
  readonly records = new Map<string, Map<string, QboRecord>>();
  /** What a repeated request id does. */
  replays: 'replay' | 'forget' | 'batch-6000' = 'replay';
  /** bIds that a batch's answer leaves out. */
  readonly batchOmits = new Set<string>();
  latency = 0;
  accessToken = 'access-0';
  refreshToken = 'refresh-0';
  tokenMishaps: ('reset' | 'reset-done' | '500' | 'invalid_grant' | 'invalid_client' | 'html')[] = [];
  private readonly answered = new Map<string, Reply>();
  private nextId = 1;
  private grants = 0;

  constructor(private readonly clock: Clock) {}

  readonly adapter: AxiosAdapter = async (config) => {
    const url = new URL(config.url ?? '');
    const query = new URLSearchParams(url.search);
    for (const [key, value] of Object.entries((config.params ?? {}) as Record<string, unknown>))
      query.set(key, String(value));
    const request = {
      method: (config.method ?? 'get').toUpperCase(),
      path: url.pathname,
      query,
      headers: config.headers.toJSON() as Record<string, string>,
      body: typeof config.data === 'string' ? config.data : '',
      at: this.clock.now(),
    };
    this.seen.push(request);
    if (this.latency > 0) await this.clock.sleep(this.latency);
    const reply = url.pathname.startsWith('/v3/company/') ? await this.api(request) : this.oauth(request);
    return settle(config, reply);
  };

  /** Requests to the API, writes only when `method` is POST. */
  apiCalls(method?: string): SeenRequest[] {
    return this.seen.filter((r) => r.path.startsWith('/v3/') && (!method || r.method === method));
  }

  tokenCalls(): SeenRequest[] {
    return this.seen.filter((r) => r.path.endsWith('/tokens/bearer'));
  }

  all(entity: string): QboRecord[] {
    return [...(this.records.get(entity) ?? new Map<string, QboRecord>()).values()];
  }

  put(entity: string, record: QboRecord): QboRecord {
    const stored = {
      SyncToken: '0',
      ...record,
      Id: (record['Id'] as string | undefined) ?? String(this.nextId++),
    };
    const table = this.records.get(entity) ?? new Map<string, QboRecord>();
    this.records.set(entity, table.set(stored.Id, stored));
    return stored;
  }

  private async api(request: SeenRequest): Promise<Reply> {
    const mishap = this.mishaps.shift();
    if (mishap === 'refused-connection') throw networkError('ECONNREFUSED');
    if (mishap === 'reset') throw networkError('ECONNRESET');
    const early = mishap && EARLY[mishap];
    if (early) return early;
    if (request.headers['Authorization'] !== `Bearer ${this.accessToken}`)
      return json(401, lowerCase('3200'));
    const reply = this.once(request);
    if (mishap === 'reset-done') throw networkError('ECONNRESET');
    if (mishap === 'hang-done') return new Promise<Reply>(() => undefined);
    return (mishap && LATE[mishap]) ?? reply;
  }

  /** A repeated request id has the first answer. */
  private once(request: SeenRequest): Reply {
    const key = request.query.get('requestid');
    const known = key === null || this.replays === 'forget' ? undefined : this.answered.get(key);
    if (known && this.replays === 'batch-6000' && request.path.endsWith('/batch'))
      return fault(400, '6000', 'A business validation error has occurred');
    const reply = known ?? this.work(request);
    if (key !== null) this.answered.set(key, reply);
    return reply;
  }

  private work(request: SeenRequest): Reply {
    const [resource = '', id] = request.path.split('/').slice(4);
    if (resource === 'query') return this.runQuery(request.query.get('query') ?? '');
    if (resource === 'batch')
      return this.runBatch(JSON.parse(request.body) as { BatchItemRequest: QboRecord[] });
    if (resource === 'companyinfo') return json(200, { CompanyInfo: { Id: '1', CompanyName: 'Store' } });
    if (resource === 'preferences') return json(200, { Preferences: { Id: '1' } });
    if (resource === 'cdc') return this.runChanges(request.query.get('entities') ?? '');
    if (resource === 'taxservice') return json(200, { TaxCodeId: '9', TaxRateDetails: [{ TaxRateId: '3' }] });
    const entity = ENTITIES[resource] ?? resource;
    if (request.method === 'GET') {
      const found = this.records.get(entity)?.get(id ?? '');
      return found ? json(200, { [entity]: found }) : fault(400, '610');
    }
    return this.save(entity, request.query.get('operation') ?? '', JSON.parse(request.body) as QboRecord);
  }

  private save(entity: string, operation: string, body: QboRecord): Reply {
    const id = body['Id'] as string | undefined;
    if (id === undefined) return json(200, { [entity]: this.put(entity, body) });
    const before = this.records.get(entity)?.get(id);
    if (!before) return fault(400, '610');
    if (before['SyncToken'] !== body['SyncToken']) return fault(400, '5010');
    if (operation === 'delete') {
      this.records.get(entity)?.delete(id);
      return json(200, { [entity]: { Id: id, status: 'Deleted', domain: 'QBO' } });
    }
    const after = { ...before, ...body, SyncToken: String(Number(before['SyncToken']) + 1) };
    return json(200, { [entity]: this.put(entity, after) });
  }

  private runBatch({ BatchItemRequest: items }: { BatchItemRequest: QboRecord[] }): Reply {
    const answers = items.map((item) => {
      const { bId, operation } = item;
      const entity = Object.keys(item).find((key) => /^[A-Z]/.test(key)) ?? '';
      const reply = this.save(entity, String(operation), item[entity] as QboRecord);
      return { bId, ...(JSON.parse(reply.body) as QboRecord) };
    });
    return json(200, { BatchItemResponse: answers.filter(({ bId }) => !this.batchOmits.has(String(bId))) });
  }

  private runQuery(text: string): Reply {
    const entity = ENTITIES[/from (\w+)/.exec(text)?.[1] ?? ''] ?? '';
    const rows = this.all(entity).sort((a, b) => Number(a['Id']) - Number(b['Id']));
    if (text.includes('count(*)')) return json(200, { QueryResponse: { totalCount: rows.length } });
    const start = Number(/startposition (\d+)/.exec(text)?.[1] ?? 1);
    const page = rows.slice(start - 1, start - 1 + Number(/maxresults (\d+)/.exec(text)?.[1] ?? 100));
    return json(200, { QueryResponse: page.length > 0 ? { [entity]: page, maxResults: page.length } : {} });
  }

  private runChanges(entities: string): Reply {
    const lists = entities.split(',').map((entity) => ({ [entity]: this.all(entity) }));
    return json(200, { CDCResponse: [{ QueryResponse: lists }] });
  }

  private oauth(request: SeenRequest): Reply {
    const mishap = this.tokenMishaps.shift();
    if (mishap === 'reset') throw networkError('ECONNRESET');
    if (mishap === '500') return { status: 500, body: '' };
    if (mishap === 'html') return { status: 200, body: HTML };
    if (mishap === 'invalid_client') return json(401, { error: 'invalid_client' });
    if (request.path.endsWith('/revoke')) return { status: 200, body: '' };
    const form = new URLSearchParams(request.body);
    const known =
      form.get('grant_type') === 'authorization_code' || form.get('refresh_token') === this.refreshToken;
    if (mishap === 'invalid_grant' || !known)
      return json(400, { error: 'invalid_grant', error_description: 'Incorrect or invalid refresh token' });
    this.grants += 1;
    this.accessToken = `access-${String(this.grants)}`;
    if (mishap === 'reset-done') throw networkError('ECONNRESET');
    return json(200, {
      token_type: 'bearer',
      access_token: this.accessToken,
      refresh_token: this.refreshToken,
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    });
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  customer: 'Customer',
  invoice: 'Invoice',
  payment: 'Payment',
  item: 'Item',
  salesreceipt: 'SalesReceipt',
};
