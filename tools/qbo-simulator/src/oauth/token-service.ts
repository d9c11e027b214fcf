import type { Clock } from '@bpro-qbo-sync/clock';
import type { AuthorizationCode, Grant, GrantStore } from './grants.js';
import { IdTokens } from './id-tokens.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The app that may connect, and how its tokens live. */
export interface OauthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exact redirect URIs; undefined: any on a loopback host. */
  readonly redirectUris: readonly string[] | undefined;
  /** How long a refresh token keeps its value (about 24 h). */
  readonly rotateAfterMs: number;
  /** How long the value before a rotation still works (24 h). */
  readonly previousLivesMs: number;
  /** A refresh token that nobody uses dies after this long (100 days). */
  readonly idleMs: number;
  /** A grant dies after this long in any case (five years, policy of November 2025). */
  readonly hardMs: number;
  readonly accessMs: number;
  readonly codeMs: number;
}

export const INTUIT_OAUTH: OauthOptions = {
  clientId: 'simulator-client-id',
  clientSecret: 'simulator-client-secret',
  redirectUris: undefined,
  rotateAfterMs: DAY,
  previousLivesMs: DAY,
  idleMs: 100 * DAY,
  hardMs: 5 * 365 * DAY,
  accessMs: HOUR,
  codeMs: 5 * 60_000,
};

/** The value Intuit usually shows for the refresh token's rest of life: 101 days. */
const SHOWN_REFRESH_SECONDS = 8_726_400;

export interface TokenAnswer {
  readonly token_type: 'bearer';
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly x_refresh_token_expires_in: number;
  readonly x_refresh_token_hard_expires_in?: number;
  /** Answers a code that was asked for with the scope `openid`. */
  readonly id_token?: string;
}

/** Why an access token does not open a company. */
export type TokenRefusal = 'malformed' | 'expired' | 'other-company';

const ACCOUNTING = 'com.intuit.quickbooks.accounting';

/** Codes, tokens, rotation and revocation. Undefined answers mean `invalid_grant`. */
export class TokenService {
  readonly idTokens = new IdTokens();

  constructor(
    private readonly switches: () => OauthOptions,
    private readonly grants: GrantStore,
    private readonly clock: Clock,
    private readonly randomHex: (length: number) => string,
  ) {}

  get options(): OauthOptions {
    return this.switches();
  }

  issueCode(request: Pick<AuthorizationCode, 'clientId' | 'realmId' | 'redirectUri' | 'scope'>): string {
    const code = `AB1${this.randomHex(46)}`;
    const expiresAt = this.clock.now() + this.options.codeMs;
    this.grants.put({ code: { ...request, code, expiresAt, used: false } });
    return code;
  }

  /** Exchanges a code, once. */
  exchange(code: string, redirectUri: string, showHard: boolean): TokenAnswer | undefined {
    const found = this.grants.code(code);
    if (!found || found.used || found.expiresAt <= this.clock.now() || found.redirectUri !== redirectUri)
      return undefined;
    this.grants.put({ code: { ...found, used: true } });
    const answer = this.answer(this.grantFor(found.realmId, found.scope), showHard);
    if (!found.scope.split(' ').includes('openid')) return answer;
    return { ...answer, id_token: this.idTokens.issue({ ...found, now: this.clock.now() }) };
  }

  /** Tokens for a company without the consent page: for tests and headless demos. `clientId`: another app's. */
  grantDirectly(realmId: string, clientId = this.options.clientId): TokenAnswer {
    return this.answer(this.grantFor(realmId, ACCOUNTING, clientId), false);
  }

  refresh(token: string, showHard: boolean): TokenAnswer | undefined {
    const now = this.clock.now();
    const grant = this.grants.grantOfRefresh(token);
    if (!grant || grant.revoked || now >= grant.createdAt + this.options.hardMs) return undefined;
    if (now - grant.lastUsedAt > this.options.idleMs) return undefined;
    const isCurrent = grant.refreshToken === token;
    const isPrevious = grant.previous?.token === token && now < grant.previous.until;
    if (!isCurrent && !isPrevious) return undefined;
    const rotates = isCurrent && now - grant.refreshIssuedAt >= this.options.rotateAfterMs;
    const used: Grant = rotates ? this.rotated(grant, now) : { ...grant, lastUsedAt: now };
    this.grants.put({ grant: used });
    return this.answer(used, showHard);
  }

  /** Revokes the pair that a refresh or access token belongs to. False: no such token. */
  revoke(token: string): boolean {
    const access = this.grants.access(token);
    const grant = access ? this.grants.grant(access.grantId) : this.grants.grantOfRefresh(token);
    if (!grant) return false;
    this.grants.put({ grant: { ...grant, revoked: true } });
    return true;
  }

  /** The user disconnects the app inside QuickBooks: all its tokens for the company die. */
  disconnect(realmId: string): void {
    for (const grant of this.grants.grantsOf(realmId))
      this.grants.put({ grant: { ...grant, revoked: true } });
  }

  /** Ends an access token now, as if its hour were over. */
  expireAccess(token: string): void {
    const access = this.grants.access(token);
    if (access) this.grants.put({ access: { ...access, expiresAt: this.clock.now() } });
  }

  isLive(token: string): boolean {
    const access = this.grants.access(token);
    const grant = access && this.grants.grant(access.grantId);
    return access !== undefined && grant?.revoked === false && access.expiresAt > this.clock.now();
  }

  /** The grant that an access token belongs to, or why it does not open the company. */
  check(token: string, realmId: string): Grant | TokenRefusal {
    if (token.length < 10) return 'malformed';
    const access = this.grants.access(token);
    const grant = access && this.grants.grant(access.grantId);
    if (!grant || !this.isLive(token)) return 'expired';
    return grant.realmId === realmId ? grant : 'other-company';
  }

  private grantFor(realmId: string, scope: string, clientId = this.options.clientId): Grant {
    const now = this.clock.now();
    const grant: Grant = {
      id: this.randomHex(16),
      clientId,
      realmId,
      scope,
      createdAt: now,
      refreshToken: `RT1-${this.randomHex(46)}`,
      refreshIssuedAt: now,
      lastUsedAt: now,
      revoked: false,
    };
    this.grants.put({ grant });
    return grant;
  }

  private rotated(grant: Grant, now: number): Grant {
    return {
      ...grant,
      refreshToken: `RT1-${this.randomHex(46)}`,
      refreshIssuedAt: now,
      previous: { token: grant.refreshToken, until: now + this.options.previousLivesMs },
      lastUsedAt: now,
    };
  }

  private answer(grant: Grant, showHard: boolean): TokenAnswer {
    const now = this.clock.now();
    const token = `eyJ${this.randomHex(61)}`;
    this.grants.put({ access: { token, grantId: grant.id, expiresAt: now + this.options.accessMs } });
    const hard = Math.floor((grant.createdAt + this.options.hardMs - now) / 1000);
    return {
      token_type: 'bearer',
      access_token: token,
      refresh_token: grant.refreshToken,
      expires_in: Math.floor(this.options.accessMs / 1000),
      x_refresh_token_expires_in: SHOWN_REFRESH_SECONDS,
      ...(showHard ? { x_refresh_token_hard_expires_in: hard } : {}),
    };
  }
}
