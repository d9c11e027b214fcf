import { ExclusiveTurns } from '../exclusive-turns.js';
import type { SecretBox } from '../port.js';
import { AdvisoryLock } from './advisory-lock.js';
import type { Database } from './database.js';

export class PostgresSecretBox implements SecretBox {
  /** Callers of one process wait here, so that a name takes one connection and not one for each caller. */
  private readonly turns = new ExclusiveTurns();
  private readonly closeLocks = new Set<() => Promise<void>>();

  constructor(private readonly database: Database) {}

  async load(name: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ sealed: string }>(
      'secrets.load',
      'SELECT sealed FROM vault.secret WHERE name = $1',
      [name],
    );
    return rows[0]?.sealed;
  }

  async save(name: string, sealed: string): Promise<void> {
    await this.database.query(
      'secrets.save',
      `INSERT INTO vault.secret (name, sealed) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed`,
      [name, sealed],
    );
  }

  async remove(name: string): Promise<void> {
    await this.database.query('secrets.remove', 'DELETE FROM vault.secret WHERE name = $1', [name]);
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.turns.run(name, async () => {
      this.database.assertOpen('secrets.exclusively');
      let close: () => Promise<void> = () => Promise.resolve();
      try {
        const lock = await AdvisoryLock.take(this.database.url, name, (closeLock) => {
          this.closeLocks.add((close = closeLock));
        });
        const result = await work();
        lock.assertHeld();
        return result;
      } finally {
        this.closeLocks.delete(close);
        await close();
      }
    });
  }

  /** Ends every turn of this process. */
  async close(): Promise<void> {
    await Promise.all([...this.closeLocks].map((close) => close()));
  }
}
