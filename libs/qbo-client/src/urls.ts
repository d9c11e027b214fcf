/** Where Intuit answers. Only `api` carries customers' data. */
export interface QuickbooksUrls {
  readonly api: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly userInfo: string;
}

const OAUTH = {
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
};

/**
 * Intuit's own addresses, or the same paths under one origin (a simulator: `http://127.0.0.1:8080`).
 * Source: https://developer.intuit.com/.well-known/openid_configuration/
 */
export function quickbooksUrls(environment: string): QuickbooksUrls {
  if (environment === 'sandbox')
    return {
      ...OAUTH,
      api: 'https://sandbox-quickbooks.api.intuit.com',
      userInfo: 'https://sandbox-accounts.platform.intuit.com/v1/openid_connect/userinfo',
    };
  if (environment === 'production')
    return {
      ...OAUTH,
      api: 'https://quickbooks.api.intuit.com',
      userInfo: 'https://accounts.platform.intuit.com/v1/openid_connect/userinfo',
    };
  const origin = new URL(environment).href.replace(/\/+$/, '');
  return {
    api: origin,
    authorize: `${origin}/connect/oauth2`,
    token: `${origin}/oauth2/v1/tokens/bearer`,
    revoke: `${origin}/v2/oauth2/tokens/revoke`,
    userInfo: `${origin}/v1/openid_connect/userinfo`,
  };
}
