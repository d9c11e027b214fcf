import type { Clock } from '@bpro-qbo-sync/clock';
import type { Grant, IntuitTokens } from './intuit-oauth.js';
import type { QboLog } from './log.js';
import { notSent } from './not-sent.js';
import { backoff, type CallPolicy } from './policy.js';
import { type Connection, QboFault, type TokenSet, type TokenVault } from './port.js';

export interface TokenServiceOptions {
  readonly clock: Clock;
  readonly vault: TokenVault;
  readonly intuit: IntuitTokens;
  readonly policy: CallPolicy;
  readonly random: () => number;
  readonly log: QboLog;
}

/**
 * Access tokens for calls (rule B2). A refresh is single-flight in this process and, by the vault's lock, over all
 * processes; what Intuit grants is stored before it is used. When a process dies in between, the stored refresh token
 * is good for another 24 hours, and the next refresh uses it.
 */
export class TokenService {
  private readonly running = new Map<string, Promise<TokenSet>>();
  /** Versions whose refresh token Intuit refused: not asked about again. */
  private readonly refused = new Map<string, number>();

  constructor(private readonly options: TokenServiceOptions) {}

  /** Tokens that are good for some minutes. Throws `QboFault` kind `connection-lost` when there are none. */
  current(connection: Connection): Promise<TokenSet> {
    return asFault(async () => {
      const tokens = await this.stored(connection);
      return this.isFresh(tokens) ? tokens : this.renewOnce(connection, tokens.version);
    });
  }

  /** Tokens other than those of `version`, which QuickBooks refused. */
  renew(connection: Connection, version: number): Promise<TokenSet> {
    return asFault(async () => {
      const tokens = await this.stored(connection);
      const others = tokens.version !== version && this.isFresh(tokens);
      return others ? tokens : this.renewOnce(connection, tokens.version);
    });
  }

  private isFresh(tokens: TokenSet): boolean {
    return tokens.accessExpiresAt - this.options.clock.now() >= this.options.policy.refreshMargin;
  }

  private renewOnce(connection: Connection, version: number): Promise<TokenSet> {
    const key = JSON.stringify([connection.tenant, connection.realmId]);
    const running = this.running.get(key);
    if (running) return running;
    const renewal = this.options.vault
      .exclusively(connection.tenant, () => this.renewAlone(connection, version))
      .finally(() => this.running.delete(key));
    this.running.set(key, renewal);
    return renewal;
  }

  private async renewAlone(connection: Connection, version: number): Promise<TokenSet> {
    const { tenant } = connection;
    const before = await this.stored(connection);
    if (before.version !== version && this.isFresh(before)) return before;
    if (this.refused.get(tenant) === before.version)
      throw notSent('invalid_grant', 'Intuit refused the refresh token', 'connection-lost');
    const after = renewed(before, await this.grant(tenant, before));
    await this.insist('store tokens', tenant, () => this.options.vault.save(tenant, after));
    this.options.log('info', 'tokens refreshed', { tenant, version: after.version });
    return after;
  }

  private async grant(tenant: string, tokens: TokenSet): Promise<Grant> {
    try {
      return await this.insist('refresh tokens', tenant, () =>
        this.options.intuit.refresh(tokens.refreshToken),
      );
    } catch (error) {
      if (error instanceof QboFault && error.kind === 'connection-lost') {
        this.refused.set(tenant, tokens.version);
        this.options.log('warn', 'refresh token refused', { tenant, intuitTid: error.intuitTid });
      }
      throw error;
    }
  }

  /** Tries again what may pass: an answer lost on the way, a store that is away for a moment. */
  private async insist<T>(what: string, tenant: string, step: () => Promise<T>): Promise<T> {
    const { clock, policy, random, log } = this.options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await step();
      } catch (error) {
        const final = error instanceof QboFault && !error.retryable;
        if (final || attempt >= policy.tokenAttempts) throw error;
        log('warn', `could not ${what}`, { tenant, attempt });
        await clock.sleep(backoff(policy, attempt, random));
      }
    }
  }

  private async stored({ tenant, realmId }: Connection): Promise<TokenSet> {
    const tokens = await this.options.vault.load(tenant);
    if (!tokens) throw notSent('not-connected', 'The tenant is not connected', 'connection-lost');
    if (tokens.realmId !== realmId)
      throw notSent(
        'other-company',
        'The tenant is connected to a different company (rule B4)',
        'connection-lost',
      );
    return tokens;
  }
}

/** The vault's own errors may quote what it was given. */
async function asFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QboFault) throw error;
    throw notSent('vault', 'The token vault failed', 'unavailable');
  }
}

const renewed = (before: TokenSet, grant: Grant): TokenSet => ({
  realmId: before.realmId,
  accessToken: grant.accessToken,
  accessExpiresAt: grant.accessExpiresAt,
  refreshToken: grant.refreshToken ?? before.refreshToken,
  refreshExpiresAt: grant.refreshExpiresAt ?? before.refreshExpiresAt,
  refreshHardExpiresAt: grant.refreshHardExpiresAt ?? before.refreshHardExpiresAt,
  version: before.version + 1,
});
