import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenSet, TokenVault } from './port.js';
import { createTokenCipher, type TokenCipher } from './token-cipher.js';

/** A vault under test: two of them over one store, as two processes have them. */
export interface VaultUnderTest {
  readonly vault: TokenVault;
  readonly other: TokenVault;
  /** The same store opened with another key ring. */
  reopen(cipher: TokenCipher): TokenVault;
  /** All that is stored, as text. */
  stored(): Promise<string>;
  close(): Promise<void>;
}

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const OLD = { id: 'k1', key: key(1) };
const NEW = { id: 'k2', key: key(2) };

const tokens = (change: Partial<TokenSet> = {}): TokenSet => ({
  realmId: '9130347',
  accessToken: 'planted-access-token',
  accessExpiresAt: 1_767_600_000_000,
  refreshToken: 'planted-refresh-token',
  refreshExpiresAt: 1_776_240_000_000,
  refreshHardExpiresAt: undefined,
  version: 1,
  ...change,
});

/** The behaviour of every `TokenVault`. `makeVault` starts with an empty store. */
export function vaultContract(
  name: string,
  makeVault: (cipher: TokenCipher) => Promise<VaultUnderTest>,
): void {
  describe(`${name} keeps tokens`, () => {
    let subject: VaultUnderTest;
    beforeEach(async () => {
      subject = await makeVault(createTokenCipher([OLD]));
    });
    afterEach(() => subject.close());

    it('knows nothing of a tenant that never connected', async () => {
      expect(await subject.vault.load('t1')).toBeUndefined();
    });

    it('gives back what was saved, to every process', async () => {
      await subject.vault.save('t1', tokens());
      expect(await subject.other.load('t1')).toEqual(tokens());
      await subject.other.save('t1', tokens({ version: 2, refreshHardExpiresAt: 1_900_000_000_000 }));
      expect(await subject.vault.load('t1')).toEqual(
        tokens({ version: 2, refreshHardExpiresAt: 1_900_000_000_000 }),
      );
    });

    it('takes another company for a tenant', async () => {
      await subject.vault.save('t1', tokens());
      await subject.vault.save('t1', tokens({ realmId: '9130348', version: 2 }));
      expect(await subject.vault.load('t1')).toEqual(tokens({ realmId: '9130348', version: 2 }));
    });

    it('keeps tenants apart', async () => {
      await subject.vault.save('t1', tokens());
      await subject.vault.save('t2', tokens({ accessToken: 'of-t2' }));
      await subject.vault.remove('t1');
      expect(await subject.vault.load('t1')).toBeUndefined();
      expect((await subject.vault.load('t2'))?.accessToken).toBe('of-t2');
    });

    it('removing what is not there is no error', async () => {
      await expect(subject.vault.remove('t1')).resolves.toBeUndefined();
    });

    it('B2 no token stands readable in the store', async () => {
      await subject.vault.save('t1', tokens());
      const stored = await subject.stored();
      expect(stored.length).toBeGreaterThan(0);
      for (const secret of ['planted-access-token', 'planted-refresh-token'])
        for (const text of [
          secret,
          Buffer.from(secret).toString('base64'),
          Buffer.from(secret).toString('hex'),
        ])
          expect(stored).not.toContain(text);
    });

    it('B2 keys rotate: rows of the old key stay readable and are sealed with the new one when saved', async () => {
      await subject.vault.save('t1', tokens());
      const rotated = subject.reopen(createTokenCipher([NEW, OLD]));
      expect(await rotated.load('t1')).toEqual(tokens());
      await rotated.save('t1', tokens({ version: 2 }));
      const retired = subject.reopen(createTokenCipher([NEW]));
      expect(await retired.load('t1')).toEqual(tokens({ version: 2 }));
    });

    it('a row whose key is gone is an error, not a missing connection', async () => {
      await subject.vault.save('t1', tokens());
      await expect(subject.reopen(createTokenCipher([NEW])).load('t1')).rejects.toThrow('key');
    });

    it('B2 one process at a time works exclusively for a tenant', async () => {
      let inside = 0;
      let most = 0;
      const work = async (vault: TokenVault): Promise<void> =>
        vault.exclusively('t1', async () => {
          inside += 1;
          most = Math.max(most, inside);
          const before = (await vault.load('t1'))?.version ?? 0;
          await new Promise((resolve) => setImmediate(resolve));
          await vault.save('t1', tokens({ version: before + 1 }));
          inside -= 1;
        });
      await Promise.all([0, 1, 2, 3, 4, 5].map((i) => work(i % 2 === 0 ? subject.vault : subject.other)));
      expect(most).toBe(1);
      expect((await subject.vault.load('t1'))?.version).toBe(6);
    });

    it('work that fails lets the next one in, and its error out', async () => {
      const failing = subject.vault.exclusively('t1', () => Promise.reject(new Error('lost')));
      await expect(failing).rejects.toThrow('lost');
      expect(await subject.other.exclusively('t1', () => Promise.resolve('in'))).toBe('in');
    });

    it('tenants do not wait for each other', async () => {
      const inner = await subject.vault.exclusively('t1', () =>
        subject.other.exclusively('t2', () => Promise.resolve('both')),
      );
      expect(inner).toBe('both');
    });
  });
}
