/**
 * A program for the test beside it: one process of several that share a company's tokens, as the hosts do. It takes
 * `Order`s from its parent and answers each with an `Outcome`.
 */
import { realClock, type Clock } from '@bpro-qbo-sync/clock';
import {
  createQboClient,
  createTokenCipher,
  type Connection,
  QboFault,
  quickbooksUrls,
  type TokenVault,
} from '@bpro-qbo-sync/qbo-client';
import { connectRecordStore } from '@bpro-qbo-sync/record-store';
import { createTokenVault } from '@bpro-qbo-sync/sync-application/nest';

export interface Order {
  /** How many callers ask QuickBooks for something, all at once. */
  readonly callers: number;
  /** Milliseconds by which the time is ahead of the wall's. */
  readonly ahead: number;
  /** The process is killed when Intuit has answered a refresh and nothing is stored. */
  readonly dieBeforeStoring: boolean;
}

/** How the calls ended: `ok`, or the code of their fault, to how many. */
export type Outcome = Readonly<Record<string, number>>;

export interface CallerSettings {
  readonly databaseUrl: string;
  readonly quickbooksUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly key: string;
  readonly connection: Connection;
}

const settings = JSON.parse(process.env['CALLER_SETTINGS'] ?? '') as CallerSettings;
let order: Order = { callers: 0, ahead: 0, dieBeforeStoring: false };

const clock: Clock = {
  now: () => Date.now() + order.ahead,
  sleep: (ms, signal) => realClock.sleep(ms, signal),
};
const store = connectRecordStore(settings.databaseUrl, { clock });
const kept = createTokenVault(store.secrets, createTokenCipher([{ id: 'k1', key: settings.key }]));
const vault: TokenVault = {
  ...kept,
  save: (tenant, tokens) => {
    if (order.dieBeforeStoring) process.kill(process.pid, 'SIGKILL');
    return kept.save(tenant, tokens);
  },
};
const UNLIMITED = { requestsPerMinute: 1e6, requestsPerSecond: 1e6, concurrent: 1e6 };
const { api } = createQboClient({
  clock,
  vault,
  baseUrls: quickbooksUrls(settings.quickbooksUrl),
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  redirectUri: 'http://localhost:3000/callback',
  random: Math.random,
  limits: UNLIMITED,
});

async function carryOut(): Promise<Outcome> {
  const outcome: Record<string, number> = {};
  const call = async (): Promise<void> => {
    const ending = await api.query(settings.connection, { entity: 'Term' }).then(
      () => 'ok',
      (error: unknown) => (error instanceof QboFault ? `${error.kind} ${error.code}` : String(error)),
    );
    outcome[ending] = (outcome[ending] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: order.callers }, call));
  return outcome;
}

process.on('message', (message: Order) => {
  order = message;
  void carryOut().then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => void store.close().finally(() => process.exit()));
process.send?.('ready');
