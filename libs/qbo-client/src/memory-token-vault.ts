import type { TokenSet, TokenVault } from './port.js';
import { openTokens, type SealedTokens, sealTokens } from './sealed-tokens.js';
import type { TokenCipher } from './token-cipher.js';

/** What the processes of one deployment share: rows and locks. */
export class MemoryTokenStore {
  readonly rows = new Map<string, SealedTokens>();
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Runs after all `work` that was asked for the same tenant before. */
  exclusively<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    const run = (this.tails.get(tenant) ?? Promise.resolve()).then(work, work);
    this.tails.set(tenant, run);
    return run;
  }
}

/** The in-memory twin of the vault, sealed like the real one. Vaults over one store are several processes. */
export class MemoryTokenVault implements TokenVault {
  constructor(
    private readonly cipher: TokenCipher,
    readonly store: MemoryTokenStore = new MemoryTokenStore(),
  ) {}

  load(tenant: string): Promise<TokenSet | undefined> {
    return attempt(() => {
      const row = this.store.rows.get(tenant);
      return row && openTokens(this.cipher, tenant, row);
    });
  }

  save(tenant: string, tokens: TokenSet): Promise<void> {
    return attempt(() => {
      this.store.rows.set(tenant, sealTokens(this.cipher, tenant, tokens));
    });
  }

  remove(tenant: string): Promise<void> {
    return attempt(() => {
      this.store.rows.delete(tenant);
    });
  }

  exclusively<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    return this.store.exclusively(tenant, work);
  }
}

const attempt = async <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
