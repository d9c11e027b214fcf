import { describe, expect, it } from '@jest/globals';
import { tenantHashes } from './tenant-hash.js';

const ROOT = Buffer.alloc(32, 1);

describe('the keyed hashes of a tenant', () => {
  it('I3 are the same for ever: hashes stand in events', () => {
    expect(tenantHashes(ROOT)('acme')('name="Ada Park"')).toBe(
      'd132821a6d09c1e4b00010fa9a74626cb606b2751bed8fce2756b6c88b45af1b',
    );
  });

  it('I3 differ between tenants and between root keys', () => {
    const text = 'name="Ada Park"';
    const hashes = [
      tenantHashes(ROOT)('acme')(text),
      tenantHashes(ROOT)('other')(text),
      tenantHashes(Buffer.alloc(32, 2))('acme')(text),
    ];
    expect(new Set(hashes).size).toBe(3);
  });

  it('I3 need a key that cannot be guessed', () => {
    expect(() => tenantHashes(Buffer.alloc(31))).toThrow('32 bytes');
  });
});
