import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownDataFolder } from './places.js';
import { startPostgres } from './start-postgres.js';

export interface ThrowawayPostgres {
  readonly url: string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** An empty PostgreSQL for one test file. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'bpro-qbo-sync-test-'));
  chmodSync(directory, 0o755);
  const remove = (): void => {
    rmSync(knownDataFolder(directory), { recursive: true, force: true });
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const server = await startPostgres({ directory });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
