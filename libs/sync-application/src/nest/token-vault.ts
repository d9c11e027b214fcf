import {
  openTokens,
  sealTokens,
  type SealedTokens,
  type TokenCipher,
  type TokenVault,
} from '@bpro-qbo-sync/qbo-client';
import type { SecretBox } from '@bpro-qbo-sync/record-store';

const nameOf = (tenant: string): string => `qbo-tokens/${tenant}`;

/** Tokens sealed by the key ring, kept in the record store's vault; its turns make a refresh single-flight (rule B2). */
export function createTokenVault(secrets: SecretBox, cipher: TokenCipher): TokenVault {
  return {
    load: async (tenant) => {
      const text = await secrets.load(nameOf(tenant));
      return text === undefined ? undefined : openTokens(cipher, tenant, JSON.parse(text) as SealedTokens);
    },
    save: (tenant, tokens) =>
      secrets.save(nameOf(tenant), JSON.stringify(sealTokens(cipher, tenant, tokens))),
    remove: (tenant) => secrets.remove(nameOf(tenant)),
    exclusively: (tenant, work) => secrets.exclusively(nameOf(tenant), work),
  };
}

/** Whether a tenant's tokens are still sealed with another key than the first of the ring. */
export async function hasOldKey(secrets: SecretBox, cipher: TokenCipher, tenant: string): Promise<boolean> {
  const text = await secrets.load(nameOf(tenant));
  return text !== undefined && cipher.needsRotation((JSON.parse(text) as SealedTokens).sealed);
}
