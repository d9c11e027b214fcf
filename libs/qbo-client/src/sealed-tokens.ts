import type { TokenSet } from './port.js';
import type { TokenCipher } from './token-cipher.js';

/** A row of a vault: what may be read, and the tokens with their times, sealed. */
export interface SealedTokens {
  readonly realmId: string;
  readonly version: number;
  readonly sealed: string;
}

export function sealTokens(cipher: TokenCipher, tenant: string, tokens: TokenSet): SealedTokens {
  const { realmId, version, ...secret } = tokens;
  return { realmId, version, sealed: cipher.encrypt(JSON.stringify(secret), { tenant, realmId }) };
}

/** Throws when the row was changed, belongs to another tenant or company, or its key is not in the ring. */
export function openTokens(cipher: TokenCipher, tenant: string, row: SealedTokens): TokenSet {
  const { realmId, version } = row;
  const secret = JSON.parse(cipher.decrypt(row.sealed, { tenant, realmId })) as Omit<
    TokenSet,
    'realmId' | 'version' | 'refreshHardExpiresAt'
  > & { readonly refreshHardExpiresAt?: number };
  return { realmId, version, ...secret, refreshHardExpiresAt: secret.refreshHardExpiresAt };
}
