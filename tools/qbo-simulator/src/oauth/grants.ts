/** OAuth's state: authorization codes, grants with their refresh tokens, access tokens. Times are epoch ms. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly realmId: string;
  readonly scope: string;
  readonly createdAt: number;
  readonly refreshToken: string;
  readonly refreshIssuedAt: number;
  /** The value before the last rotation and until when it still works. */
  readonly previous?: { readonly token: string; readonly until: number };
  readonly lastUsedAt: number;
  readonly revoked: boolean;
}

export interface AccessToken {
  readonly token: string;
  readonly grantId: string;
  readonly expiresAt: number;
}

export interface AuthorizationCode {
  readonly code: string;
  readonly clientId: string;
  readonly realmId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly expiresAt: number;
  readonly used: boolean;
}

/** One change of OAuth's state, as the journal keeps it. */
export interface OauthChange {
  readonly grant?: Grant;
  readonly access?: AccessToken;
  readonly code?: AuthorizationCode;
}

export class GrantStore {
  private readonly grants = new Map<string, Grant>();
  private readonly byRefresh = new Map<string, string>();
  private readonly accessTokens = new Map<string, AccessToken>();
  private readonly codes = new Map<string, AuthorizationCode>();

  constructor(private readonly changed: (change: OauthChange) => void) {}

  /** Applies and announces a change. */
  put(change: OauthChange): void {
    this.restore(change);
    this.changed(change);
  }

  /** Applies a change that the journal already has. */
  restore({ grant, access, code }: OauthChange): void {
    if (grant) {
      this.grants.set(grant.id, grant);
      this.byRefresh.set(grant.refreshToken, grant.id);
      if (grant.previous) this.byRefresh.set(grant.previous.token, grant.id);
    }
    if (access) this.accessTokens.set(access.token, access);
    if (code) this.codes.set(code.code, code);
  }

  code(code: string): AuthorizationCode | undefined {
    return this.codes.get(code);
  }

  access(token: string): AccessToken | undefined {
    return this.accessTokens.get(token);
  }

  grant(id: string): Grant | undefined {
    return this.grants.get(id);
  }

  grantOfRefresh(token: string): Grant | undefined {
    const id = this.byRefresh.get(token);
    return id === undefined ? undefined : this.grants.get(id);
  }

  grantsOf(realmId: string): Grant[] {
    return [...this.grants.values()].filter((grant) => grant.realmId === realmId);
  }

  /** Everything that still matters at `now`, for a compacted journal. */
  snapshot(now: number): OauthChange[] {
    return [
      ...[...this.grants.values()].map((grant) => ({ grant })),
      ...[...this.accessTokens.values()].filter((a) => a.expiresAt > now).map((access) => ({ access })),
      ...[...this.codes.values()].filter((c) => c.expiresAt > now).map((code) => ({ code })),
    ];
  }
}
