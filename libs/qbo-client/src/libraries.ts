import { createRequire } from 'node:module';
import type { AxiosStatic } from 'axios';

/**
 * Intuit's two client libraries, loaded once, unmodified. Both are CommonJS, and an ES import of `axios` would give
 * another copy than the one they use: so everything is asked for from where they stand.
 */
const here = createRequire(import.meta.url);
const besideNodeQuickbooks = createRequire(here.resolve('node-quickbooks'));
const besideIntuitOauth = createRequire(here.resolve('intuit-oauth'));

/** The part of `node-quickbooks` 2.0.50 that is used; its own typings promise wrapped results and no string criteria. */
export interface NodeQuickbooks {
  endpoint: string;
  readonly [method: string]: unknown;
}
interface NodeQuickbooksClass {
  new (
    consumerKey: string,
    consumerSecret: string,
    token: string,
    tokenSecret: false,
    realmId: string,
    useSandbox: boolean,
    debug: false,
    minorversion: number,
    oauthversion: '2.0',
    refreshToken: null,
  ): NodeQuickbooks;
  readonly prototype: Readonly<Record<string, unknown>> & { pluralize(word: string): string };
}

/** The part of `intuit-oauth` 4.2.5 that is used. */
export interface IntuitOauth {
  authorizeUri(request: { scope: string[]; state: string }): string;
  createToken(callbackUrl: string): Promise<unknown>;
  refreshUsingToken(refreshToken: string): Promise<unknown>;
  revoke(token: { refresh_token: string }): Promise<unknown>;
  setAuthorizeURLs(urls: {
    authorizeEndpoint: string;
    tokenEndpoint: string;
    revokeEndpoint: string;
    userInfoEndpoint: string;
  }): IntuitOauth;
}
interface IntuitOauthClass {
  new (config: {
    environment: 'sandbox' | 'production';
    clientId: string;
    clientSecret: string;
    redirectUri: string;
    logging: false;
    includeRefreshTokenHardExpiresIn: true;
  }): IntuitOauth;
  readonly scopes: { readonly Accounting: string };
  readonly retryConfig: { maxRetries: number };
}

export const QuickBooks = here('node-quickbooks') as NodeQuickbooksClass;
export const OAuthClient = here('intuit-oauth') as IntuitOauthClass;

/** Every copy of axios that the two libraries send through: one when the package manager deduplicates, else two. */
export const axiosCopies: readonly AxiosStatic[] = [
  ...new Set([besideNodeQuickbooks('axios') as AxiosStatic, besideIntuitOauth('axios') as AxiosStatic]),
];

/** intuit-oauth repeats a token request after 1, 2 and 4 seconds of the wall's clock; retries are ours (token service). */
OAuthClient.retryConfig.maxRetries = 0;

/** node-quickbooks's promises settle with the microtasks, as native ones do, and not a turn of the event loop later. */
(
  besideNodeQuickbooks('bluebird') as { setScheduler(schedule: (task: () => void) => void): void }
).setScheduler((task) => {
  queueMicrotask(task);
});
