import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { BproPort } from '@bpro-qbo-sync/bpro-adapter';
import { BproSimulator } from '@bpro-qbo-sync/bpro-simulator';
import { type Clock, scaledClock } from '@bpro-qbo-sync/clock';
import { generateBooks, type GeneratedBooks } from '@bpro-qbo-sync/demo-books';
import { type EventStore, MemoryEventStore } from '@bpro-qbo-sync/event-store';
import { createQboClient, createTokenCipher, quickbooksUrls } from '@bpro-qbo-sync/qbo-client';
import { startQboSimulator, type SimulatorServer, type SwitchOverrides } from '@bpro-qbo-sync/qbo-simulator';
import { projectInMemory } from '@bpro-qbo-sync/read-models';
import { MemoryRecordStore } from '@bpro-qbo-sync/record-store';
import { createHttpApplication, createLogger, Metrics, readConfiguration } from '@bpro-qbo-sync/sync-api';
import type { Ports } from '@bpro-qbo-sync/sync-application';
import { createTokenVault, tenantHashes } from '@bpro-qbo-sync/sync-application/nest';
import { DEFAULT_SETTINGS, type Settings } from '@bpro-qbo-sync/sync-domain';
import { SignJWT } from 'jose';
import supertest from 'supertest';

export const TENANT = 'acme';
export const REALM = '9130350000000001';
const JWT_SHARED_KEY = 'a-shared-key-of-the-platform-for-tests';
const SCALE = 50;
const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');

export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'http://127.0.0.1:4000',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  DATABASE_URL: 'postgresql://127.0.0.1:5432/none',
  QBO_CLIENT_ID: 'simulator-client-id',
  QBO_CLIENT_SECRET: 'simulator-client-secret',
  BPRO_BASE_URL: 'http://127.0.0.1:4020',
  BPRO_TOKEN: 'unused',
  TOKEN_KEYS: `k1:${key(7)}`,
  TENANT_HASH_KEY: key(8),
  SESSION_KEY: key(9),
  JWT_SHARED_KEY,
  JWT_ISSUER: 'bpro',
  JWT_AUDIENCE: 'quickbooks-sync',
  LOG_LEVEL: 'debug',
  DEMO_TOKENS: TENANT,
  CLOCK_SCALE: String(SCALE),
};

export const sign = (claims: Record<string, unknown>, secret = JWT_SHARED_KEY): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('bpro')
    .setAudience('quickbooks-sync')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

export const managerOf = (tenant: string): Promise<string> => sign({ sub: 'm-1', role: 'manager', tenant });
export const support = (): Promise<string> => sign({ sub: 's-1', role: 'support' });

/** The API over stores in memory and both simulators; what is asked goes over real HTTP. */
export interface ApiBench {
  readonly server: Server;
  readonly ports: Ports;
  readonly store: EventStore;
  readonly qbo: SimulatorServer;
  readonly bpro: BproSimulator;
  readonly books: GeneratedBooks;
  /** Every line that was logged. */
  readonly logged: string[];
  request(method: 'get' | 'post' | 'put' | 'delete', path: string, token: string): supertest.Test;
  close(): Promise<void>;
}

export interface BenchOptions {
  readonly seed?: number;
  readonly size?: number;
  readonly traps?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** How QuickBooks behaves; without limits in any case. */
  readonly quickBooks?: SwitchOverrides;
  /** Default: the in-memory twin. */
  readonly store?: (clock: Clock) => EventStore;
  /** The way to BPro; default: in process. */
  readonly bproPort?: (simulator: BproSimulator, clock: Clock) => BproPort;
}

