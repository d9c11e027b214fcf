import { createRequire } from 'node:module';
import type { QboRecord } from '../model/record.js';
import { INTUIT_OAUTH } from '../oauth/token-service.js';

type Callback = (error: unknown, data: unknown, response: unknown) => void;
type Method = (...parameters: unknown[]) => void;
type QuickBooksClient = Record<string, Method> & { endpoint: string };
interface QuickBooksConstructor {
  new (...parameters: unknown[]): QuickBooksClient;
  readonly prototype: QuickBooksClient;
  TOKEN_URL: string;
  REVOKE_URL: string;
  USER_INFO_URL?: string;
}

const load = createRequire(import.meta.url);
const QuickBooks = load('node-quickbooks') as QuickBooksConstructor;

/** Every method that node-quickbooks has. */
export const NODE_QUICKBOOKS_METHODS: readonly string[] = Object.keys(QuickBooks.prototype);

/** Sends node-quickbooks' own token calls to a simulator. Its endpoints are shared by the whole process. */
export function pointNodeQuickbooks(baseUrl: string): void {
  QuickBooks.TOKEN_URL = `${baseUrl}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${baseUrl}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${baseUrl}/v1/openid_connect/userinfo`;
}

/** The unmodified node-quickbooks against a simulator, with promises. */
export function quickBooksClient(
  baseUrl: string,
  realmId: string,
  accessToken: string,
  refreshToken = '',
): (method: string, ...parameters: unknown[]) => Promise<QboRecord> {
  const { clientId, clientSecret } = INTUIT_OAUTH;
  const client = new QuickBooks(
    clientId,
    clientSecret,
    accessToken,
    false,
    realmId,
    true,
    false,
    75,
    '2.0',
    refreshToken,
  );
  client.endpoint = `${baseUrl}/v3/company/`;
  return (method, ...parameters) =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, data) => {
        if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
        else resolve(data as QboRecord);
      };
      const run = client[method];
      if (!run) throw new Error(`node-quickbooks has no ${method}`);
      run.call(client, ...parameters, done);
    });
}

export interface IntuitToken {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly x_refresh_token_expires_in: number;
  readonly x_refresh_token_hard_expires_in?: number;
  readonly realmId: string;
}

export interface IntuitClient {
  authorizeUri(parameters: { scope: string[]; state: string }): string;
  createToken(url: string): Promise<{ getJson(): IntuitToken }>;
  refreshUsingToken(token: string): Promise<{ getJson(): IntuitToken }>;
  revoke(parameters: { token: string }): Promise<unknown>;
}

interface IntuitConstructor {
  new (config: Record<string, unknown>): IntuitClient & {
    setAuthorizeURLs(urls: Record<string, string>): void;
  };
  scopes: Record<string, string>;
  environment: Record<string, string>;
  jwks_uri: string;
}

const OAuthClient = load('intuit-oauth') as IntuitConstructor;

export const ACCOUNTING_SCOPE = 'com.intuit.quickbooks.accounting';

/** The unmodified intuit-oauth against a simulator. Its endpoints are shared by the whole process. */
export function intuitClient(baseUrl: string, redirectUri: string): IntuitClient {
  const { clientId, clientSecret } = INTUIT_OAUTH;
  const client = new OAuthClient({ clientId, clientSecret, environment: 'sandbox', redirectUri });
  client.setAuthorizeURLs({
    authorizeEndpoint: `${baseUrl}/connect/oauth2`,
    tokenEndpoint: `${baseUrl}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${baseUrl}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${baseUrl}/v1/openid_connect/userinfo`,
  });
  return client;
}
