import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyedHash } from '@bpro-qbo-sync/sync-domain';

const KEY_BYTES = 32;

/**
 * HMAC-SHA-256 with a key per tenant, derived from one key by HKDF-SHA-256 (rule I3): equal values of two tenants
 * have different hashes, and nobody without the key can try values out. The recipe is for ever: hashes stand in events.
 */
export function tenantHashes(rootKey: Buffer): (tenant: string) => KeyedHash {
  if (rootKey.length < KEY_BYTES) throw new TypeError('the tenant hash key needs at least 32 bytes');
  const keys = new Map<string, Buffer>();
  return (tenant) => {
    let key = keys.get(tenant);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', rootKey, '', `bpro-qbo-sync/tenant-hash/${tenant}`, KEY_BYTES));
      keys.set(tenant, key);
    }
    const tenantKey = key;
    return (text) => createHmac('sha256', tenantKey).update(text).digest('hex');
  };
}
