import { realClock } from '@bpro-qbo-sync/clock';
import { createTokenCipher, type TokenSet } from '@bpro-qbo-sync/qbo-client';
import { MemoryRecordStore } from '@bpro-qbo-sync/record-store';
import { describe, expect, it } from '@jest/globals';
import { createTokenVault, hasOldKey } from './token-vault.js';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
const OLD = createTokenCipher([key('k1', 1)]);
const NEW = createTokenCipher([key('k2', 2), key('k1', 1)]);

const TOKENS: TokenSet = {
  realmId: '9130',
  accessToken: 'planted-access',
  accessExpiresAt: 1,
  refreshToken: 'planted-refresh',
  refreshExpiresAt: 2,
  refreshHardExpiresAt: undefined,
  version: 3,
};

describe('the vault of tokens', () => {
  const secrets = () => new MemoryRecordStore({ clock: realClock }).secrets;

  it('B2 keeps tokens sealed at rest and gives them back as they were', async () => {
    const box = secrets();
    const vault = createTokenVault(box, OLD);
    await vault.save('acme', TOKENS);
    expect(await vault.load('acme')).toEqual(TOKENS);
    expect(await box.load('qbo-tokens/acme')).not.toContain('planted');
    await vault.remove('acme');
    expect(await vault.load('acme')).toBeUndefined();
  });

  it("B2 one tenant's tokens do not open as another's", async () => {
    const box = secrets();
    await createTokenVault(box, OLD).save('acme', TOKENS);
    await box.save('qbo-tokens/other', (await box.load('qbo-tokens/acme')) ?? '');
    await expect(createTokenVault(box, OLD).load('other')).rejects.toThrow('do not open');
  });

  it('B2 a new first key opens what the old one sealed, and seals it anew at the next save', async () => {
    const box = secrets();
    await createTokenVault(box, OLD).save('acme', TOKENS);
    expect(await hasOldKey(box, NEW, 'acme')).toBe(true);
    const vault = createTokenVault(box, NEW);
    await vault.save('acme', (await vault.load('acme')) ?? TOKENS);
    expect(await hasOldKey(box, NEW, 'acme')).toBe(false);
    expect(await hasOldKey(box, NEW, 'nobody')).toBe(false);
  });

  it('B2 takes turns per tenant', async () => {
    const vault = createTokenVault(secrets(), OLD);
    const order: string[] = [];
    const turn = (name: string) =>
      vault.exclusively('acme', async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`${name} ends`);
      });
    await Promise.all([turn('a'), turn('b')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });
});