export async function startApiBench({
  seed = 1,
  size = 40,
  traps = false,
  env = {},
  quickBooks = {},
  store: openStore = () => new MemoryEventStore(),
  bproPort = (simulator) => simulator.port(),
}: BenchOptions = {}): Promise<ApiBench> {
  const origin = Date.now();
  const clock = scaledClock(SCALE, origin);
  const books = generateBooks({ seed, size, profile: 'us-manual', traps });
  const qbo = await startQboSimulator({ clock, switches: { ...quickBooks, limits: 'none' } });
  qbo.simulator.loadRecords({ realmId: REALM, records: books.qbo as never });
  const bpro = new BproSimulator({ clock, random: Math.random });
  bpro.loadBooks(TENANT, books.bpro);
  const logged: string[] = [];
  const logger = createLogger('debug', { write: (line) => void logged.push(line) });
  const configuration = readConfiguration({
    ...ENVIRONMENT,
    QBO_ENVIRONMENT: qbo.baseUrl,
    CLOCK_ORIGIN: String(origin),
    ...env,
  });
  const store = openStore(clock);
  const records = new MemoryRecordStore({ clock });
  const projector = projectInMemory(store);
  const metrics = new Metrics();
  const { api, connector } = createQboClient({
    clock,
    vault: createTokenVault(records.secrets, createTokenCipher(configuration.tokenKeys)),
    baseUrls: quickbooksUrls(qbo.baseUrl),
    clientId: configuration.qbo.clientId,
    clientSecret: configuration.qbo.clientSecret,
    redirectUri: configuration.qbo.redirectUri,
    random: Math.random,
    log: (level, event, fields) => {
      logger[level](fields, event);
    },
    onCall: (call) => {
      metrics.observeCall(call);
    },
  });
  const ports: Ports = {
    store,
    records,
    qbo: api,
    bpro: bproPort(bpro, clock),
    clock,
    newId: randomUUID,
    hashFor: tenantHashes(configuration.tenantHashKey),
    log: (level, message, fields) => {
      logger[level](fields, message);
    },
  };
  const app = await createHttpApplication({
    configuration,
    logger,
    metrics,
    world: {
      ports,
      connector,
      readModels: projector.queries,
      countOldKeys: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
  });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  return {
    server,
    ports,
    store,
    qbo,
    bpro,
    books,
    logged,
    request: (method, path, token) => supertest(server)[method](path).set('authorization', `Bearer ${token}`),
    close: async () => {
      await app.close();
      await projector.stop();
      await store.close();
      await qbo.close();
      bpro.close();
    },
  };
}

/** What the consent page of QuickBooks does: the callback's address, with a code for the company. */
export async function consent(authorizeUrl: string, realmId = REALM, action = 'connect'): Promise<URL> {
  const asked = new URL(authorizeUrl);
  const fields = new URLSearchParams(asked.searchParams);
  fields.set('realmId', realmId);
  fields.set('action', action);
  const answer = await fetch(`${asked.origin}/connect/oauth2`, {
    method: 'POST',
    body: fields,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? 'about:blank');
}

/** Connects as a manager with a token; answers where the browser ends. */
export async function connect(
  bench: ApiBench,
  manager: string,
  { tenant = TENANT, realmId = REALM, action = 'connect', startOver = false } = {},
): Promise<URL> {
  const begun = await bench
    .request('post', `/api/tenants/${tenant}/connection`, manager)
    .send({ startOver })
    .expect(201);
  const callback = await consent((begun.body as { url: string }).url, realmId, action);
  const cookies = begun.get('Set-Cookie') ?? [];
  const landed = await supertest(bench.server)
    .get(`${callback.pathname}${callback.search}`)
    .set('cookie', cookies.map((line) => line.split(';', 1)[0]).join('; '))
    .expect(302);
  return new URL(landed.get('location') ?? '');
}

/** Enables the tenant and connects its company. */
export async function enableAndConnect(bench: ApiBench, manager: string): Promise<URL> {
  await bench.request('post', `/api/tenants/${TENANT}/enable`, await support()).expect(204);
  return connect(bench, manager);
}

/** A customer of BPro with a name and nothing else. */
export const customerNamed = (displayName: string): Readonly<Record<string, unknown>> => ({
  displayName,
  givenName: null,
  familyName: null,
  companyName: null,
  email: null,
  phone: null,
  billingAddress: null,
  shippingAddress: null,
  salesTermId: null,
  taxExempt: false,
});

/** Asks for a plan and waits for it; answers its run. */
export async function makePlan(bench: ApiBench, manager: string, body: object = {}): Promise<string> {
  const base = `/api/tenants/${TENANT}`;
  const asked = await bench.request('post', `${base}/plans`, manager).send(body).expect(202);
  const { run } = asked.body as { run: string };
  await until(
    async () =>
      ((await bench.request('get', `${base}/runs/${run}`, manager)).body as { status: string }).status,
    (status) => status === 'planned',
  );
  return run;
}

/** Configures, plans, starts and waits; answers the run. */
export async function fullSync(
  bench: ApiBench,
  manager: string,
  settings: Partial<Settings> = {},
): Promise<string> {
  const base = `/api/tenants/${TENANT}`;
  await bench
    .request('put', `${base}/settings`, manager)
    .send({ ...DEFAULT_SETTINGS, refundAccountId: '35', ...settings })
    .expect(200);
  const run = await makePlan(bench, manager);
  const status = async (): Promise<string> =>
    ((await bench.request('get', `${base}/runs/${run}`, manager)).body as { status: string }).status;
  await bench.request('post', `${base}/runs/${run}/start`, manager).send({}).expect(202);
  await until(status, (now) => now === 'completed');
  await until(
    async () => ((await bench.request('get', base, manager)).body as { activeRun: string | null }).activeRun,
    (active) => active === null,
  );
  return run;
}

/** Asks again and again until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (attempt > 600) throw new Error(`still not as wanted: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
