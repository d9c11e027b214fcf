import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTokenCipher } from './token-cipher.js';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
const belonging = { tenant: 't1', realmId: '1' };

describe('the token cipher', () => {
  it('opens what it sealed, and never seals the same way twice', () => {
    const cipher = createTokenCipher([key('k1', 1)]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (plain, tenant) => {
        const sealed = cipher.encrypt(plain, { tenant, realmId: '1' });
        expect(cipher.decrypt(sealed, { tenant, realmId: '1' })).toBe(plain);
        expect(cipher.encrypt(plain, { tenant, realmId: '1' })).not.toBe(sealed);
      }),
    );
  });

  it('B2 rotates: the first key seals, any opens, the old is found', () => {
    const before = createTokenCipher([key('k1', 1)]);
    const during = createTokenCipher([key('k2', 2), key('k1', 1)]);
    const after = createTokenCipher([key('k2', 2)]);
    const old = before.encrypt('secret', belonging);
    expect(during.decrypt(old, belonging)).toBe('secret');
    expect([before.needsRotation(old), during.needsRotation(old)]).toEqual([false, true]);
    const fresh = during.encrypt('secret', belonging);
    expect(after.decrypt(fresh, belonging)).toBe('secret');
    expect(() => after.decrypt(old, belonging)).toThrow('not in the ring');
  });

  it('does not open for another tenant or company, another key of the same name, or after a change of any character', () => {
    const cipher = createTokenCipher([key('k1', 1)]);
    const sealed = cipher.encrypt('planted', belonging);
    expect(() => cipher.decrypt(sealed, { ...belonging, tenant: 't2' })).toThrow('do not open');
    expect(() => cipher.decrypt(sealed, { ...belonging, realmId: '2' })).toThrow('do not open');
    expect(() => createTokenCipher([key('k1', 9)]).decrypt(sealed, belonging)).toThrow('do not open');
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1);
      const lastBits = i === sealed.length - 1 || sealed[i + 1] === '.';
      if (!lastBits) expect(() => cipher.decrypt(changed, belonging)).toThrow();
    }
  });

  it('shortened tags do not open', () => {
    const cipher = createTokenCipher([key('k1', 1)]);
    const parts = cipher.encrypt('planted', belonging).split('.');
    parts[3] = parts[3]!.slice(0, 6);
    expect(() => cipher.decrypt(parts.join('.'), belonging)).toThrow('do not open');
  });

  it('refuses rings that cannot work', () => {
    expect(() => createTokenCipher([])).toThrow('needs a key');
    expect(() => createTokenCipher([{ id: 'k1', key: 'c2hvcnQ=' }])).toThrow('32 bytes');
    expect(() => createTokenCipher([key('k1', 1), key('k1', 2)])).toThrow('same id');
    expect(() => createTokenCipher([key('a.b', 1)])).toThrow('key id');
  });
});
