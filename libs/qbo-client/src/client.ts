import type { Clock } from '@bpro-qbo-sync/clock';
import type { AxiosAdapter } from 'axios';
import type { Call } from './call.js';
import { Caller } from './caller.js';
import { createConnector } from './connector.js';
import { IntuitTokens } from './intuit-oauth.js';
import { QBO_LIMITS, type QboLimits } from './limits.js';
import type { QboLog } from './log.js';
import { pages } from './pager.js';
import { type CallPolicy, DEFAULT_POLICY } from './policy.js';
import type { Connection, QboApi, QboConnector, TokenVault } from './port.js';
import { changesCall, companyInfoCall, countCall, preferencesCall, queryCall, readCall } from './reads.js';
import { TokenService } from './token-service.js';
import type { QuickbooksUrls } from './urls.js';
import type { ObservedCall } from './usage.js';
import { batchCall, taxCodeCall, writeCall } from './writes.js';

export interface QboClientOptions {
  readonly clock: Clock;
  readonly vault: TokenVault;
  readonly baseUrls: QuickbooksUrls;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** [0, 1): jitter. */
  readonly random: () => number;
  /** Replaces HTTP for both libraries: an in-process simulator. */
  readonly http?: AxiosAdapter;
  readonly log?: QboLog;
  readonly onCall?: (call: ObservedCall) => void;
  readonly limits?: Partial<QboLimits>;
  readonly policy?: Partial<CallPolicy>;
}

export interface QboClient {
  readonly api: QboApi;
  readonly connector: QboConnector;
  /** How many items to put into the next batch for a company: 5 to 30, by how long batches took. */
  batchSize(realmId: string): number;
}

/** QuickBooks Online by `node-quickbooks` and `intuit-oauth`. One per process: its limits are kept in memory. */
export function createQboClient(options: QboClientOptions): QboClient {
  const { clock, vault, random, baseUrls, http, onCall } = options;
  const { clientId, clientSecret, redirectUri } = options;
  const log: QboLog = options.log ?? (() => undefined);
  const policy = { ...DEFAULT_POLICY, ...options.policy };
  const limits = { ...QBO_LIMITS, ...options.limits };
  const intuit = new IntuitTokens({
    app: { clientId, clientSecret, redirectUri },
    urls: baseUrls,
    clock,
    http,
    timeout: policy.tokenTimeout,
  });
  const tokens = new TokenService({ clock, vault, intuit, policy, random, log });
  const { api } = baseUrls;
  const caller = new Caller({ clock, tokens, http, api, limits, policy, random, log, onCall });
  return {
    api: createApi(caller, limits),
    connector: createConnector(intuit, vault, clock),
    batchSize: (realmId) => caller.batchSize(realmId),
  };
}

/** Async, so that a call that cannot be made rejects like one that failed. */
function createApi(caller: Caller, { itemsPerBatch }: QboLimits): QboApi {
  const run = async <T>(connection: Connection, call: () => Call<T>): Promise<T> =>
    caller.run(connection, call());
  return {
    companyInfo: (connection) => run(connection, () => companyInfoCall(connection.realmId)),
    preferences: (connection) => run(connection, preferencesCall),
    query: async (connection, query, lane) => (await run(connection, () => queryCall(query, lane))).rows,
    pages: (connection, entity, where = []) =>
      pages((query) => run(connection, () => queryCall(query)), entity, where),
    count: (connection, entity, where = []) => run(connection, () => countCall(entity, where)),
    changes: (connection, entities, since) => run(connection, () => changesCall(entities, since)),
    read: (connection, entity, id, lane) => run(connection, () => readCall(entity, id, lane)),
    write: (connection, write, options) => run(connection, () => writeCall(write, options)),
    batch: (connection, items, options) => run(connection, () => batchCall(items, options, itemsPerBatch)),
    createTaxCode: (connection, body, options) => run(connection, () => taxCodeCall(body, options)),
    usage: (realmId) => caller.usage(realmId),
  };
}
