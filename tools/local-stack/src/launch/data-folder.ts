import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { isSqliteError } from '../event-store/storage.js';

/** Another launcher runs on the folder. */
export class RunningAlready extends Error {
  override readonly name = 'RunningAlready';
  constructor(folder: string, launcher: Launcher | undefined) {
    const where = launcher?.url === undefined ? 'and is starting' : `at ${launcher.url}`;
    const who = launcher === undefined ? '' : ` (process ${String(launcher.pid)})`;
    super(`It is running already ${where}${who}, with the data in ${folder}.`);
  }
}

interface Launcher {
  readonly pid: number;
  /** Of the API, once it answers. */
  readonly url?: string;
}

export interface Claim {
  /** Lets others know where it runs. */
  announce(url: string): void;
  release(): void;
}

/**
 * Takes a data folder, made when it is not there, for this process alone: the system frees it when the process ends,
 * however that happens. Throws `RunningAlready`.
 */
export function claimFolder(folder: string): Claim {
  mkdirSync(folder, { recursive: true });
  const note = join(folder, 'launcher.json');
  const lock = new Database(join(folder, 'launcher.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isSqliteError(error, 'SQLITE_BUSY') ? new RunningAlready(folder, launcherIn(note)) : error;
  }
  const announce = (launcher: Launcher): void => {
    writeFileSync(note, `${JSON.stringify(launcher)}\n`);
  };
  announce({ pid: process.pid });
  return {
    announce: (url) => {
      announce({ pid: process.pid, url });
    },
    release: () => {
      rmSync(note, { force: true });
      lock.close();
    },
  };
}

function launcherIn(note: string): Launcher | undefined {
  try {
    return existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Launcher) : undefined;
  } catch {
    // It is just being written.
    return undefined;
  }
}
