import type { Clock } from '@bpro-qbo-sync/clock';
import type { IntuitTokens } from './intuit-oauth.js';
import { notSent } from './not-sent.js';
import { QboFault, type QboConnector, type TokenVault } from './port.js';

/** 100 days: what a refresh token is good for when the answer does not say. */
const REFRESH_LIFETIME = 100 * 24 * 3600 * 1000;

export function createConnector(intuit: IntuitTokens, vault: TokenVault, clock: Clock): QboConnector {
  return {
    authorizeUrl: (state) => intuit.authorizeUrl(state),

    async connect(tenant, { code, realmId }) {
      if (code === '' || !/^\d{1,30}$/.test(realmId))
        throw notSent('callback', 'The callback names no code or no company', 'auth');
      const grant = await intuit.exchangeCode(code, realmId).catch(asRefusedConsent);
      const { refreshToken } = grant;
      if (refreshToken === undefined)
        throw notSent('no-refresh-token', 'Intuit gave no refresh token', 'auth');
      await vault.exclusively(tenant, async () => {
        const before = await vault.load(tenant);
        await vault.save(tenant, {
          ...grant,
          realmId,
          refreshToken,
          refreshExpiresAt: grant.refreshExpiresAt ?? clock.now() + REFRESH_LIFETIME,
          version: (before?.version ?? 0) + 1,
        });
      });
      return { realmId };
    },

    disconnect: (tenant) =>
      vault.exclusively(tenant, async () => {
        const tokens = await vault.load(tenant);
        if (!tokens) return;
        await intuit.revoke(tokens.refreshToken);
        await vault.remove(tenant);
      }),
  };
}

/** A refused code is no lost connection: there was none yet. */
function asRefusedConsent(error: unknown): never {
  if (error instanceof QboFault && error.kind === 'connection-lost')
    throw new QboFault({
      kind: 'auth',
      code: error.code,
      message: 'Intuit refused the code of the callback',
      detail: '',
      element: undefined,
      httpStatus: error.httpStatus,
      intuitTid: error.intuitTid,
      retryable: false,
    });
  throw error;
}
