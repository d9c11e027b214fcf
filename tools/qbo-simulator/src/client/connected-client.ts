import {
  createQboClient,
  createTokenCipher,
  inProcessAdapter,
  MemoryTokenVault,
  quickbooksUrls,
  type Connection,
  type QboClient,
  type QboClientOptions,
  type WriteOptions,
} from '@bpro-qbo-sync/qbo-client';
import { tokenSetOf } from '../oauth/token-set.js';
import { Bench, type BenchOptions, REALM, seeded } from '../spec-support/in-process.js';

export const CONNECTION: Connection = { tenant: 't1', realmId: REALM };

export const live = (requestId: string): WriteOptions => ({ requestId, lane: 'live' });
export const bulk = (requestId: string): WriteOptions => ({ requestId, lane: 'bulk' });

export interface ClientBench extends QboClient {
  readonly bench: Bench;
  readonly vault: MemoryTokenVault;
  /** Runs on the virtual clock until it settles. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** The production client, unmodified, on a simulator in the same process and one virtual clock. */
export async function clientBench(
  options: BenchOptions = {},
  client: Partial<QboClientOptions> = {},
): Promise<ClientBench> {
  const bench = new Bench(options);
  const { clock, simulator } = bench;
  const vault = new MemoryTokenVault(
    createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]),
  );
  const tokens = simulator.connect(REALM);
  await vault.save(CONNECTION.tenant, tokenSetOf(REALM, tokens, clock.now()));
  const { clientId, clientSecret } = simulator.switches.oauth;
  const made = createQboClient({
    clock,
    vault,
    http: inProcessAdapter((request) => simulator.handle(request)),
    baseUrls: quickbooksUrls('http://simulator'),
    clientId,
    clientSecret,
    redirectUri: 'http://localhost:3000/callback',
    random: seeded(7),
    ...client,
  });
  return { ...made, bench, vault, run: (work) => clock.runUntil(work) };
}
