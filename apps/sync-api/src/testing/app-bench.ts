import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { BproUnavailable, type BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { realClock } from '@bpro-qbo-sync/clock';
import { MemoryEventStore } from '@bpro-qbo-sync/event-store';
import { QboFault, type QboApi } from '@bpro-qbo-sync/qbo-client';
import { type InMemoryProjector, projectInMemory } from '@bpro-qbo-sync/read-models';
import { MemoryRecordStore } from '@bpro-qbo-sync/record-store';
import { tenantHashes } from '@bpro-qbo-sync/sync-application/nest';
import { SignJWT } from 'jose';
import supertest from 'supertest';
import { readConfiguration } from '../configuration.js';
import { createHttpApplication } from '../http-application.js';
import { createLogger } from '../operations/logging.js';
import { Metrics } from '../operations/metrics.js';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
export const SHARED_KEY = 'a-shared-key-of-the-platform-for-tests';

/** An environment that works. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'http://127.0.0.1:4000',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  DATABASE_URL: 'postgresql://127.0.0.1:5432/none',
  QBO_ENVIRONMENT: 'sandbox',
  QBO_CLIENT_ID: 'client',
  QBO_CLIENT_SECRET: 'planted-client-secret',
  BPRO_BASE_URL: 'http://127.0.0.1:4020',
  BPRO_TOKEN: 'planted-bpro-token',
  TOKEN_KEYS: `k1:${key(7)}`,
  TENANT_HASH_KEY: key(8),
  SESSION_KEY: key(9),
  JWT_SHARED_KEY: SHARED_KEY,
  JWT_ISSUER: 'bpro',
  JWT_AUDIENCE: 'quickbooks-sync',
  LOG_LEVEL: 'debug',
};

interface TokenOptions {
  readonly key?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string;
}

export const sign = (
  claims: Readonly<Record<string, unknown>>,
  {
    key: secret = SHARED_KEY,
    issuer = 'bpro',
    audience = 'quickbooks-sync',
    expires = '1h',
  }: TokenOptions = {},
): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));

export const managerOf = (tenant: string): Promise<string> => sign({ sub: 'm-1', role: 'manager', tenant });
export const support = (): Promise<string> => sign({ sub: 's-1', role: 'support' });

const refusing = <Port extends object>(fault: () => Error): Port =>
  new Proxy({} as Port, { get: () => () => Promise.reject(fault()) });

const noQuickBooks = (): Error =>
  new QboFault({
    kind: 'unavailable',
    code: 'network',
    message: 'planted text of a fault',
    detail: 'planted detail',
    element: undefined,
    httpStatus: undefined,
    intuitTid: undefined,
    retryable: true,
  });

/** The API over stores in memory; neither QuickBooks nor BPro answers. */
export interface AppBench {
  readonly server: Server;
  readonly store: MemoryEventStore;
  readonly records: MemoryRecordStore;
  readonly projector: InMemoryProjector;
  readonly logged: string[];
  ask(method: 'get' | 'post' | 'put' | 'delete', path: string, token?: string): supertest.Test;
  close(): Promise<void>;
}

export async function startAppBench(env: Readonly<Record<string, string>> = {}): Promise<AppBench> {
  const configuration = readConfiguration({ ...ENVIRONMENT, ...env });
  const logged: string[] = [];
  const logger = createLogger('debug', { write: (line) => void logged.push(line) });
  const store = new MemoryEventStore();
  const records = new MemoryRecordStore({ clock: realClock });
  const projector = projectInMemory(store);
  const app = await createHttpApplication({
    configuration,
    logger,
    metrics: new Metrics(),
    world: {
      ports: {
        store,
        records,
        qbo: refusing<QboApi>(noQuickBooks),
        bpro: refusing<BproPort>(() => new BproUnavailable('planted text of BPro', false)),
        clock: realClock,
        newId: randomUUID,
        hashFor: tenantHashes(configuration.tenantHashKey),
        log: (level, message, fields) => {
          logger[level](fields, message);
        },
      },
      connector: {
        authorizeUrl: (state) => `https://quickbooks.test/consent?state=${state}`,
        connect: (_tenant, { realmId }) => Promise.resolve({ realmId }),
        disconnect: () => Promise.resolve(),
      },
      readModels: projector.queries,
      countOldKeys: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
  });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  return {
    server,
    store,
    records,
    projector,
    logged,
    ask: (method, path, token) => {
      const asked = supertest(server)[method](path);
      return token === undefined ? asked : asked.set('authorization', `Bearer ${token}`);
    },
    close: async () => {
      await app.close();
      await projector.stop();
      await store.close();
    },
  };
}
