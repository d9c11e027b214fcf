import { VirtualClock } from '@bpro-qbo-sync/clock';
import {
  createQboClient,
  createTokenCipher,
  inProcessAdapter,
  MemoryTokenVault,
  QBO_LIMITS,
  type QboApi,
  quickbooksUrls,
} from '@bpro-qbo-sync/qbo-client';
import { QboSimulator, tokenSetOf } from '@bpro-qbo-sync/qbo-simulator';
import { Auditor, type Peaks, type Weight } from './auditor.js';
import { type Mix, usualMix, writeMix } from './usual-mix.js';

const REALM = '9130000000000001';
export const CONNECTION = { tenant: 't1', realmId: REALM };
const MINUTE = 60_000;

/** Intuit's pages say three things about what a batch is among the 500 requests per minute. */
export type Reading = 'none' | 'request' | 'items';

export interface LimiterRun {
  readonly calls: number;
  readonly minutes: number;
  /** The least that the limits allow for these calls, of which a batch is one or as many as its items. */
  readonly boundMinutes: number;
  readonly peaks: Peaks;
  /** Answers of 429. */
  readonly refused: number;
  /** Records of the mix that QuickBooks has afterwards, and should have. */
  readonly stored: number;
  readonly wanted: number;
}

const WEIGHTS: Readonly<Record<Reading, Weight>> = {
  none: (items) => (items === undefined ? 1 : 0),
  request: () => 1,
  items: (items) => items ?? 1,
};

/** Besides the run: what else asks QuickBooks for something meanwhile. */
export type Meanwhile = (api: QboApi, clock: VirtualClock, simulator: QboSimulator) => Promise<unknown>;

/** Another app of the same company: `calls` reads, evenly, so many a minute. */
export async function otherApp(
  simulator: QboSimulator,
  clock: VirtualClock,
  calls: number,
  perMinute: number,
): Promise<void> {
  const { access_token } = simulator.connect(REALM, 'another-app');
  for (let n = 0; n < calls; n++) {
    await simulator.handle({
      method: 'GET',
      url: `/v3/company/${REALM}/companyinfo/${REALM}`,
      headers: { authorization: `Bearer ${access_token}` },
      body: '',
    });
    await clock.sleep(MINUTE / perMinute);
  }
}

/**
 * The production client, with its default limits, writes the usual mix on virtual time against the simulator with
 * Intuit's limits. QuickBooks takes 150 to 300 ms for a request and 1.5 to 3.5 s for a batch.
 */
export async function limiterRun(
  reading: Reading,
  records: number,
  meanwhile?: Meanwhile,
): Promise<LimiterRun> {
  const clock = new VirtualClock(Date.UTC(2026, 4, 5, 9));
  const random = numbers();
  const limits = { batchCountsAs: reading };
  const simulator = new QboSimulator({
    clock,
    random,
    switches: { limits, oauth: { accessMs: 86_400_000 } },
  });
  simulator.createCompany({ realmId: REALM, name: 'Company', profile: 'us-manual' });
  const user = simulator.user(REALM);
  const customerId = String(user.create('Customer', { DisplayName: 'Ann' })['Id']);
  const before = stored(simulator);
  simulator.faults.decideWith(({ operation, inBatch }) =>
    inBatch
      ? undefined
      : {
          kind: 'latency',
          ms: operation === 'batch' ? 1500 + 2000 * random() : 150 + 150 * random(),
          afterCommit: true,
        },
  );
  const auditor = new Auditor(() => clock.now());
  const api = await connected(simulator, clock, random, auditor, reading);
  const mix = usualMix(records, { customerId, itemId: '1', accountId: '79' });
  const began = clock.now();
  let ended = began;
  await clock.runUntil(
    Promise.all([
      writeMix(api, CONNECTION, mix).then(() => {
        ended = clock.now();
      }),
      meanwhile?.(api, clock, simulator),
    ]),
  );
  return {
    calls: auditor.count,
    minutes: (ended - began) / MINUTE,
    boundMinutes: boundOf(mix, reading),
    peaks: auditor.peaks(WEIGHTS[reading]),
    refused: auditor.refused,
    stored: stored(simulator) - before,
    wanted: mix.singles.length + mix.batches.flat().length,
  };
}

/**
 * The calls at 500 a minute and the batches at 40, whichever takes longer. Where batches have a limit of their own, they
 * count among the calls all the same: the client is careful about that, for a twentieth of the time.
 */
function boundOf({ batches, singles }: Mix, reading: Reading): number {
  const weight = WEIGHTS[reading === 'none' ? 'request' : reading];
  const requests = singles.length + batches.reduce((sum, items) => sum + weight(items.length), 0);
  return Math.max(requests / QBO_LIMITS.requestsPerMinute, batches.length / QBO_LIMITS.batchesPerMinute);
}

const stored = (simulator: QboSimulator): number => {
  const dump = simulator.dump(REALM);
  return (['Item', 'Customer', 'Invoice', 'Payment', 'RefundReceipt'] as const).reduce(
    (sum, entity) => sum + dump[entity].length,
    0,
  );
};

async function connected(
  simulator: QboSimulator,
  clock: VirtualClock,
  random: () => number,
  auditor: Auditor,
  reading: Reading,
): Promise<QboApi> {
  const key = Buffer.alloc(32, 7).toString('base64');
  const vault = new MemoryTokenVault(createTokenCipher([{ id: 'k1', key }]));
  const tokens = simulator.connect(REALM);
  await vault.save(CONNECTION.tenant, tokenSetOf(REALM, tokens, clock.now()));
  const { clientId, clientSecret } = simulator.switches.oauth;
  return createQboClient({
    clock,
    vault,
    random,
    clientId,
    clientSecret,
    http: inProcessAdapter(auditor.watch((request) => simulator.handle(request))),
    baseUrls: quickbooksUrls('http://simulator'),
    redirectUri: 'http://localhost:3000/callback',
    limits: { batchItemsCount: reading === 'items' },
  }).api;
}

/** A fixed sequence in [0, 1). */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
