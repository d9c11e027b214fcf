import { vaultContract } from './contract.js';
import { MemoryTokenStore, MemoryTokenVault } from './memory-token-vault.js';

vaultContract('the vault in memory', (cipher) => {
  const store = new MemoryTokenStore();
  return Promise.resolve({
    vault: new MemoryTokenVault(cipher, store),
    other: new MemoryTokenVault(cipher, store),
    reopen: (ring) => new MemoryTokenVault(ring, store),
    stored: () => Promise.resolve(JSON.stringify([...store.rows])),
    close: () => Promise.resolve(),
  });
});
