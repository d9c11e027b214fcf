import { VirtualClock } from '@bpro-qbo-sync/clock';
import { createQboClient, type QboClient, type QboClientOptions } from '../client.js';
import { MemoryTokenVault } from '../memory-token-vault.js';
import type { TokenSet, WriteOptions } from '../port.js';
import { createTokenCipher } from '../token-cipher.js';
import { quickbooksUrls } from '../urls.js';
import { FakeQuickbooks } from './fake-quickbooks.js';

export const CONNECTION = { tenant: 't1', realmId: '4620816365' };

export const live = (requestId: string): WriteOptions => ({ requestId, lane: 'live' });

export const tokensAt = (now: number, change: Partial<TokenSet> = {}): TokenSet => ({
  realmId: CONNECTION.realmId,
  accessToken: 'access-0',
  accessExpiresAt: now + 3_600_000,
  refreshToken: 'refresh-0',
  refreshExpiresAt: now + 100 * 24 * 3_600_000,
  refreshHardExpiresAt: undefined,
  version: 1,
  ...change,
});

export interface ConnectedClient extends QboClient {
  readonly clock: VirtualClock;
  readonly server: FakeQuickbooks;
  readonly vault: MemoryTokenVault;
  /** Every log line and observed call, as text. */
  readonly told: string[];
}

/** A client that is connected to a fake QuickBooks, on a virtual clock. */
export async function connectedClient(
  options: Partial<QboClientOptions> = {},
  tokens: Partial<TokenSet> = {},
): Promise<ConnectedClient> {
  const clock = new VirtualClock();
  const server = new FakeQuickbooks(clock);
  const vault = new MemoryTokenVault(
    createTokenCipher([{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }]),
  );
  await vault.save(CONNECTION.tenant, tokensAt(clock.now(), tokens));
  const told: string[] = [];
  const client = createQboClient({
    clock,
    vault,
    http: server.adapter,
    baseUrls: quickbooksUrls('http://127.0.0.1:1'),
    clientId: 'client',
    clientSecret: 'planted-secret',
    redirectUri: 'http://127.0.0.1/callback',
    random: () => 0.5,
    log: (...line) => told.push(JSON.stringify(line)),
    onCall: (call) => told.push(JSON.stringify(call)),
    ...options,
  });
  return { clock, server, vault, told, ...client };
}
