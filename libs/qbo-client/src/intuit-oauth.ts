import type { Clock } from '@bpro-qbo-sync/clock';
import type { AxiosAdapter } from 'axios';
import { type Answer, type Exchange, exchange } from './exchange.js';
import { type IntuitOauth, OAuthClient } from './libraries.js';
import { tidOf } from './normalise-fault.js';
import { QboFault, type QboFaultKind } from './port.js';
import type { QuickbooksUrls } from './urls.js';

/** Our app at Intuit. */
export interface OauthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface OauthOptions {
  readonly app: OauthApp;
  readonly urls: QuickbooksUrls;
  readonly clock: Clock;
  readonly http: AxiosAdapter | undefined;
  readonly timeout: number;
}

/** What Intuit grants. Times are epoch milliseconds. */
export interface Grant {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  /** Undefined when the answer named none: the one that was sent stays good. */
  readonly refreshToken: string | undefined;
  readonly refreshExpiresAt: number | undefined;
  readonly refreshHardExpiresAt: number | undefined;
}

/**
 * Intuit's OAuth endpoints through `intuit-oauth`: a client of its own per request (its token is state), its static
 * endpoints set right before each, its logging and its own retries off.
 */
export class IntuitTokens {
  constructor(private readonly options: OauthOptions) {}

  authorizeUrl(state: string): string {
    if (state === '') throw new TypeError('an authorization request needs a state');
    return this.client().authorizeUri({ scope: [OAuthClient.scopes.Accounting], state });
  }

  /** Throws `QboFault`: `auth` when Intuit refuses the code. */
  async exchangeCode(code: string, realmId: string): Promise<Grant> {
    const { redirectUri } = this.options.app;
    const callback = `${redirectUri.split('?')[0] ?? ''}?${new URLSearchParams({ code, realmId }).toString()}`;
    const asked = this.options.clock.now();
    return grantOf(await this.send((oauth) => oauth.createToken(callback)), asked);
  }

  /** Throws `QboFault`: `connection-lost` when Intuit refuses the refresh token (`invalid_grant`). */
  async refresh(refreshToken: string): Promise<Grant> {
    const asked = this.options.clock.now();
    return grantOf(await this.send((oauth) => oauth.refreshUsingToken(refreshToken)), asked);
  }

  /** A token that Intuit no longer knows is revoked. */
  async revoke(refreshToken: string): Promise<void> {
    const result = await this.send((oauth) => oauth.revoke({ refresh_token: refreshToken }));
    const status = result.answer?.status ?? 0;
    if ((status >= 200 && status < 300) || status === 400) return;
    throw refusal(result);
  }

  private send(call: (oauth: IntuitOauth) => Promise<unknown>): Promise<Exchange> {
    const { clock, timeout, http } = this.options;
    return exchange({ clock, timeout, requestId: undefined, adapter: http }, () => call(this.client()));
  }

  private client(): IntuitOauth {
    const { app, urls } = this.options;
    const oauth = new OAuthClient({
      environment: 'production',
      ...app,
      logging: false,
      includeRefreshTokenHardExpiresIn: true,
    });
    return oauth.setAuthorizeURLs({
      authorizeEndpoint: urls.authorize,
      tokenEndpoint: urls.token,
      revokeEndpoint: urls.revoke,
      userInfoEndpoint: urls.userInfo,
    });
  }
}

function grantOf(result: Exchange, asked: number): Grant {
  const body = bodyOf(result.answer);
  const accessToken = body['access_token'];
  const refreshToken = body['refresh_token'];
  const lifetime = seconds(body['expires_in']);
  if (result.answer?.status !== 200 || typeof accessToken !== 'string' || accessToken === '' || !lifetime)
    throw refusal(result);
  const after = (value: unknown): number | undefined => {
    const left = seconds(value);
    return left === undefined ? undefined : asked + left;
  };
  return {
    accessToken,
    accessExpiresAt: asked + lifetime,
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
    refreshExpiresAt: after(body['x_refresh_token_expires_in']),
    refreshHardExpiresAt: after(body['x_refresh_token_hard_expires_in']),
  };
}

/** Milliseconds, from a positive number of seconds. */
const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 ? value * 1_000 : undefined;

const bodyOf = (answer: Answer | undefined): Readonly<Record<string, unknown>> =>
  typeof answer?.body === 'object' && answer.body !== null ? (answer.body as Record<string, unknown>) : {};

/** What Intuit answered, without a word of it but the standard's error name. */
function refusal(result: Exchange): QboFault {
  const { answer } = result;
  const named = bodyOf(answer)['error'];
  const error = typeof named === 'string' && /^[a-z_]{1,40}$/.test(named) ? named : undefined;
  const kind = refusalKind(error, answer?.status);
  return new QboFault({
    kind,
    code: error ?? (answer ? `http-${String(answer.status)}` : 'network'),
    message: MESSAGES[kind] ?? 'Intuit gave no tokens',
    detail: '',
    element: undefined,
    httpStatus: answer?.status,
    intuitTid: tidOf(answer?.intuitTid),
    retryable: kind === 'unavailable' || kind === 'throttled',
  });
}

function refusalKind(error: string | undefined, status: number | undefined): QboFaultKind {
  if (error === 'invalid_grant') return 'connection-lost';
  if (status === 429) return 'throttled';
  if (status === undefined || status < 400 || status === 408 || status >= 500) return 'unavailable';
  return 'auth';
}

const MESSAGES: Partial<Record<QboFaultKind, string>> = {
  'connection-lost': 'Intuit refused the refresh token',
  throttled: 'Intuit asks to wait',
  unavailable: 'Intuit could not be reached or failed',
  auth: 'Intuit refused the request for tokens',
};
