import {
  BproMalformed,
  BproNotFound,
  BproUnavailable,
  type BproChange,
  type BproPort,
} from '@bpro-qbo-sync/bpro-adapter';
import { QboFault, type QboApi, type QboRecord, type QboWrite } from '@bpro-qbo-sync/qbo-client';
import { BPRO_SCHEMAS, type BproRecord } from '@bpro-qbo-sync/sync-domain';

const NOON = '2026-02-01T12:00:00.000Z';

export const refusal = (code: string, kind: QboFault['kind'] = 'validation'): QboFault =>
  new QboFault({
    kind,
    code,
    message: 'refused',
    detail: '',
    element: undefined,
    httpStatus: 400,
    intuitTid: '1-tid',
    retryable: false,
  });

export interface SentWrite extends QboWrite {
  readonly requestId: string;
}

/** Says no to a write, or answers with something else than was sent. */
export interface Whims {
  refuse?(write: QboWrite): QboFault | undefined;
  store?(record: QboRecord): QboRecord;
  /** The write is done and its answer never arrives. */
  loseAnswer?: boolean;
}

/** As much of QuickBooks as writing needs: ids, SyncTokens, answers kept by request id. Reads only by Id or name. */
export class PretendQuickbooks {
  readonly sent: SentWrite[] = [];
  readonly queries: string[] = [];
  readonly records = new Map<string, QboRecord>();
  private readonly answers = new Map<string, QboRecord | QboFault>();
  private nextId = 100;
  whims: Whims = {};
  /** Called before a write is done. */
  beforeWrite: () => Promise<void> = () => Promise.resolve();

  api(): Partial<QboApi> {
    return {
      write: async (_connection, write, { requestId }) => {
        const record = await this.once(write, requestId);
        if (this.whims.loseAnswer) throw refusal('timeout', 'unknown-outcome');
        return { record, intuitTid: '1-tid' };
      },
      batch: async (_connection, items, { requestId }) => {
        const results = [];
        for (const item of items) {
          try {
            const record = await this.once(item, `${requestId}${item.bId}`);
            results.push({ bId: item.bId, ok: true, written: { record, intuitTid: '1-tid' } } as const);
          } catch (fault) {
            results.push({ bId: item.bId, ok: false, fault: fault as QboFault } as const);
          }
        }
        if (this.whims.loseAnswer) throw refusal('timeout', 'unknown-outcome');
        return results;
      },
      query: (_connection, { entity, where = [] }) => {
        this.queries.push(entity);
        const wanted = where.filter(({ operator }) => operator === '=');
        const found = [...this.records.values()].filter((record) =>
          wanted.every(({ property, value }) => record[property] === value),
        );
        return Promise.resolve(found);
      },
    };
  }

  private async once(write: QboWrite, requestId: string): Promise<QboRecord> {
    await this.beforeWrite();
    this.sent.push({ ...write, requestId });
    const known = this.answers.get(requestId);
    const answer = known ?? this.whims.refuse?.(write) ?? this.carryOut(write);
    if (!(answer instanceof QboFault && answer.kind === 'unavailable')) this.answers.set(requestId, answer);
    if (answer instanceof QboFault) throw answer;
    return answer;
  }

  private carryOut({ entity, operation, body }: QboWrite): QboRecord | QboFault {
    const id = operation === 'create' ? String(this.nextId++) : String(body['Id']);
    const before = this.records.get(`${entity}/${id}`);
    if (operation !== 'create' && before?.['SyncToken'] !== body['SyncToken'])
      return refusal('5010', 'stale');
    const SyncToken = String(Number(before?.['SyncToken'] ?? '-1') + 1);
    const MetaData = { CreateTime: NOON, LastUpdatedTime: NOON };
    const { sparse, ...fields } = body;
    const voided = operation === 'void' ? { TotalAmt: 0, Balance: 0, Line: [] } : {};
    const record = { ...before, ...fields, ...voided, Id: id, SyncToken, MetaData };
    const stored = this.whims.store?.(record) ?? record;
    this.records.set(`${entity}/${id}`, stored);
    return stored;
  }
}

const ENDED_AS: Readonly<Partial<Record<BproRecord['state'], BproChange['kind']>>> = {
  inactive: 'deactivated',
  voided: 'voided',
  deleted: 'deleted',
};

/** As much of BPro as replay needs: records, and the feed of their changes. */
export class PretendBpro {
  readonly reads: string[] = [];
  private readonly records = new Map<string, BproRecord>();
  private readonly feed: BproChange[] = [];

  /** Puts a record as it is now, and its change into the feed. */
  put(type: BproRecord['type'], id: string, data: BproRecord['data'], more: Partial<BproRecord> = {}): void {
    const key = `${type}/${id}`;
    const version = (this.records.get(key)?.version ?? 0) + 1;
    const record: BproRecord = {
      type,
      id,
      version,
      createdAt: NOON,
      updatedAt: NOON,
      state: 'active',
      origin: 'bpro',
      data,
      ...more,
    };
    this.records.set(key, record);
    const position = String(this.feed.length + 1);
    const kind = version === 1 ? 'created' : (ENDED_AS[record.state] ?? 'updated');
    this.feed.push({ position, type, id, kind, version, origin: record.origin, at: NOON });
  }

  record(type: BproRecord['type'], id: string): BproRecord {
    const found = this.records.get(`${type}/${id}`);
    if (!found) throw new BproNotFound(`${type} ${id}`);
    return found;
  }

  port(): BproPort {
    const known: Partial<BproPort> = {
      read: (_tenant, type, id) => {
        this.reads.push(`${type}/${id}`);
        const issue = BPRO_SCHEMAS[type].safeParse(this.record(type, id).data).error?.issues[0];
        if (!issue) return Promise.resolve(this.record(type, id));
        const path = ['data', ...issue.path].join('.');
        return Promise.reject(new BproMalformed({ type, id, path, problem: issue.message }));
      },
      create: (_tenant, type, data) => {
        const id = `new-${String(this.records.size + 1)}`;
        this.put(type, id, data, { origin: 'sync' });
        return Promise.resolve(this.record(type, id));
      },
      update: (_tenant, type, id, _version, changes) => {
        this.put(type, id, { ...this.record(type, id).data, ...changes }, { origin: 'sync' });
        return Promise.resolve(this.record(type, id));
      },
      feedHead: () => Promise.resolve(String(this.feed.length)),
      changes: (_tenant, after, limit) => {
        const from = Number(after);
        const changes = this.feed.slice(from, from + limit);
        const position = String(from + changes.length);
        return Promise.resolve({ changes, position, more: from + limit < this.feed.length });
      },
    };
    const away = (): Promise<never> => Promise.reject(new BproUnavailable('away', false));
    return new Proxy(known as BproPort, {
      get: (port, name) => (name in port ? (Reflect.get(port, name) as unknown) : away),
    });
  }
}
