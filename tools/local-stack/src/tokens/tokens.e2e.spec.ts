import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { realClock } from '@bpro-qbo-sync/clock';
import { createTokenCipher } from '@bpro-qbo-sync/qbo-client';
import { type SimulatorServer, startQboSimulator, tokenSetOf } from '@bpro-qbo-sync/qbo-simulator';
import { connectRecordStore } from '@bpro-qbo-sync/record-store';
import { createTokenVault } from '@bpro-qbo-sync/sync-application/nest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../postgres/throwaway-postgres.js';
import type { CallerSettings, Order, Outcome } from './token-caller.js';

const program = fileURLToPath(new URL('../../dist/tokens/token-caller.js', import.meta.url));
const HOUR = 3_600_000;
const CONNECTION = { tenant: 'shop', realmId: '9130350000000001' };
const KEY = randomBytes(32).toString('base64');

/** One process that shares the tokens. */
class Caller {
  private constructor(private readonly child: ChildProcess) {}

  static async start(settings: CallerSettings): Promise<Caller> {
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'] ?? '', CALLER_SETTINGS: JSON.stringify(settings) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return new Caller(child);
  }

  /** How its calls ended; the signal when it was killed. */
  async carryOut(order: Partial<Order> & Pick<Order, 'callers'>): Promise<Outcome | NodeJS.Signals> {
    const answered = once(this.child, 'message') as Promise<[Outcome]>;
    const died = once(this.child, 'exit') as Promise<[null, NodeJS.Signals]>;
    this.child.send({ ahead: 0, dieBeforeStoring: false, ...order });
    return Promise.race([answered.then(([outcome]) => outcome), died.then(([, signal]) => signal)]);
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

describe('tokens that several processes share', () => {
  let database: ThrowawayPostgres;
  let quickbooks: SimulatorServer;
  let refreshes = 0;
  let ahead = 0;
  const callers: Caller[] = [];

  const startCaller = async (): Promise<Caller> => {
    const { clientId, clientSecret } = quickbooks.simulator.switches.oauth;
    const caller = await Caller.start({
      databaseUrl: database.url,
      quickbooksUrl: quickbooks.baseUrl,
      clientId,
      clientSecret,
      key: KEY,
      connection: CONNECTION,
    });
    callers.push(caller);
    return caller;
  };

  beforeAll(async () => {
    database = await startThrowawayPostgres();
  });
  afterAll(() => database.stop());

  beforeEach(async () => {
    refreshes = 0;
    ahead = 0;
    const clock = { ...realClock, now: () => Date.now() + ahead };
    quickbooks = await startQboSimulator({ clock, switches: { limits: 'none' } });
    const { simulator } = quickbooks;
    simulator.createCompany({ realmId: CONNECTION.realmId, name: 'Shop', profile: 'us-manual' });
    simulator.faults.decideWith(({ operation }) => {
      if (operation !== 'refresh') return undefined;
      refreshes++;
      // Long enough for the other process to ask meanwhile, if nothing held it.
      return { kind: 'latency', ms: 500 };
    });
    const tokens = simulator.connect(CONNECTION.realmId);
    const store = connectRecordStore(database.url, { clock });
    const vault = createTokenVault(store.secrets, createTokenCipher([{ id: 'k1', key: KEY }]));
    await store.migrate();
    await vault.save(CONNECTION.tenant, tokenSetOf(CONNECTION.realmId, tokens, clock.now()));
    await store.close();
  });
  afterEach(async () => {
    for (const caller of callers.splice(0)) caller.end();
    await quickbooks.close();
  });

  it('B2 200 callers in two processes with an expired token refresh it once', async () => {
    const [one, two] = [await startCaller(), await startCaller()];
    ahead = 2 * HOUR;
    const outcomes = await Promise.all([one, two].map((caller) => caller.carryOut({ callers: 100, ahead })));
    expect(outcomes).toEqual([{ ok: 100 }, { ok: 100 }]);
    expect(refreshes).toBe(1);
  }, 60_000);

  it('B2 a process killed between the refresh and the store loses nothing while Intuit takes the former token', async () => {
    const [one, two] = [await startCaller(), await startCaller()];
    ahead = 25 * HOUR;
    expect(await one.carryOut({ callers: 3, ahead, dieBeforeStoring: true })).toBe('SIGKILL');
    ahead += 23 * HOUR;
    expect(await two.carryOut({ callers: 20, ahead })).toEqual({ ok: 20 });
    expect(refreshes).toBe(2);
  }, 60_000);

  it('B2 B3 after that day the connection is lost, and says so', async () => {
    const [one, two] = [await startCaller(), await startCaller()];
    ahead = 25 * HOUR;
    expect(await one.carryOut({ callers: 3, ahead, dieBeforeStoring: true })).toBe('SIGKILL');
    ahead += 25 * HOUR;
    expect(await two.carryOut({ callers: 20, ahead })).toEqual({ 'connection-lost invalid_grant': 20 });
    expect(refreshes).toBe(2);
  }, 60_000);
});
