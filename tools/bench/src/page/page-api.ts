import type { AddressInfo } from 'node:net';
import { BproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { realClock } from '@bpro-qbo-sync/clock';
import { MemoryEventStore } from '@bpro-qbo-sync/event-store';
import { startThrowawayPostgres } from '@bpro-qbo-sync/local-stack';
import { createQboClient, createTokenCipher, quickbooksUrls } from '@bpro-qbo-sync/qbo-client';
import { connectReadModels, rebuildReadModels } from '@bpro-qbo-sync/read-models';
import { connectRecordStore } from '@bpro-qbo-sync/record-store';
import { createHttpApplication, createLogger, Metrics, readConfiguration } from '@bpro-qbo-sync/sync-api';
import { createTokenVault, tenantHashes } from '@bpro-qbo-sync/sync-application/nest';
import { SignJWT } from 'jose';
import { fillBooks, type BooksSize } from './filled-books.js';

const SHARED_KEY = 'a-shared-key-of-the-platform-for-the-benchmark';
const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');

/** The API over PostgreSQL with the books of some tenants, as support asks it. */
export interface PageApi {
  readonly origin: string;
  /** Of support, for an hour. */
  readonly token: string;
  /** Answers the body's length in bytes. Throws unless the status is 200. */
  get(path: string): Promise<number>;
  json(path: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function startPageApi(sizes: readonly BooksSize[]): Promise<PageApi> {
  const database = await startThrowawayPostgres();
  const clock = realClock;
  const store = new MemoryEventStore();
  const records = connectRecordStore(database.url, { clock });
  const db = connectReadModels(database.url);
  const bpro = new BproSimulator({ clock, random: Math.random });
  await records.migrate();
  for (const size of sizes) await fillBooks({ store, records }, size);
  await db.prepare();
  await rebuildReadModels({ store, db });
  const configuration = readConfiguration({
    PUBLIC_URL: 'http://127.0.0.1:4000',
    EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
    DATABASE_URL: database.url,
    QBO_CLIENT_ID: 'unused',
    QBO_CLIENT_SECRET: 'unused',
    QBO_ENVIRONMENT: 'http://127.0.0.1:9',
    BPRO_BASE_URL: 'http://127.0.0.1:9',
    BPRO_TOKEN: 'unused',
    TOKEN_KEYS: `k1:${key(7)}`,
    TENANT_HASH_KEY: key(8),
    SESSION_KEY: key(9),
    JWT_SHARED_KEY: SHARED_KEY,
    JWT_ISSUER: 'bpro',
    JWT_AUDIENCE: 'quickbooks-sync',
    LOG_LEVEL: 'silent',
  });
  const { api: qbo, connector } = createQboClient({
    clock,
    vault: createTokenVault(records.secrets, createTokenCipher(configuration.tokenKeys)),
    baseUrls: quickbooksUrls('http://127.0.0.1:9'),
    clientId: 'unused',
    clientSecret: 'unused',
    redirectUri: 'http://127.0.0.1:4000/api/oauth/callback',
    random: Math.random,
  });
  const app = await createHttpApplication({
    configuration,
    logger: createLogger('silent'),
    metrics: new Metrics(),
    world: {
      ports: {
        store,
        records,
        qbo,
        bpro: bpro.port(),
        clock,
        newId: () => crypto.randomUUID(),
        hashFor: tenantHashes(configuration.tenantHashKey),
        log: () => undefined,
      },
      connector,
      readModels: db.queries,
      countOldKeys: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
  });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  const origin = `http://127.0.0.1:${String(port)}`;
  const token = await new SignJWT({ sub: 'bench', role: 'support' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('bpro')
    .setAudience('quickbooks-sync')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SHARED_KEY));
  const ask = async (path: string): Promise<string> => {
    const answer = await fetch(`${origin}/api/tenants/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    if (answer.status !== 200)
      throw new Error(`${path} answered ${String(answer.status)}: ${text.slice(0, 300)}`);
    return text;
  };
  return {
    origin,
    token,
    get: async (path) => (await ask(path)).length,
    json: async (path) => JSON.parse(await ask(path)) as unknown,
    close: async () => {
      await app.close();
      await Promise.all([records.close(), db.close(), store.close()]);
      bpro.close();
      await database.stop();
    },
  };
}
